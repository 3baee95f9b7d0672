import normal from '@stdlib/stats-base-dists-normal'
import { upperDeviate } from '../upper-deviate.ts'

/** Items on either side of a change: fewer make no speed. */
export const FEWEST_ON_A_SIDE = 5

/** Late is what a person's times depart by, in log seconds, in the order worked through. */
export interface TimeSeries {
  /** How many places are filled. */
  count: number
  readonly late: Float64Array
  /** Inverse variances of `late`. */
  readonly precisions: Float64Array
}

/** The split at which times before and after differ most. */
export interface ChangePoint {
  /** How many items lie before it. */
  readonly before: number
  /** Mean lateness before less that after over its standard error: above 0 is faster after. */
  readonly difference: number
  /** Log of the ratio of times, after to before. */
  readonly logRatio: number
  /** Probability of so great a difference anywhere, either way, as a standard normal deviate. */
  readonly deviate: number
}

/** Factor for looking at places one by one instead of without gaps (Siegmund & Yakir 2007). */
function discreteness(step: number): number {
  if (step < 1e-6) return 1
  const half = step / 2
  const inside = normal.cdf(half, 0, 1)
  const density = Math.exp(-0.5 * half * half) / Math.sqrt(2 * Math.PI)
  return ((2 / step) * (inside - 0.5)) / (half * inside + density)
}

/** Above it crossings are so rare that they come in separate clumps. */
const CLUMPS_FROM = 3

/**
 * How often |D| leaves the strip up to a height, per unit of its own time. Where that is rare, in
 * clumps at 2 d phi(d); where it is not, clumps run into each other and one over the mean time until
 * the strip is left from its middle is closer: u(0) with u'' - x u' = -1, u(-d) = u(d) = 0 (Darling &
 * Siegert 1953), as a series of positive terms. The greater of both is taken: p never becomes smaller by it.
 */
function crossingRate(height: number): number {
  const clumps = 2 * height * (Math.exp(-0.5 * height * height) / Math.sqrt(2 * Math.PI))
  if (!(height > 1e-6 && height < CLUMPS_FROM)) return clumps
  const half = 0.5 * height * height
  let [term, mean] = [0.5, 0]
  for (let power = 1; term > 1e-12 * mean; power += 1) {
    term *= half / (power - 0.5)
    mean += term / power
  }
  return Math.max(clumps, 1 / mean)
}

/** P(max |D| >= highest) as a standard normal deviate; `clocks` are places in its own time. */
function deviateOf(highest: number, clocks: Readonly<Float64Array>): number {
  let crossings = 0
  for (let at = 1; at < clocks.length; at += 1) {
    const step = (clocks[at] as number) - (clocks[at - 1] as number)
    crossings += step * discreteness(highest * Math.sqrt(2 * step))
  }
  const stays = -crossingRate(highest) * crossings + Math.log1p(-2 * normal.cdf(-highest, 0, 1))
  // Finite at either end: no difference at all, and more than a double can tell.
  const p = Math.min(1 - 1e-15, Math.max(1e-300, -Math.expm1(stays)))
  return upperDeviate(p)
}

/**
 * The greatest standardized difference of speed before and after over all splits with at least
 * five items on either side (Shao, Li & Cheng 2016; Cheng & Shao 2022):
 * D = (mean before - mean after) / sqrt(1 / W_before + 1 / W_after), means weighted by precision.
 * Along the splits D is a stationary Gaussian process with correlation exp(-|u - u'|),
 * u = log(W_before / W_after) / 2, whatever the items; the probability that it passes a height at
 * all is that of clumps of crossings (Siegmund & Yakir 2007), p = 1 - (1 - 2 Phi(-d))
 * exp(-2 d phi(d) sum step nu(d sqrt(2 step))), with more crossings at low heights, see
 * `crossingRate`. No table, no chance. Null with fewer than 10.
 */
export function changePoint({ count, late, precisions }: TimeSeries): ChangePoint | null {
  if (count < 2 * FEWEST_ON_A_SIDE) return null
  let [total, sum] = [0, 0]
  for (let at = 0; at < count; at += 1) {
    total += precisions[at] as number
    sum += (precisions[at] as number) * (late[at] as number)
  }
  const clocks = new Float64Array(count - 2 * FEWEST_ON_A_SIDE + 1)
  let best = { before: 0, difference: 0, logRatio: 0 }
  let [weight, own] = [0, 0]
  for (let at = 0; at < count - FEWEST_ON_A_SIDE; at += 1) {
    weight += precisions[at] as number
    own += (precisions[at] as number) * (late[at] as number)
    const before = at + 1
    if (before < FEWEST_ON_A_SIDE) continue
    const rest = total - weight
    clocks[before - FEWEST_ON_A_SIDE] = 0.5 * Math.log(weight / rest)
    const logRatio = (sum - own) / rest - own / weight
    const difference = -logRatio * Math.sqrt((weight * rest) / total)
    if (Math.abs(difference) > Math.abs(best.difference)) best = { before, difference, logRatio }
  }
  return { ...best, deviate: deviateOf(Math.abs(best.difference), clocks) }
}
