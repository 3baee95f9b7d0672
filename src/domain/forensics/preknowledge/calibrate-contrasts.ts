import normal from '@stdlib/stats-base-dists-normal'
import { NORMAL_QUARTILE } from '../../quantile.ts'
import { jointStatistic, type SignedRatios, upperTail } from './signed-likelihood-ratio.ts'

/** Fewer persons do not tell what is usual. */
const FEWEST_PERSONS = 30
/** Of the table of tails, in units of the root of the statistic. */
const TABLE_STEP = 0.02
/** Of the integral behind it, finer farther out where it bends more sharply. */
const INTEGRAL_STEP = 0.03
const FARTHEST_ROOT = 36
/** Few persons may understate the scale by chance: it is widened by 1 + so many / persons. */
const WIDENING = 9

/** One person, against the cohort. */
export interface CalibratedContrast {
  /** L_s and Lambda_s in deviations of the cohort; not-a-number where there is none. */
  readonly answers: number
  readonly times: number
  /** Root of L_ST of the two. */
  readonly statistic: number
  readonly p: number
}

/**
 * Tests signed ratios against the cohort (an empirical null, Efron 2004): each is centered at the
 * median and scaled by the distance from lower quartile to median, never below the 1 of theory and
 * a little wider in small cohorts. The lower half, because preknowledge only lifts the upper, and
 * strength in the area of the suspect items spreads both alike. The statistic is L_ST (Sinharay &
 * Johnson 2020); its p allows for the correlation of the two, taken from how often both lie below
 * their medians. Null for persons without either, and for all in a cohort of fewer than 30.
 */
export function calibrateContrasts(
  ratios: Pick<SignedRatios, 'answers' | 'times'>,
  rows: Int32Array,
): (CalibratedContrast | null)[] {
  const answers = standardized(rows, ratios.answers)
  const times = standardized(rows, ratios.times)
  const tail = correlatedTail(correlationBelow(answers, times))
  return Array.from(rows, (_, place) => {
    const [first, second] = [answers[place] as number, times[place] as number]
    if (Number.isNaN(first) && Number.isNaN(second)) return null
    const statistic = Math.sqrt(jointStatistic(first, second))
    const isAlone = Number.isNaN(first) || Number.isNaN(second)
    const p = isAlone ? upperTail(Number.isNaN(first) ? second : first) : tail(statistic)
    return { answers: first, times: second, statistic, p }
  })
}

function standardized(rows: Int32Array, ratios: Float64Array): Float64Array {
  const values = Float64Array.from(rows, (row) => ratios[row] as number)
  const known = values.filter((value) => !Number.isNaN(value)).sort()
  if (known.length < FEWEST_PERSONS) return values.fill(Number.NaN)
  const at = (share: number) => known[Math.round(share * (known.length - 1))] as number
  const widened = 1 + WIDENING / known.length
  const scale = Math.max(1, (widened * (at(0.5) - at(0.25))) / NORMAL_QUARTILE)
  return values.map((value) => (value - at(0.5)) / scale)
}

/** P(both below the median) = 1/4 + asin(r) / (2 pi) of a bivariate normal; never below 0. */
function correlationBelow(answers: Float64Array, times: Float64Array): number {
  let [both, below] = [0, 0]
  for (let place = 0; place < answers.length; place += 1) {
    const sum = (answers[place] as number) + (times[place] as number)
    if (Number.isNaN(sum)) continue
    both += 1
    if ((answers[place] as number) < 0 && (times[place] as number) < 0) below += 1
  }
  if (both < FEWEST_PERSONS) return 0
  const excess = Math.min(0.24, Math.max(0, below / both - 0.25))
  return Math.sin(2 * Math.PI * excess)
}

/**
 * P of max(a, 0)^2 + max(b, 0)^2 >= r^2 for standard normal a and b with correlation c, as a
 * function of r: the integral over a of the density times P(b past the rest | a), by the
 * trapezoidal rule, interpolated in the logarithm. Sums of positive terms only: nothing cancels.
 * c = 0 is the chi-bar-square mixture 1/4, 1/2, 1/4.
 */
export function correlatedTail(correlation: number): (root: number) => number {
  const logs = new Map<number, number>()
  const logAt = (place: number) => {
    const known = logs.get(place) ?? Math.log(integrateTail(place * TABLE_STEP, correlation))
    logs.set(place, known)
    return known
  }
  return (root) => {
    if (!(root > 0)) return 1
    const place = Math.min(root, FARTHEST_ROOT) / TABLE_STEP
    const low = Math.floor(place)
    // At 0 itself all that is above counts: the limit from the right.
    return Math.exp(logAt(low) + (place - low) * (logAt(low + 1) - logAt(low)))
  }
}

function integrateTail(root: number, correlation: number): number {
  const spread = Math.sqrt(1 - correlation * correlation)
  const beyond = (a: number, least: number) =>
    upperTail((least - correlation * a) / spread) * normal.pdf(a, 0, 1)
  // a <= 0: b alone past the root.
  const step = INTEGRAL_STEP / (1 + root / 10)
  let sum = integrate([-9, 0], step, (a) => beyond(a, root))
  // 0 < a < root, by the angle, so that the bend at a = root is smooth.
  sum += integrate([0, Math.PI / 2], step, (angle) => {
    const a = root * Math.sin(angle)
    return root * Math.cos(angle) * beyond(a, root * Math.cos(angle))
  })
  return sum + upperTail(root)
}

function integrate(
  [from, to]: readonly [number, number],
  atMost: number,
  value: (at: number) => number,
): number {
  const count = Math.ceil((to - from) / atMost)
  const step = (to - from) / count
  let sum = (value(from) + value(to)) / 2
  for (let at = 1; at < count; at += 1) sum += value(from + at * step)
  return sum * step
}
