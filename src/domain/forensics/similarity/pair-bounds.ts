import { incompleteBeta } from '../../measurement/analysis/f-distribution.ts'

/** Largest chances of a match for which thresholds are tabulated. */
const LARGEST_CHANCES = [
  0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.999999,
]
/** Steps of the variance up to 1, where thresholds change fast and tails are most discrete. */
const STEPS_PER_UNIT = 16

/**
 * Of all sums of independent trials with variance V whose chances are at most q, the upper tail is
 * lightest where every chance is q (or 0 or 1): a binomial with V / (q (1 - q)) trials, continued
 * to real numbers by the incomplete beta function. Found by search, not proved: over random and
 * extreme sets of chances the true tail was at least .85 of it with V >= 1, .07 below, where it
 * is coarse; these margins are taken off (the test searches on).
 */
export function lightestTail(excess: number, variance: number, largest: number): number {
  const trials = variance / (largest * (1 - largest))
  const successes = excess + trials * largest
  if (successes >= trials + 1) return 0
  const margin = variance >= 1 ? 0.75 : 0.03
  return margin * incompleteBeta(largest, successes, trials - successes + 1)
}

/**
 * By largest chance and variance: the least excess of a count over its expectation with which its p
 * can be below alpha. Rises with the variance, so the lower end of a step holds for all of it.
 */
export function excessTable(alpha: number, itemCount: number): Float64Array {
  const steps = stepsOf(itemCount)
  const table = new Float64Array(LARGEST_CHANCES.length * steps)
  LARGEST_CHANCES.forEach((largest, level) => {
    // No variance: any excess is impossible, hence telling.
    for (let step = 1; step < steps; step += 1) {
      const variance = step / STEPS_PER_UNIT
      const before = table[level * steps + step - 1] as number
      const excess = leastExcess({ alpha, variance, largest })
      table[level * steps + step] = Math.max(before, excess)
    }
  })
  return table
}

/** Variances of n trials are at most n / 4. */
function stepsOf(itemCount: number): number {
  return Math.floor((itemCount / 4) * STEPS_PER_UNIT) + 2
}

/** Where the row of a largest chance begins in the table. */
export function excessRow(largest: number, itemCount: number): number {
  const level = LARGEST_CHANCES.findIndex((limit) => largest <= limit)
  const row = level < 0 ? LARGEST_CHANCES.length - 1 : level
  return row * stepsOf(itemCount)
}

/** The place of a variance in its row. */
export function excessStep(variance: number): number {
  return variance > 0 ? Math.floor(variance * STEPS_PER_UNIT) : 0
}

function leastExcess(of: {
  readonly alpha: number
  readonly variance: number
  readonly largest: number
}): number {
  let [low, high] = [0, of.variance / of.largest + 1]
  for (let step = 0; step < 30; step += 1) {
    const middle = (low + high) / 2
    if (lightestTail(middle, of.variance, of.largest) < of.alpha) high = middle
    else low = middle
  }
  return low
}

/** The joint test is only close to M4, so that it is given this much more. */
const MARGIN = 4
/**
 * P that the product of two independent uniform tails is at most q (Fisher 1925). With q = P(R >= r)
 * P(W >= w), R matches that are right and W those that are not, it is close to M4's p, which orders
 * pairs of counts by their joint upper tail.
 */
export function jointTail(q: number): number {
  return q > 0 ? Math.min(1, q * (1 - Math.log(q))) : 0
}

/** The product of tails below which a pair stays for the sake of M4. */
export function jointLimit(alpha: number): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2
    if (jointTail(middle) < MARGIN * alpha) low = middle
    else high = middle
  }
  return low
}

/**
 * From which sum of squared excesses, each over its variance, the joint test is worth its exact
 * tails: of two independent normal excesses about exp(-sum / 2) remains, and counts are coarser.
 */
export function jointExcess(limit: number): number {
  return 0.6 * 2 * Math.log(1 / limit)
}
