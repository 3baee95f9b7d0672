import { useDebouncedValue } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LiveAttempts } from '../../../../domain/delivery/live-attempts.ts'
import { useApi } from '../../queries.ts'
import { useUrlState } from '../../use-url-state.ts'
import type { ServerTime } from './server-now.ts'

/** Typing is not asked about letter by letter. */
const TYPING_MS = 250
/** The board tells of what changes; what it does not tell is asked for. */
const AGAIN_MS = 10_000

type UrlState = ReturnType<typeof useUrlState>

/** What of the people is asked for, as kept in the URL. */
export interface PeopleAsked {
  readonly search: UrlState
  readonly unit: UrlState
  readonly state: UrlState
  readonly sorting: UrlState
  readonly page: UrlState
}

export interface LivePeopleApi {
  readonly asked: PeopleAsked
  readonly query: ReturnType<typeof useApi<LiveAttempts>>
  /** The clock of the service as the list told it. */
  readonly serverTime: ServerTime
  /** Where all that fit are read at once. */
  readonly pathOf: (rows: number) => string
}

/** The people asked for, read again whenever the board has changed. */
export function useLivePeople(examId: string, boardAt: string | null): LivePeopleApi {
  const asked = useAsked()
  const [search] = useDebouncedValue(asked.search[0], TYPING_MS)
  const base = `/exams/${examId}/live-board/attempts`
  const pathWith = (others: Readonly<Record<string, string>>): string => {
    const parts = { q: search.trim(), unit: asked.unit[0], state: asked.state[0], ...others }
    const given = Object.entries(parts).filter(([, value]) => value !== '')
    return `${base}?${new URLSearchParams(given)}`
  }
  const path = pathWith({ sort: asked.sorting[0], page: asked.page[0] })
  const query = useApi<LiveAttempts>(path, { keep: true, again: () => AGAIN_MS })
  const client = useQueryClient()
  useEffect(() => {
    if (boardAt === null) return
    void client.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[0] ?? '').startsWith(base),
    })
  }, [client, base, boardAt])
  const at = query.data?.at ?? new Date(0).toISOString()
  return {
    ...{ asked, query },
    serverTime: { at, receivedMs: query.dataUpdatedAt },
    pathOf: (rows) => pathWith({ rows: String(rows) }),
  }
}

/** Names of their own: the other tabs of the page keep theirs in the same URL. */
function useAsked(): PeopleAsked {
  const page = useUrlState('page', '1')
  const asked = {
    search: useUrlState('find', ''),
    unit: useUrlState('unit', ''),
    state: useUrlState('is', ''),
    sorting: useUrlState('order', 'state'),
  }
  // Another question begins at its first page.
  const anew = ([value, set]: UrlState): UrlState => [
    value,
    (next) => {
      page[1]('1')
      set(next)
    },
  ]
  return {
    page,
    search: anew(asked.search),
    unit: anew(asked.unit),
    state: anew(asked.state),
    sorting: anew(asked.sorting),
  }
}
