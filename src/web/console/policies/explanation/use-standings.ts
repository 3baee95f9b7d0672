import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { StandingView } from '../../../../domain/policy/views.ts'
import { api } from '../../../shared/api.ts'

const PAGE_SIZE = 100
const EXPORT_PAGE_SIZE = 1000
const PAUSE_MS = 300

interface StandingsPage {
  readonly standings: readonly StandingView[]
  readonly total: number
  readonly next: string | null
}
/** What the list is narrowed by; `all`: by no effect. */
interface Narrowed {
  readonly search: string
  readonly effect: string
}

function pathOf({ search, effect }: Narrowed, limit: number): string {
  const asked = new URLSearchParams({ limit: String(limit) })
  if (search.trim() !== '') asked.set('search', search.trim())
  if (effect !== 'all') asked.set('effect', effect)
  return `/standings?${asked}`
}

const pageAfter = (path: string, after: string): string =>
  after === '' ? path : `${path}&after=${encodeURIComponent(after)}`

/** How persons and branches stand, page after page: newest cycle first, then by name. */
export function useStandings(narrowed: Narrowed) {
  const [search] = useDebouncedValue(narrowed.search, PAUSE_MS)
  const path = pathOf({ ...narrowed, search }, PAGE_SIZE)
  return useInfiniteQuery({
    queryKey: [path],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.get<StandingsPage>(pageAfter(path, pageParam), { signal }),
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  })
}

/** All that fit, for a file. @throws ApiProblem, ApiOffline */
export async function readAllStandings(narrowed: Narrowed): Promise<StandingView[]> {
  const path = pathOf(narrowed, EXPORT_PAGE_SIZE)
  const all: StandingView[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: StandingsPage = await api.get(pageAfter(path, after))
    all.push(...page.standings)
    after = page.next
  }
  return all
}
