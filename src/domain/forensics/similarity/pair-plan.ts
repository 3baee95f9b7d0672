import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import type { MatchModel } from './match-model.ts'
import { type PairBins, pairBins } from './pair-bins.ts'
import { excessTable, jointLimit } from './pair-bounds.ts'
import { type PairOrder, shared } from './pair-order.ts'
import { type PairPlanes, writePlanes } from './pair-planes.ts'

/** Fewer shared items give no p. */
export const FEWEST_SHARED_ITEMS = 20
/** Pairs a screen keeps at most: 34 bytes each. */
const MOST_SURVIVORS = 200_000
/** Pairs with a p this small stay, however few there are. */
const LARGEST_ALPHA = 1e-3
/** Bounds of tails hold in the tail only. */
const MOST_ALPHA = 0.05
/** Of honest pairs about so many may stay; the exact statistics have to be worked out for each. */
const HONEST_SURVIVORS = 50_000

/**
 * All that the screening of pairs needs, in shared memory: persons ordered by ability and put into
 * narrow bins, their answers as bit planes, the chances of answers by bin.
 */
export interface PairPlan extends PairPlanes, PairBins {
  /** By place in the order: the person's row. */
  readonly persons: Int32Array
  readonly alpha: number
  readonly mostSurvivors: number
  readonly pairs: number
  /** See `jointLimit`. */
  readonly jointLimit: number
  /** See `excessTable`. */
  readonly excess: Float64Array
  /** By kept item: the right category, -1 where unknown. */
  readonly keys: Int8Array
  readonly stride: number
}

/** A block of rows to be screened: bins from `from` up to, not including, `to`. */
export interface PairBlock {
  readonly from: number
  readonly to: number
}

/**
 * Prepares the comparison of all pairs of persons. Persons with fewer than 20 answers share too
 * little with anybody and are left out, as are items without parameters. Linear in cells.
 */
export function preparePairs(order: PairOrder): PairPlan {
  const { model, abilities, mostSurvivors = MOST_SURVIVORS } = order
  const items = keptItems(model)
  const known = knownAnswers(order, items)
  const sorted = orderPersons(abilities, known, items.length)
  const pairs = (sorted.length * (sorted.length - 1)) / 2
  const alpha = order.alpha ?? Math.min(LARGEST_ALPHA, HONEST_SURVIVORS / Math.max(1, pairs))
  if (!(alpha > 0 && alpha <= MOST_ALPHA)) throw new Error(`alpha is ${alpha}`)
  const persons = shared(Int32Array, sorted.length)
  persons.set(sorted)
  const keys = Int8Array.from(items, (item) => model.keys[item] as number)
  const answered = { model, items, known, keys, persons, abilities }
  const bins = pairBins(answered)
  return {
    ...bins,
    ...writePlanes(answered),
    persons,
    alpha,
    mostSurvivors,
    pairs,
    jointLimit: jointLimit(alpha),
    excess: excessTable(alpha, items.length),
    keys,
    stride: model.stride,
  }
}

function keptItems({ counts }: MatchModel): Int32Array {
  const kept: number[] = []
  counts.forEach((count, item) => {
    if (count > 0) kept.push(item)
  })
  return Int32Array.from(kept)
}

/** Answers to the kept items; missing where the model holds the answer impossible. */
function knownAnswers({ model, answers, abilities }: PairOrder, items: Int32Array): Int8Array {
  if (answers.length !== abilities.length * model.itemCount) {
    throw new Error(`${answers.length} answers are not ${abilities.length} x ${model.itemCount}`)
  }
  const chances = new Float64Array(model.itemCount * model.stride)
  model.categoryChances(0, chances)
  const known = new Int8Array(abilities.length * items.length)
  for (let row = 0; row < abilities.length; row += 1) {
    for (let at = 0; at < items.length; at += 1) {
      const item = items[at] as number
      const answer = answers[row * model.itemCount + item] as number
      const isKnown =
        answer >= 0 &&
        answer < (model.counts[item] as number) &&
        (chances[item * model.stride + answer] as number) > 0
      known[row * items.length + at] = isKnown ? answer : MISSING
    }
  }
  return known
}

/** Rows of those with enough answers, by ability; equal abilities in the order of rows. */
function orderPersons(abilities: Float64Array, known: Int8Array, itemCount: number): Int32Array {
  const enough = Int32Array.from(abilities, (_, row) => row).filter((row) => {
    if (Number.isNaN(abilities[row])) return false
    let answered = 0
    for (let at = row * itemCount; at < (row + 1) * itemCount; at += 1) {
      if (known[at] !== MISSING) answered += 1
    }
    return answered >= FEWEST_SHARED_ITEMS
  })
  return enough.sort(
    (left, right) => (abilities[left] as number) - (abilities[right] as number) || left - right,
  )
}

/**
 * Cuts the work into about `count` blocks of equal numbers of pairs. A cut falls between bins, so
 * that results do not depend on it.
 */
export function splitPairs({ binStarts, persons, pairs }: PairPlan, count: number): PairBlock[] {
  const blocks: PairBlock[] = []
  const binCount = binStarts.length - 1
  let [from, open] = [0, 0]
  for (let bin = 0; bin < binCount; bin += 1) {
    const [start, end] = [binStarts[bin] as number, binStarts[bin + 1] as number]
    const size = end - start
    open += (size * (size - 1)) / 2 + size * (persons.length - end)
    if (open >= pairs / count || bin === binCount - 1) {
      blocks.push({ from, to: bin + 1 })
      ;[from, open] = [bin + 1, 0]
    }
  }
  return blocks
}
