import { upperTail } from './generalized-binomial.ts'
import { type CellRoom, CHUNK_ITEMS, CHUNK_SUBSETS, CHUNK_VALUES } from './pair-cell.ts'
import { isTelling, rankingTail } from './pair-joint.ts'
import { type ColumnRange, MOST_COLUMNS } from './pair-matches.ts'
import type { PairPlan } from './pair-plan.ts'

const SUBSET = CHUNK_SUBSETS - 1
const CHUNK = CHUNK_SUBSETS * CHUNK_VALUES
const CHUNKS_PER_WORD = 32 / CHUNK_ITEMS

/** Over the items that one person shares with each of a range; see `fillChunks`. */
export interface SharedSums {
  readonly expected: Float64Array
  readonly least: Float64Array
  readonly leastVariance: Float64Array
  readonly wrongLeast: Float64Array
  readonly wrongVariance: Float64Array
}

export function sharedSums(): SharedSums {
  const room = () => new Float64Array(MOST_COLUMNS)
  return {
    expected: room(),
    least: room(),
    leastVariance: room(),
    wrongLeast: room(),
    wrongVariance: room(),
  }
}

/** Sums over the items one person shares with each of a range, eight items at a time. */
export function sumShared(
  plan: PairPlan,
  range: ColumnRange,
  { chunks, sums }: { readonly chunks: Float64Array; readonly sums: SharedSums },
): void {
  const size = range.to - range.from
  for (const values of Object.values(sums) as Float64Array[]) values.fill(0, 0, size)
  for (let word = 0; word < plan.words; word += 1) {
    addWord(plan, range, { chunks, sums, word })
  }
}

function addWord(
  { presence, persons }: PairPlan,
  { row, from, to }: ColumnRange,
  {
    chunks,
    sums,
    word,
  }: {
    readonly chunks: Float64Array
    readonly sums: SharedSums
    readonly word: number
  },
): void {
  const { expected, least, leastVariance, wrongLeast, wrongVariance } = sums
  const start = word * persons.length
  const own = presence[start + row] as number
  const first = word * CHUNKS_PER_WORD * CHUNK
  for (let at = 0; at < to - from; at += 1) {
    let both = own & (presence[start + from + at] as number)
    // One by one: an array to take them from would be made for every pair and word.
    let one = 0
    let two = 0
    let three = 0
    let four = 0
    let five = 0
    for (let base = first; both !== 0; base += CHUNK) {
      const entry = base + (both & SUBSET) * CHUNK_VALUES
      one += chunks[entry] as number
      two += chunks[entry + 1] as number
      three += chunks[entry + 2] as number
      four += chunks[entry + 3] as number
      five += chunks[entry + 4] as number
      both >>>= CHUNK_ITEMS
    }
    expected[at] = (expected[at] as number) + one
    least[at] = (least[at] as number) + two
    leastVariance[at] = (leastVariance[at] as number) + three
    wrongLeast[at] = (wrongLeast[at] as number) + four
    wrongVariance[at] = (wrongVariance[at] as number) + five
  }
}

/** Two persons by place, and their counts. */
interface CountedPair {
  readonly row: number
  readonly place: number
  readonly matches: number
  readonly wrong: number
}

/**
 * The ranking p of a pair with gaps, by exact tails over the shared items under the least chances;
 * null where none of them is telling.
 */
export function sharedTail(plan: PairPlan, pair: CountedPair, room: CellRoom): number | null {
  const { matches, wrong } = pair
  const tails = {
    match: upperTail(overShared(plan, pair, room.lows), matches),
    right: upperTail(overShared(plan, pair, room.rightLows), matches - wrong),
    wrong: upperTail(overShared(plan, pair, room.wrongLows), wrong),
  }
  return isTelling(tails, plan) ? rankingTail(tails) : null
}

function overShared(
  { presence, persons, itemCount }: PairPlan,
  { row, place }: CountedPair,
  chances: Float64Array,
): Float64Array {
  const over = new Float64Array(itemCount)
  let count = 0
  for (let item = 0; item < itemCount; item += 1) {
    const from = (item >>> 5) * persons.length
    const both = (presence[from + row] as number) & (presence[from + place] as number)
    if (((both >>> (item & 31)) & 1) === 0) continue
    over[count] = chances[item] as number
    count += 1
  }
  return over.subarray(0, count)
}
