import { excessRow } from './pair-bounds.ts'
import type { PairPlan } from './pair-plan.ts'

/** Subsets of items are looked up this many items at a time. */
export const CHUNK_ITEMS = 8
export const CHUNK_SUBSETS = 1 << CHUNK_ITEMS
/** Per subset: expectation of M at the centres; least expectation and its variance, of M and W. */
export const CHUNK_VALUES = 5

/**
 * What all pairs of a bin with another share. M: matches; W: matches that are not right. "Least":
 * with the least chances of any persons of the two bins, which no pair of theirs falls short of, so
 * that tails under them are bounds from below of every pair's own.
 */
export interface PairCell {
  /** Expectation of M over all items at the centres, and how it changes with the abilities. */
  readonly expected: number
  readonly expectedByRow: number
  readonly expectedByColumn: number
  readonly variance: number
  readonly varianceByRow: number
  readonly varianceByColumn: number
  /** By how much the variance over all items exceeds that under the least chances. */
  readonly varianceGap: number
  /** Rows of the table of least excesses. */
  readonly matchRow: number
  readonly wrongRow: number
}

/** What is reused from cell to cell; by item, by count, and by chunk and subset. */
export interface CellRoom {
  readonly chances: Float64Array
  readonly lows: Float64Array
  readonly rightLows: Float64Array
  readonly wrongLows: Float64Array
  /** P(at least so many) over all items under the least chances. */
  readonly rightTail: Float64Array
  readonly matchTail: Float64Array
  readonly wrongTail: Float64Array
  /** See `fillKept`. */
  readonly kept: Uint8Array
  readonly chunks: Float64Array
}

export function cellRoom({ itemCount, words }: PairPlan): CellRoom {
  const byItem = () => new Float64Array(itemCount)
  const byCount = () => new Float64Array(itemCount + 2)
  return {
    chances: byItem(),
    lows: byItem(),
    rightLows: byItem(),
    wrongLows: byItem(),
    rightTail: byCount(),
    matchTail: byCount(),
    wrongTail: byCount(),
    kept: new Uint8Array((itemCount + 1) ** 2),
    chunks: new Float64Array(words * (32 / CHUNK_ITEMS) * CHUNK_SUBSETS * CHUNK_VALUES),
  }
}

/** Works out the chances that persons of two bins answer alike. */
export function fillCell(plan: PairPlan, room: CellRoom, at: readonly [number, number]): PairCell {
  const { itemCount } = plan
  const [byRow, byColumn] = fillChances(plan, room, at)
  let [expected, expectedByRow, expectedByColumn, variance] = [0, 0, 0, 0]
  let [varianceByRow, varianceByColumn, varianceGap, highest, highestWrong] = [0, 0, 0, 0, 0]
  for (let item = 0; item < itemCount; item += 1) {
    const chance = room.chances[item] as number
    const low = room.lows[item] as number
    const [rowSlope, columnSlope] = [byRow[item] as number, byColumn[item] as number]
    expected += chance
    expectedByRow += rowSlope
    expectedByColumn += columnSlope
    variance += chance * (1 - chance)
    varianceByRow += (1 - 2 * chance) * rowSlope
    varianceByColumn += (1 - 2 * chance) * columnSlope
    varianceGap += chance * (1 - chance) - low * (1 - low)
    highest = Math.max(highest, low)
    highestWrong = Math.max(highestWrong, room.wrongLows[item] as number)
  }
  return {
    expected,
    expectedByRow,
    expectedByColumn,
    variance,
    varianceByRow,
    varianceByColumn,
    varianceGap,
    matchRow: excessRow(highest, itemCount),
    wrongRow: excessRow(highestWrong, itemCount),
  }
}

function fillChances(
  plan: PairPlan,
  { chances, lows, rightLows, wrongLows }: CellRoom,
  [row, column]: readonly [number, number],
): [Float64Array, Float64Array] {
  const { itemCount, stride, keys } = plan
  const size = itemCount * stride
  const [byRow, byColumn] = [new Float64Array(itemCount), new Float64Array(itemCount)]
  let [left, right] = [row * size, column * size]
  for (let item = 0; item < itemCount; item += 1) {
    let [chance, low, lowRight, rowSlope, columnSlope] = [0, 0, 0, 0, 0]
    for (let category = 0; category < stride; category += 1) {
      const own = plan.chances[left] as number
      const other = plan.chances[right] as number
      const least = (plan.lows[left] as number) * (plan.lows[right] as number)
      chance += own * other
      rowSlope += (plan.slopes[left] as number) * other
      columnSlope += own * (plan.slopes[right] as number)
      low += least
      if (category === keys[item]) lowRight = least
      left += 1
      right += 1
    }
    chances[item] = Math.min(1, chance)
    lows[item] = Math.min(1, low)
    rightLows[item] = Math.min(1, lowRight)
    wrongLows[item] = Math.max(0, Math.min(1, low - lowRight))
    byRow[item] = rowSlope
    byColumn[item] = columnSlope
  }
  return [byRow, byColumn]
}

/** P(at least so many) under the chances, for every number; small terms are summed first. */
export function fillTail(chances: Float64Array, tail: Float64Array): void {
  const count = chances.length
  tail.fill(0)
  tail[0] = 1
  for (let trial = 0; trial < count; trial += 1) {
    const chance = chances[trial] as number
    const rest = 1 - chance
    for (let at = trial + 1; at >= 1; at -= 1) {
      tail[at] = (tail[at] as number) * rest + (tail[at - 1] as number) * chance
    }
    tail[0] = (tail[0] as number) * rest
  }
  for (let at = count - 1; at >= 0; at -= 1) {
    tail[at] = (tail[at] as number) + (tail[at + 1] as number)
  }
}

/** Sums over every subset of every eight items, each from the subset without its last item. */
export function fillChunks({ itemCount }: PairPlan, room: CellRoom): void {
  const { chunks, chances, lows, wrongLows } = room
  for (let first = 0; first < itemCount; first += CHUNK_ITEMS) {
    const base = (first / CHUNK_ITEMS) * CHUNK_SUBSETS * CHUNK_VALUES
    const most = 1 << Math.min(CHUNK_ITEMS, itemCount - first)
    for (let subset = 1; subset < most; subset += 1) {
      const item = first + 31 - Math.clz32(subset)
      const into = base + subset * CHUNK_VALUES
      const from = base + (subset ^ (1 << (item - first))) * CHUNK_VALUES
      const [low, wrongLow] = [lows[item] as number, wrongLows[item] as number]
      chunks[into] = (chunks[from] as number) + (chances[item] as number)
      chunks[into + 1] = (chunks[from + 1] as number) + low
      chunks[into + 2] = (chunks[from + 2] as number) + low * (1 - low)
      chunks[into + 3] = (chunks[from + 3] as number) + wrongLow
      chunks[into + 4] = (chunks[from + 4] as number) + wrongLow * (1 - wrongLow)
    }
  }
}
