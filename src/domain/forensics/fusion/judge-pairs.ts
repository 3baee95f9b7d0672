import normal from '@stdlib/stats-base-dists-normal'
import type { PairStatistics } from '../similarity/exact-pair.ts'
import { upperDeviate } from '../upper-deviate.ts'
import { holm } from './holm.ts'
import { rateCurve } from './rate-curve.ts'

/** A pair that a screen of all pairs let through, with its exact statistics. */
export interface FoundPair extends PairStatistics {
  /** Rows of the two persons, a below b. */
  readonly a: number
  readonly b: number
}

/** Where omega of all pairs stands: 0 and at most 1 where the model holds. */
export interface PairNull {
  readonly mean: number
  readonly deviation: number
}

export interface JudgedPair extends FoundPair {
  /** Adjusted by Holm over all pairs tested. */
  readonly holm: number
  readonly q: number
  readonly flagged: boolean
  /** Of the two tests by themselves, on the scale of q. */
  readonly gbtQ: number
  readonly m4Q: number
}

export interface JudgedPairs {
  readonly pairs: readonly JudgedPair[]
  /** P values were made greater because omega of all pairs stands or spreads too far. */
  readonly corrected: boolean
}

/** Beyond these the model says too little of the cohort to be believed in its tails. */
const MOST_MEAN = 0.1
const MOST_DEVIATION = 1.1

/** Never smaller than what was given: the deviate as one among the cohort's own. */
function againstCohort(p: number, { mean, deviation }: PairNull): number {
  if (p <= 0) return p
  const deviate = upperDeviate(p)
  const own = (deviate - Math.max(0, mean)) / Math.max(1, deviation)
  return Math.max(p, Math.exp(normal.logcdf(-own, 0, 1)))
}

/** Whether omega of all pairs says that the model fails between persons who worked alone. */
function isInflated({ mean, deviation }: PairNull): boolean {
  return mean > MOST_MEAN || deviation > MOST_DEVIATION
}

/**
 * Judges all pairs of an exam together: `tested` pairs, of which only those with small p are given
 * (the others were screened out and can't change a q that matters). Pairs are called by Benjamini
 * & Hochberg over all tested; Holm tells which hold against chance in the whole exam.
 */
export function judgePairs(
  found: readonly FoundPair[],
  given: { readonly tested: number; readonly fdr: number; readonly null: PairNull | null },
): JudgedPairs {
  const own = given.null
  const corrected = own !== null && isInflated(own)
  const taken = corrected
    ? found.map((pair) => {
        const [gbt, m4] = [againstCohort(pair.gbt, own), againstCohort(pair.m4, own)]
        return { ...pair, gbt, m4, p: Math.min(1, 2 * Math.min(gbt, m4)) }
      })
    : found
  const ps = taken.map(({ p }) => p)
  const adjusted = holm(ps, given.tested)
  const rate = rateCurve(ps, stepUp(ps, given.tested), given.tested)
  const pairs = taken.map((pair, place) => {
    const q = rate(pair.p)
    const [gbtQ, m4Q] = [rate(Math.min(1, 2 * pair.gbt)), rate(Math.min(1, 2 * pair.m4))]
    return { ...pair, holm: adjusted[place] ?? 1, q, flagged: q <= given.fdr, gbtQ, m4Q }
  })
  return { pairs, corrected }
}

/** q of the smallest p of `tested` tests, the others not given: never below the true one. */
function stepUp(ps: readonly number[], tested: number): number[] {
  const order = ps.map((p, place) => ({ p, place })).sort((left, right) => right.p - left.p)
  const count = Math.max(tested, ps.length)
  const qs = ps.map(() => 1)
  let least = 1
  order.forEach(({ p, place }, index) => {
    least = Math.min(least, (p * count) / (ps.length - index))
    qs[place] = least
  })
  return qs
}
