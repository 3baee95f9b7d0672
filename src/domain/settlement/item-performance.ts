import { compareText } from '../text.ts'
import { median } from './median.ts'
import { wilsonInterval } from './wilson-interval.ts'

/** What one closed attempt did on one item. */
export interface ItemResult {
  readonly itemId: string
  /** Null where there is no answer to judge. */
  readonly correct: boolean | null
  /** Null when never answered. */
  readonly seconds: number | null
}

/** How one item did over attempts. */
export interface ItemPerformance {
  readonly itemId: string
  readonly presented: number
  /** Of those presented, 0 to 1, with its 95 % interval; null below five presentations. */
  readonly correctShare: {
    readonly value: number
    readonly low: number
    readonly high: number
  } | null
  /** Null below five answers. */
  readonly medianSeconds: number | null
}

/** Below this a figure would tell about persons, not about the item. */
const FEWEST = 5

/**
 * How each item did, in order of id. An item that was seen and not answered counts as not right,
 * as in scoring; times are those of answers. The interval is Wilson's.
 */
export function summarizeItems(results: readonly ItemResult[]): ItemPerformance[] {
  const byItem = [...Map.groupBy(results, ({ itemId }) => itemId)]
  return byItem
    .map(([itemId, own]): ItemPerformance => {
      const presented = own.length
      const right = own.filter(({ correct }) => correct === true).length
      const seconds = own.flatMap((one) => (one.seconds === null ? [] : [one.seconds]))
      return {
        itemId,
        presented,
        correctShare: presented < FEWEST ? null : wilsonInterval(right, presented),
        medianSeconds: seconds.length < FEWEST ? null : median(seconds),
      }
    })
    .sort((left, right) => compareText(left.itemId, right.itemId))
}
