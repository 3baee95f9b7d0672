import { useInfiniteQuery } from '@tanstack/react-query'
import type { WorkshopItemRow } from '../../../../domain/bank/workshop-views.ts'
import { api } from '../../../shared/api.ts'

const PAGE_SIZE = 100

interface ItemsReply {
  readonly items: readonly WorkshopItemRow[]
  readonly total: number
  readonly next: string | null
}

/** The items of a workshop that fit, page after page; read again with `/workshops`. */
export function useItems(
  program: string,
  { search, state }: { readonly search: string; readonly state: string },
) {
  const asked = new URLSearchParams({ limit: String(PAGE_SIZE) })
  if (search.trim() !== '') asked.set('search', search.trim())
  if (state !== '') asked.set('state', state)
  const path = `/workshops/${program}/items?${asked}`
  return useInfiniteQuery({
    queryKey: [path],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.get<ItemsReply>(
        pageParam === '' ? path : `${path}&after=${encodeURIComponent(pageParam)}`,
        { signal },
      ),
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  })
}
