import type { ResponseValue } from '../../../domain/bank/response-value.ts'
import type { BehaviorDetail, BehaviorKind } from '../../../domain/delivery/journal.ts'

/** What happened on the page, before it has a place in the journal. */
export type EntryDraft =
  | { readonly kind: 'response'; readonly itemId: string; readonly value: ResponseValue }
  | {
      readonly kind: 'behavior'
      readonly behavior: BehaviorKind
      readonly itemId: string | null
      readonly text?: string
      readonly detail?: BehaviorDetail
    }

/** One line of the attempt's journal. */
export type Entry = EntryDraft & {
  readonly sequence: number
  readonly entryId: string
  /** Milliseconds of this page's monotonic clock. */
  readonly clientMs: number
  /** Which opening of the attempt its page had; it keeps that whichever page sends it. */
  readonly claim?: number
}

/** Entries about one item keep their order among themselves; so do those about none. */
export function orderKey(entry: Entry): string {
  return entry.itemId ?? ''
}
