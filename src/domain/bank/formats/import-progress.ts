import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const

/** How far the reading of a foreign bank is. */
export const ImportProgress = Type.Object(
  {
    /** Items are read one by one; then the bank as a whole goes through its checks. */
    stage: Type.Enum(['reading', 'checking']),
    /** Items, or checks, that are done; `total` is null where it can't be known. */
    done: Type.Integer({ minimum: 0 }),
    total: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  },
  closed,
)
export type ImportProgress = Static<typeof ImportProgress>

/** Takes the progress of a reading. */
export type TellProgress = (progress: ImportProgress) => void

const ITEMS_BETWEEN = 200

/** Tells every so many items how many of a total are read. */
export function itemCounter(total: number, tell: TellProgress | undefined): () => void {
  let done = 0
  return () => {
    done += 1
    if (done % ITEMS_BETWEEN === 0 || done === total) tell?.({ stage: 'reading', done, total })
  }
}
