import normal from '@stdlib/stats-base-dists-normal'
import { expectedScore } from './form-information.ts'
import { numberCorrectDistribution } from './number-correct.ts'
import { categoryProbabilities, type ScoringItem } from './scoring-item.ts'

/** Candidates with their shares: a quadrature, or persons of equal weight. */
export interface Candidates {
  readonly thetas: Float64Array
  readonly weights: Float64Array
}

/** How well cuts divide candidates; all are shares of candidates. */
export interface Classification {
  /** Classified into their true category. */
  readonly accuracy: number
  /** Classified alike by two parallel forms. */
  readonly consistency: number
  /** Classified above their true category. */
  readonly tooHigh: number
  /** Classified below it. */
  readonly tooLow: number
}

/**
 * Rudner (2001, 2005): an estimate is N(theta, SE^2), so each category has the normal
 * probability between its cuts. `errors` are the standard errors at the candidates' abilities.
 */
export function classifyByAbility(
  { thetas, weights }: Candidates,
  errors: Float64Array,
  cuts: readonly number[],
): Classification {
  return average(weights, (at) => {
    const theta = thetas[at] as number
    const below = cuts.map((cut) => normal.cdf(cut, theta, errors[at] as number))
    return { chances: differences(below), actual: countReached(cuts, theta) }
  })
}

/**
 * Lee (2010): sum scores given ability by the recursion of Lord & Wingersky; a candidate's true
 * category is the one of the expected sum score. A sum score at a cut has reached it.
 */
export function classifyByScore(
  items: readonly ScoringItem[],
  { thetas, weights }: Candidates,
  cuts: readonly number[],
): Classification {
  return average(weights, (at) => {
    const theta = thetas[at] as number
    const scores = numberCorrectDistribution(categoryProbabilities(items, theta))
    const below = cuts.map((cut) =>
      scores.reduce((sum, chance, score) => sum + (score < cut ? chance : 0), 0),
    )
    return { chances: differences(below), actual: countReached(cuts, expectedScore(items, theta)) }
  })
}

function countReached(cuts: readonly number[], value: number): number {
  return cuts.filter((cut) => value >= cut).length
}

/** Probabilities of the categories from those of lying below each cut. */
function differences(below: readonly number[]): number[] {
  return [...below, 1].map((bound, at) => Math.max(0, bound - (below[at - 1] ?? 0)))
}

function average(
  weights: Float64Array,
  judge: (at: number) => { readonly chances: readonly number[]; readonly actual: number },
): Classification {
  const sums = { accuracy: 0, consistency: 0, tooHigh: 0, tooLow: 0 }
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  weights.forEach((weight, at) => {
    const { chances, actual } = judge(at)
    const share = weight / total
    chances.forEach((chance, category) => {
      sums.consistency += share * chance * chance
      if (category === actual) sums.accuracy += share * chance
      else if (category > actual) sums.tooHigh += share * chance
      else sums.tooLow += share * chance
    })
  })
  return sums
}
