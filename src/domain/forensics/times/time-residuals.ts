import { incompleteBeta } from '../../measurement/analysis/f-distribution.ts'
import type { LognormalFit } from '../../measurement/fit-lognormal-times.ts'
import { isTime } from '../../measurement/lognormal-times.ts'

/** The lognormal model as plain numbers by column, for loops over many cells. */
export interface TimeModel {
  readonly intensities: Float64Array
  /** alpha squared; 0 where an item has no parameters. */
  readonly precisions: Float64Array
  /** Variance of speed over persons. */
  readonly speedVariance: number
}

/** The parameters of a fit as plain numbers. */
export function timeModelOf({ items, speedDeviation }: LognormalFit): TimeModel {
  return {
    intensities: Float64Array.from(items, (item) => item?.timeIntensity ?? Number.NaN),
    precisions: Float64Array.from(items, (item) => (item?.timeDiscrimination ?? 0) ** 2),
    speedVariance: speedDeviation ** 2,
  }
}

/**
 * Leave-one-out predictive residuals of one person's times (van der Linden & Guo 2008):
 * z = (log T - (beta - tau')) / sqrt(alpha^-2 + v'), where tau' and v' are mean and variance of
 * speed given all other times under its distribution over persons, N(0, sigma^2). Below 0 is
 * faster than expected. Standard normal under the model. Writes them by column, not-a-number where
 * there is no time, and returns how many there are.
 */
export function timeResiduals(
  row: Readonly<Float64Array>,
  { intensities, precisions, speedVariance }: TimeModel,
  into: Float64Array,
): number {
  let [precision, weighted, timed] = [1 / speedVariance, 0, 0]
  for (let item = 0; item < into.length; item += 1) {
    const [seconds, own] = [row[item] ?? Number.NaN, precisions[item] as number]
    into[item] =
      own > 0 && isTime(seconds) ? Math.log(seconds) - (intensities[item] as number) : NaN
    if (Number.isNaN(into[item])) continue
    precision += own
    weighted -= own * (into[item] as number)
    timed += 1
  }
  for (let item = 0; item < into.length; item += 1) {
    const late = into[item] as number
    if (Number.isNaN(late)) continue
    const own = precisions[item] as number
    const others = precision - own
    const speed = (weighted + own * late) / others
    into[item] = (late + speed) / Math.sqrt(1 / own + 1 / others)
  }
  return timed
}

/** Two-sided 5 % of the standard normal distribution. */
const ABERRANT_BEYOND = 1.959963984540054

/** How many of a person's times stand out. */
export interface AberrantTimes {
  readonly timed: number
  readonly aberrant: number
  /** P(at least as many) by Binomial(timed, .05): a help for reading, not a test on real times. */
  readonly p: number
}

/**
 * Counts residuals beyond 1.96 (van der Linden & Guo 2008); a single one is no more than a note.
 * The upper binomial tail is an incomplete beta function, P(X >= k) = I_p(k, n - k + 1).
 */
export function countAberrantTimes(residuals: Readonly<Float64Array>): AberrantTimes {
  let [timed, aberrant] = [0, 0]
  for (const z of residuals) {
    if (Number.isNaN(z)) continue
    timed += 1
    if (Math.abs(z) > ABERRANT_BEYOND) aberrant += 1
  }
  const p = aberrant === 0 ? 1 : incompleteBeta(0.05, aberrant, timed - aberrant + 1)
  return { timed, aberrant, p }
}
