import { NORMAL_QUARTILE } from '../../quantile.ts'
import type { CellResiduals } from './cell-residuals.ts'

/** Persons whose contrast is this far above the middle, in deviations, are looked at. */
const FAR = 2
/** At least and at most so many of those who met the item, from either end. */
const LEAST_SHARE = 0.05
const GREATEST_SHARE = 0.2
const FEWEST_PERSONS = 10
/** Items that a person must have met besides the one under test. */
const FEWEST_ITEMS = 5
/** One item among persons who do far better on suspect items than elsewhere. */
export interface ItemShift {
  /** N(0, 1) where the item is as independent of the others as the models say; high is leaked. */
  readonly z: number
  /** Standard deviations by which those persons did better, and were faster, than others. */
  readonly easy: number
  readonly fast: number | null
  /** How many persons were looked at from the upper end. */
  readonly persons: number
}

/** Persons, and the weight every item has in the contrast of each. */
export interface Contrasts {
  readonly rows: Int32Array
  /** By place in `rows`: which of the weights. */
  readonly folds: Uint8Array
  /** By fold: by item, from persons outside of it. */
  readonly weights: readonly Float64Array[]
}

/**
 * Tests each item for being easier and faster to those who are better and faster on the other
 * items that look leaked. Each person's contrast (residuals by weights found on other persons,
 * centered over the items met) leaves the item under test out, so that no answer counts for
 * itself. The statistic adds the residuals of the upper end and of an equally large lower end:
 * strength in a content area shows at both ends with opposite signs and cancels, preknowledge only
 * at one. Variance as of a random sample without replacement. Null where fewer than 50 persons
 * met the item, or it tells nobody apart. Cost: cells, and a sort of the persons per item.
 */
export function itemShifts(
  residuals: CellResiduals,
  order: Contrasts,
  itemCount: number,
): (ItemShift | null)[] {
  const { rows } = order
  const sums = contrastSums(residuals.signal, order, itemCount)
  const contrasts = new Float64Array(rows.length)
  const places = new Int32Array(rows.length)
  return Array.from({ length: itemCount }, (_, item) => {
    let met = 0
    for (let place = 0; place < rows.length; place += 1) {
      const value = residuals.signal[(rows[place] as number) * itemCount + item] as number
      if (Number.isNaN(value)) continue
      const weight = weightOf(order, place, item)
      const contrast = contrastWithout(sums, place, { value, weight })
      if (Number.isNaN(contrast)) continue
      contrasts[place] = contrast
      places[met] = place
      met += 1
    }
    const own = places.subarray(0, met)
    own.sort((left, right) => (contrasts[left] as number) - (contrasts[right] as number))
    const ends = endCount(own, contrasts)
    if (ends === null) return null
    return shiftOf(residuals, { rows, places: own, ends, item, itemCount })
  })
}

function weightOf({ folds, weights }: Contrasts, place: number, item: number): number {
  return weights[folds[place] as number]?.[item] as number
}

/** By place in rows: sums over the items met; w is the weight of an item, u a residual. */
interface ContrastSums {
  readonly count: Float64Array
  readonly u: Float64Array
  readonly w: Float64Array
  readonly wu: Float64Array
  readonly ww: Float64Array
}

function contrastSums(signal: Float32Array, order: Contrasts, itemCount: number): ContrastSums {
  const { rows } = order
  const room = () => new Float64Array(rows.length)
  const sums = { count: room(), u: room(), w: room(), wu: room(), ww: room() }
  for (let place = 0; place < rows.length; place += 1) {
    let [count, u, w, wu, ww] = [0, 0, 0, 0, 0]
    for (let item = 0; item < itemCount; item += 1) {
      const value = signal[(rows[place] as number) * itemCount + item] as number
      if (Number.isNaN(value)) continue
      const weight = weightOf(order, place, item)
      count += 1
      u += value
      w += weight
      wu += weight * value
      ww += weight * weight
    }
    sums.count[place] = count
    sums.u[place] = u
    sums.w[place] = w
    sums.wu[place] = wu
    sums.ww[place] = ww
  }
  return sums
}

/** Sum of (w - mean w) u over sqrt(sum of (w - mean w)^2), one item left out. */
function contrastWithout(
  sums: ContrastSums,
  place: number,
  { value, weight }: { readonly value: number; readonly weight: number },
): number {
  const count = (sums.count[place] as number) - 1
  if (count < FEWEST_ITEMS) return Number.NaN
  const mean = ((sums.w[place] as number) - weight) / count
  const spread = (sums.ww[place] as number) - weight * weight - count * mean * mean
  const sum =
    (sums.wu[place] as number) - weight * value - mean * ((sums.u[place] as number) - value)
  return spread > 1e-12 ? sum / Math.sqrt(spread) : Number.NaN
}

/** How many persons to take from either end; the lower half says what is usual. */
function endCount(ordered: Int32Array, contrasts: Float64Array): number | null {
  const at = (share: number) =>
    contrasts[ordered[Math.floor(share * (ordered.length - 1))] as number] as number
  const least = Math.max(FEWEST_PERSONS, Math.round(LEAST_SHARE * ordered.length))
  const greatest = Math.floor(GREATEST_SHARE * ordered.length)
  if (least > greatest) return null
  const from = at(0.5) + (FAR * (at(0.5) - at(0.25))) / NORMAL_QUARTILE
  let count = least
  while (
    count < greatest &&
    (contrasts[ordered[ordered.length - 1 - count] as number] as number) > from
  ) {
    count += 1
  }
  return count
}

interface Ends {
  readonly rows: Int32Array
  /** Places in `rows`, by rising contrast. */
  readonly places: Int32Array
  readonly ends: number
  readonly item: number
  readonly itemCount: number
}

function shiftOf({ signal, easy, fast }: CellResiduals, taken: Ends): ItemShift | null {
  const both = meansOf(signal, taken)
  const weighted = 2 * taken.ends
  const sum = taken.ends * (both.upper + both.lower) - weighted * both.mean
  const count = taken.places.length
  const variance = weighted * (1 - weighted / count) * both.variance
  if (!(variance > 0)) return null
  const lead = ({ upper, mean }: ReturnType<typeof meansOf>) => upper - mean
  const faster = fast && lead(meansOf(fast, taken))
  return {
    z: sum / Math.sqrt(variance),
    easy: lead(meansOf(easy, taken)),
    // Nobody looked at may have a time on this item.
    fast: faster === null || Number.isNaN(faster) ? null : faster,
    persons: taken.ends,
  }
}

/** Means of residuals at both ends and of all, with the variance of all. */
function meansOf(values: Float32Array, { rows, places, ends, item, itemCount }: Ends) {
  let [total, squares, upper, lower] = [0, 0, 0, 0]
  let [count, uppers, lowers] = [0, 0, 0]
  for (let rank = 0; rank < places.length; rank += 1) {
    const row = rows[places[rank] as number] as number
    const value = values[row * itemCount + item] as number
    if (Number.isNaN(value)) continue
    total += value
    squares += value * value
    count += 1
    if (rank < ends) {
      lower += value
      lowers += 1
    } else if (rank >= places.length - ends) {
      upper += value
      uppers += 1
    }
  }
  const mean = total / count
  return {
    mean,
    variance: (squares - count * mean * mean) / (count - 1),
    upper: upper / uppers,
    lower: lower / lowers,
  }
}
