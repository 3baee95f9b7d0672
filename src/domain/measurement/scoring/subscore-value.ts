import type { SubscoreReason } from '../scores.ts'
import { posteriorOf, type SubscoreMatrix, type TraitPrior } from './competency-traits.ts'

/** How well a competency can be told, as shares of its variance among candidates (PRMSE). */
export interface SubscoreValue {
  /** By its own items: the reliability of the subscore. */
  readonly subscore: number
  /** By the whole test alone. */
  readonly total: number
  /** By its own items with what the other competencies tell. */
  readonly augmented: number
  /** Whether to report it: it says more than the total does, and enough to be said at all. */
  readonly isWorthReporting: boolean
  readonly reason: SubscoreReason
}

const FEWEST_ITEMS = 10
const LEAST_RELIABILITY = 0.6

/**
 * Whether subscores add value (Haberman 2008; Haberman & Sinharay 2010): proportional reduction
 * of mean squared error of the competency by its subscore, by the total, and by the augmented
 * score, averaged over who has items of it. On the ability scale, so that forms may differ: the total is the
 * mean of the subscores weighted by their precision. Report only where the subscore beats the
 * total and has 10 items a person (`itemCounts`, means) or a reliability of .6.
 */
export function valueOfSubscores(
  subscores: SubscoreMatrix,
  prior: TraitPrior,
  itemCounts: readonly number[],
): SubscoreValue[] {
  const count = subscores.competencyCount
  const personCount = subscores.points.length / count
  const sums = Array.from({ length: count }, () => ({
    persons: 0,
    subscore: 0,
    total: 0,
    augmented: 0,
  }))
  for (let person = 0; person < personCount; person += 1) {
    const { covariance: left } = posteriorOf(subscores, person, prior)
    const composite = compositeOf(subscores, person, prior)
    sums.forEach((sum, at) => {
      const variance = prior.covariance[at * count + at] as number
      const error = subscores.variances[person * count + at] as number
      if (!(variance > 0) || error === Number.POSITIVE_INFINITY) return
      sum.persons += 1
      sum.subscore += variance / (variance + error)
      sum.total += (composite.covariances[at] as number) ** 2 / (variance * composite.variance)
      sum.augmented += 1 - (left[at * count + at] as number) / variance
    })
  }
  return sums.map((sum, at) => {
    const persons = Math.max(1, sum.persons)
    const subscore = sum.subscore / persons
    const total = sum.total / persons
    const isLong = (itemCounts[at] ?? 0) >= FEWEST_ITEMS || subscore >= LEAST_RELIABILITY
    const saysMore = subscore > total
    const reason = !saysMore ? 'total-says-more' : isLong ? 'adds-value' : 'too-few-items'
    const augmented = sum.augmented / persons
    return { subscore, total, augmented, isWorthReporting: saysMore && isLong, reason }
  })
}

/** Variance of a person's total, and its covariance with each competency. */
function compositeOf(
  { competencyCount: count, variances }: SubscoreMatrix,
  person: number,
  { covariance }: TraitPrior,
): { readonly variance: number; readonly covariances: Float64Array } {
  const precisions = variances.subarray(person * count, (person + 1) * count).map((v) => 1 / v)
  const precision = precisions.reduce((sum, value) => sum + value, 0)
  const covariances = new Float64Array(count)
  if (precision === 0) return { variance: 1, covariances }
  let variance = 1 / precision
  for (let row = 0; row < count; row += 1) {
    let sum = 0
    for (let at = 0; at < count; at += 1) {
      sum += ((precisions[at] as number) / precision) * (covariance[row * count + at] as number)
    }
    covariances[row] = sum
    variance += ((precisions[row] as number) / precision) * sum
  }
  return { variance, covariances }
}
