import normal from '@stdlib/stats-base-dists-normal'
import { fQuantile, incompleteBeta } from '../../measurement/analysis/f-distribution.ts'
import { NORMAL_QUARTILE, quantile } from '../../quantile.ts'
import type { NullTest } from '../empirical-null.ts'

/** Fewer statistics do not tell what is usual. */
export const FEWEST_FOR_COHORT_NULL = 30

/**
 * Share of the upper half that is looked at. Beyond it a cohort may hold what is looked for: there
 * only the number of values counts.
 */
const LOOKED_AT_BELOW = { unknown: 0.95, standard: 0.8, bounded: 0.8 } as const

/**
 * Where theory says what honest values are like, many far out may mean that somebody is found as
 * well as that tails are heavy: which share of the upper half is what is looked for, all of it
 * beyond, and how likely each is before a cohort is seen. Without a theory the tails are to blame.
 */
const SOUGHT = [
  { share: 0, prior: 0.5 },
  { share: 0.025, prior: 0.125 },
  { share: 0.05, prior: 0.125 },
  { share: 0.1, prior: 0.125 },
  { share: 0.15, prior: 0.125 },
]
const NOBODY_SOUGHT = [{ share: 0, prior: 1 }]

/**
 * How heavy tails may be, and how likely each is before a cohort is seen: for times, whose
 * tails are heavy, and for sums of bounded parts, which are nearly normal.
 */
const TAILS = [
  { degrees: Number.POSITIVE_INFINITY, prior: 0.3, boundedPrior: 0.8 },
  { degrees: 20, prior: 0.2, boundedPrior: 0.1 },
  { degrees: 10, prior: 0.2, boundedPrior: 0.05 },
  { degrees: 6, prior: 0.15, boundedPrior: 0.03 },
  { degrees: 4, prior: 0.1, boundedPrior: 0.015 },
  { degrees: 3, prior: 0.05, boundedPrior: 0.005 },
].map((tail) => ({ ...tail, stretch: quartileOf(tail.degrees) / NORMAL_QUARTILE }))

interface Tail {
  readonly degrees: number
  /** A variable of it that has the normal's quartile becomes Student's by this factor. */
  readonly stretch: number
}

function quartileOf(degrees: number): number {
  return Number.isFinite(degrees) ? Math.sqrt(fQuantile(0.5, [1, degrees])) : NORMAL_QUARTILE
}

/** P(X > z) for z >= 0 by the incomplete beta function: no difference of near equals. */
function upperTail(z: number, { degrees, stretch }: Tail): number {
  if (!Number.isFinite(degrees)) return Math.exp(normal.logcdf(-z, 0, 1))
  const squared = (z * stretch) ** 2
  return incompleteBeta(degrees / (degrees + squared), degrees / 2, 0.5) / 2
}

/** Gamma((n + 1) / 2) / Gamma(n / 2) for a natural number n. */
function gammaRatio(n: number): number {
  if (n === 1) return 1 / Math.sqrt(Math.PI)
  if (n === 2) return Math.sqrt(Math.PI) / 2
  return (gammaRatio(n - 2) * (n - 1)) / (n - 2)
}

function logDensity(z: number, { degrees, stretch }: Tail): number {
  if (!Number.isFinite(degrees)) return -0.5 * z * z - 0.5 * Math.log(2 * Math.PI)
  const constant = (stretch * gammaRatio(degrees)) / Math.sqrt(degrees * Math.PI)
  return Math.log(constant) - ((degrees + 1) / 2) * Math.log1p((z * stretch) ** 2 / degrees)
}

/** Log of how likely so many values within the edge and beyond it are, whoever is sought or not. */
function logCounts({ within, beyond, sought }: Counts, outside: number): number {
  const logs = sought.map(
    ({ share, prior }) =>
      Math.log(prior) +
      within * Math.log(1 - share) +
      beyond * Math.log((1 - share) * outside + share),
  )
  const most = Math.max(...logs)
  // Beyond what a double can tell from impossible, as by a normal tail 38 deviations out.
  if (most === Number.NEGATIVE_INFINITY) return most
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))
}

interface Counts {
  readonly within: number
  readonly beyond: number
  readonly sought: typeof SOUGHT
}

/** How likely each tail is after the upper half of a cohort was seen; values rise. */
function posteriorOf(upper: readonly number[], theory: NullTheory): Float64Array {
  const kept = upper.slice(0, Math.ceil(LOOKED_AT_BELOW[theory] * upper.length))
  const sought = theory === 'unknown' ? NOBODY_SOUGHT : SOUGHT
  const counts = { within: kept.length, beyond: upper.length - kept.length, sought }
  const edge = kept.at(-1) ?? 0
  const logs = Float64Array.from(TAILS, (tail) => {
    const seen = kept.reduce((sum, z) => sum + Math.log(2) + logDensity(z, tail), 0)
    const prior = theory === 'bounded' ? tail.boundedPrior : tail.prior
    return Math.log(prior) + seen + logCounts(counts, 2 * upperTail(edge, tail))
  })
  const most = logs.reduce((highest, log) => Math.max(highest, log), Number.NEGATIVE_INFINITY)
  const weights = logs.map((log) => Math.exp(log - most))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/**
 * What is known of the values in honest work beforehand: nothing; standard normal if the model
 * holds, which real data may not; or a sum of bounded parts over its SD, about a center that
 * honest cohorts may shift.
 */
export type NullTheory = 'unknown' | 'standard' | 'bounded'

/**
 * Tests each value against its own cohort where the tail is not known: centered at the median and
 * scaled by the distance to the upper quartile (empirical null, Efron 2004), the tail a Student's t
 * whose degrees of freedom are averaged over what the upper half of the cohort leaves likely; its
 * highest twentieth is only counted, or its highest fifth where theory knows the spread, some of
 * which may then be what is looked for (`SOUGHT`). A small cohort cannot rule out heavy tails, and
 * its p values say so. Where theory knows the spread (and the center), the cohort may make it greater
 * than in theory, never smaller. Null where there is no value, fewer than 30, or no spread. Assumes
 * that most of the cohort is honest.
 */
export function testAgainstHeavyTail(
  values: readonly (number | null)[],
  theory: NullTheory,
): (NullTest | null)[] {
  const ordered = Float64Array.from(values.filter((value) => value !== null)).sort()
  if (ordered.length < FEWEST_FOR_COHORT_NULL) return values.map(() => null)
  const [median, upper] = [quantile(ordered, 0.5), quantile(ordered, 0.75)]
  const found = (upper - median) / NORMAL_QUARTILE
  const center = theory === 'standard' ? Math.max(0, median) : median
  const scale = theory === 'unknown' ? found : Math.max(1, found)
  if (!(scale > 0)) return values.map(() => null)
  const above = Array.from(ordered, (value) => (value - center) / scale).filter((z) => z > 0)
  const weights = posteriorOf(above, theory)
  const tailOf = (z: number) =>
    TAILS.reduce((sum, tail, at) => sum + (weights[at] as number) * upperTail(z, tail), 0)
  return values.map((value) => {
    if (value === null) return null
    const z = (value - center) / scale
    return { z, p: z >= 0 ? tailOf(z) : 1 - tailOf(-z) }
  })
}
