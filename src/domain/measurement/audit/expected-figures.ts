import normal from '@stdlib/stats-base-dists-normal'
import type { ItemParameters } from '../../bank/item.ts'
import { abilityNodes } from '../estimate-ability.ts'
import { marginalReliability } from '../expected-quality.ts'
import { probabilityCorrect } from '../item-response.ts'
import type { Measured } from './audit.ts'
import {
  REPAIR_CHANCE,
  repairCeiling,
  repairDiscrimination,
  repairPassShare,
  repairReliability,
} from './audit-repairs.ts'
import { decisionFigures } from './decision-figures.ts'
import { EASY_SHARE, LEAST_CORRELATION, TOP_SHARE } from './observed-figures.ts'

/** Quantile beyond which a decision separates nearly nobody (share .95). */
const FAR_CUT = 1.645

interface Expected {
  /** Share of candidates N(0, 1) who get each item right. */
  readonly shares: readonly number[]
  /** Correlation of each item with the rest of the items. */
  readonly correlations: readonly number[]
  /** Variance of the scores over what independent answers would have. */
  readonly ratio: number
  readonly topShare: number
}

/**
 * What scores of a cohort N(0, 1) will look like, by integration over ability: the same figures
 * as of an exam that was sat (Lord & Novick 1968), but free of sampling error.
 */
export function expectedFigures(
  parameters: readonly ItemParameters[],
  cuts: readonly number[],
): Measured[] {
  const itemCount = parameters.length
  const { shares, correlations, ratio, topShare } = expect(parameters)
  const easy = shares.filter((share) => share > EASY_SHARE).length
  const poor = correlations.filter((value) => value < LEAST_CORRELATION).length
  const reliability = marginalReliability(parameters)
  const [cut] = [...cuts].sort((left, right) => Math.abs(left) - Math.abs(right))
  return [
    ...decisionFigures(
      parameters.map((own) => ({ parameters: own, share: 1 })),
      cuts,
    ),
    {
      code: 'reliability',
      values: [reliability],
      repair: repairReliability(reliability, itemCount),
    },
    {
      code: 'discrimination',
      values: [1 - poor / itemCount],
      repair: repairDiscrimination(poor, itemCount),
    },
    { code: 'ceiling-persons', values: [topShare], repair: repairCeiling(easy, itemCount) },
    {
      code: 'ceiling-items',
      values: [easy / itemCount],
      repair: repairCeiling(easy, itemCount),
    },
    ...(cut === undefined
      ? []
      : [
          {
            code: 'pass-share' as const,
            values: cuts.map((one) => normal.cdf(Math.abs(one), 0, 1)),
            repair: repairPassShare(cut < 0 ? -FAR_CUT : FAR_CUT, cut < 0),
          },
        ]),
    { code: 'chance', values: [ratio], repair: REPAIR_CHANCE },
  ]
}

function expect(parameters: readonly ItemParameters[]): Expected {
  const nodes = abilityNodes(61)
  const densities = nodes.map((theta) => Math.exp(-0.5 * theta * theta))
  const total = densities.reduce((sum, density) => sum + density, 0)
  const weights = densities.map((density) => density / total)
  const table = nodes.map((theta) => parameters.map((item) => probabilityCorrect(theta, item)))
  const sums = table.map((row) => row.reduce((sum, chance) => sum + chance, 0))
  const mean = (of: (node: number) => number) =>
    weights.reduce((sum, weight, node) => sum + weight * of(node), 0)
  const at = (node: number, item: number) => table[node]?.[item] ?? 0
  const shares = parameters.map((_, item) => mean((node) => at(node, item)))
  const variances = shares.map((share) => share * (1 - share))
  const centre = mean((node) => sums[node] ?? 0)
  const noise = mean((node) => (table[node] ?? []).reduce((sum, p) => sum + p * (1 - p), 0))
  const variance = mean((node) => ((sums[node] ?? 0) - centre) ** 2) + noise
  const correlations = shares.map((share, item) => {
    const rest = (node: number) => (sums[node] ?? 0) - at(node, item)
    const own = variances[item] ?? 0
    const covariance = mean((node) => (at(node, item) - share) * (rest(node) - (centre - share)))
    const spread = Math.sqrt(own * (variance - own - 2 * covariance))
    return spread > 0 ? covariance / spread : 0
  })
  const independent = variances.reduce((sum, value) => sum + value, 0)
  return {
    shares,
    correlations,
    ratio: independent > 0 ? variance / independent : 0,
    topShare: mean((node) => topShareAt(table[node] ?? [])),
  }
}

/** Chance of a score at the top, by the recursion of Lord and Wingersky (1984). */
function topShareAt(chances: readonly number[]): number {
  const scores = new Float64Array(chances.length + 1)
  scores[0] = 1
  chances.forEach((chance, index) => {
    for (let score = index + 1; score >= 0; score -= 1) {
      const gained = score > 0 ? (scores[score - 1] as number) * chance : 0
      scores[score] = (scores[score] as number) * (1 - chance) + gained
    }
  })
  const least = Math.ceil(TOP_SHARE * chances.length - 1e-9)
  return scores.slice(least).reduce((sum, share) => sum + share, 0)
}
