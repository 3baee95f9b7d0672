import { countMatches, MOST_COLUMNS, matchRoom } from './pair-matches.ts'
import { FEWEST_SHARED_ITEMS, type PairPlan } from './pair-plan.ts'

/** More persons than this are not counted one by one. */
const MOST_COUNTED = 20_000

/**
 * With how many others each person shares enough items to be compared, by place of the plan. Where
 * everybody answered everything these are all others; in very large cohorts with gaps they are
 * taken to be, which only makes what is said of a person more careful.
 */
export function pairPartners(plan: PairPlan): Int32Array {
  const { persons, fullEnds, binStarts } = plan
  const count = persons.length
  const isFull = fullEnds.every((end, bin) => end === binStarts[bin + 1])
  if (isFull || count > MOST_COUNTED) return new Int32Array(count).fill(Math.max(0, count - 1))
  const partners = new Int32Array(count)
  const room = matchRoom()
  for (let row = 0; row < count; row += 1) {
    for (let from = row + 1; from < count; from += MOST_COLUMNS) {
      const to = Math.min(count, from + MOST_COLUMNS)
      countMatches(plan, { row, from, to }, room)
      for (let at = 0; at < to - from; at += 1) {
        if ((room.shared[at] as number) < FEWEST_SHARED_ITEMS) continue
        partners[row] = (partners[row] as number) + 1
        partners[from + at] = (partners[from + at] as number) + 1
      }
    }
  }
  return partners
}
