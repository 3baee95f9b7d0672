import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import {
  categoryCountOf,
  categoryTerms,
  evaluateCategories,
  type ScoringItem,
} from '../../measurement/scoring/scoring-item.ts'

/** How well a pattern of responses fits an ability. */
export interface LikelihoodStatistics {
  /** Standardized log-likelihood (Drasgow, Levine & Williams 1985), N(0, 1) at the true ability. */
  readonly lz: number
  /** The same corrected for an ability that was estimated (Snijders 2001; Sinharay 2016). */
  readonly corrected: number
  /** Corrected for skewness as well (Gorney, Sinharay & Eckerly 2024). */
  readonly normalized: number
  readonly answered: number
}

/**
 * Central moments over the categories of the answered items, summed: of l = log P(category) and of
 * the score s = (log P)', whose mean is 0.
 */
interface Moments {
  answered: number
  deviation: number
  score: number
  ll: number
  ls: number
  ss: number
  lll: number
  lls: number
  lss: number
  sss: number
}

/** What gives the statistics of one row of categories (-1 is missing) at an ability. */
export function patternMoments(
  items: readonly (ScoringItem | null)[],
): (row: Readonly<Int8Array>, theta: number) => LikelihoodStatistics | null {
  const most = items.reduce((count, item) => Math.max(count, item ? categoryCountOf(item) : 0), 2)
  const terms = categoryTerms(most)
  const sums: Moments = emptyMoments()
  return (row, theta) => {
    Object.assign(sums, EMPTY)
    for (let column = 0; column < items.length; column += 1) {
      const item = items[column] as ScoringItem | null
      const category = row[column] as number
      if (item === null || category === MISSING) continue
      evaluateCategories(item, theta, terms)
      addItem(sums, terms, { category, count: item.locations.length + 1 })
    }
    return statisticsOf(sums)
  }
}

function emptyMoments(): Moments {
  const none = { ll: 0, ls: 0, ss: 0, lll: 0, lls: 0, lss: 0, sss: 0 }
  return { answered: 0, deviation: 0, score: 0, ...none }
}
const EMPTY: Readonly<Moments> = emptyMoments()

function addItem(
  sums: Moments,
  { logs, slopes }: { readonly logs: Float64Array; readonly slopes: Float64Array },
  { category, count }: { readonly category: number; readonly count: number },
): void {
  let mean = 0
  for (let k = 0; k < count; k += 1) mean += Math.exp(logs[k] as number) * (logs[k] as number)
  for (let k = 0; k < count; k += 1) {
    const chance = Math.exp(logs[k] as number)
    const l = (logs[k] as number) - mean
    const s = slopes[k] as number
    sums.ll += chance * l * l
    sums.ls += chance * l * s
    sums.ss += chance * s * s
    sums.lll += chance * l * l * l
    sums.lls += chance * l * l * s
    sums.lss += chance * l * s * s
    sums.sss += chance * s * s * s
  }
  sums.answered += 1
  sums.deviation += (logs[category] as number) - mean
  sums.score += slopes[category] as number
}

/**
 * With c = sum E(l s) / sum E(s^2), the terms l - c s don't change with the ability to first order,
 * so that the sum over the responses has the variance it would have at the true ability. Snijders
 * writes the numerator as W + c r0; as estimates solve sum s + r0 = 0, that is W - c sum s for
 * maximum likelihood (r0 = 0), weighted likelihood and maximum a posteriori alike. Null where
 * nothing can vary.
 */
function statisticsOf(sums: Moments): LikelihoodStatistics | null {
  const { answered, deviation, score, ll, ls, ss, lll, lls, lss, sss } = sums
  const c = ss > 0 ? ls / ss : 0
  const variance = ll - c * ls
  if (ll < LEAST || variance < LEAST * ll) return null
  const corrected = (deviation - c * score) / Math.sqrt(variance)
  const third = lll - 3 * c * lls + 3 * c * c * lss - c * c * c * sss
  const skewness = third / variance ** 1.5
  const normalized = withoutSkewness(corrected, skewness)
  return { lz: deviation / Math.sqrt(ll), corrected, normalized, answered }
}

/** A smaller variance, or share of it, is left by rounding alone. */
const LEAST = 1e-9

/**
 * z - skewness (z^2 - 1) / 12 (Gorney, Sinharay & Eckerly 2024, as in the package aberrance): half
 * of the first Cornish-Fisher term, as the terms of second order take back the other half in the
 * lower tail (measured: with the whole term hardly anybody has p < .001). Beyond z = 6 / skewness
 * the parabola would turn back; there it is held at its turning point.
 */
function withoutSkewness(z: number, skewness: number): number {
  const turn = 6 / skewness
  const kept = skewness < 0 ? Math.max(z, turn) : Math.min(z, turn)
  return kept - (skewness * (kept * kept - 1)) / 12
}
