import { useQuery } from '@tanstack/react-query'
import type { WorkshopItemRow } from '../../../../domain/bank/workshop-views.ts'
import { api } from '../../../shared/api.ts'
import type { Placed } from './suggest-id.ts'

const PAGE_SIZE = 500

interface ItemsReply {
  readonly items: readonly WorkshopItemRow[]
  readonly next: string | null
}

/** The ids of all items of a program, read once when the page opens. */
export function useItemIds(program: string) {
  return useQuery({
    // Not under `/workshops`: saving the new item would read all of them again.
    queryKey: [`item ids of ${program}`],
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const all: Placed[] = []
      let after: string | null = ''
      while (after !== null) {
        const place: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`
        const reply: ItemsReply = await api.get(
          `/workshops/${program}/items?limit=${PAGE_SIZE}${place}`,
          { signal },
        )
        all.push(...reply.items)
        after = reply.next
      }
      return all
    },
  })
}
