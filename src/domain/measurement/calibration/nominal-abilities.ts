import { rootBetween } from '../scoring/root-between.ts'
import type { NominalItem } from './nominal-item.ts'
import { MISSING } from './response-matrix.ts'

export interface NominalAbilityOrder {
  readonly items: readonly (NominalItem | null)[]
  /** Row by row, as for the fit. */
  readonly chosen: Int8Array
  /** Estimates lie within [-bound, bound]; 6 unless told. */
  readonly bound?: number
}

/** Closer than this to the zero of the likelihood's slope is close enough. */
const TOLERANCE = 1e-8

/**
 * Maximum likelihood abilities under the nominal response model, by row. The log-likelihood is
 * concave (its second derivative is minus a sum of variances of slopes), so there is one maximum,
 * or it lies at a bound. Not-a-number for persons without an answer that tells of ability.
 */
export function nominalAbilities({ items, chosen, bound = 6 }: NominalAbilityOrder): Float64Array {
  const itemCount = items.length
  const personCount = itemCount === 0 ? 0 : chosen.length / itemCount
  const theta = new Float64Array(personCount)
  for (let person = 0; person < personCount; person += 1) {
    const answers = chosen.subarray(person * itemCount, (person + 1) * itemCount)
    theta[person] = abilityOf(items, answers, bound)
  }
  return theta
}

function abilityOf(
  items: readonly (NominalItem | null)[],
  answers: Int8Array,
  bound: number,
): number {
  const slopeAt = (theta: number) => likelihoodSlope(items, answers, theta)
  const [low, high] = [slopeAt(-bound), slopeAt(bound)]
  if (low === 0 && high === 0) return Number.NaN
  if (low <= 0) return -bound
  if (high >= 0) return bound
  return rootBetween(slopeAt, { at: -bound, value: low }, { at: bound, value: high }, TOLERANCE)
}

/** Sum over the answers of slope_k - E(slope | theta). */
function likelihoodSlope(
  items: readonly (NominalItem | null)[],
  answers: Int8Array,
  theta: number,
): number {
  let sum = 0
  for (let at = 0; at < items.length; at += 1) {
    const answer = answers[at] as number
    const item = items[at]
    if (!item || answer === MISSING) continue
    if (item.intercepts[answer] === Number.NEGATIVE_INFINITY) continue
    sum += (item.slopes[answer] as number) - expectedSlope(item, theta)
  }
  return sum
}

function expectedSlope({ slopes, intercepts }: NominalItem, theta: number): number {
  let highest = Number.NEGATIVE_INFINITY
  for (let k = 0; k < slopes.length; k += 1) {
    highest = Math.max(highest, (slopes[k] as number) * theta + (intercepts[k] as number))
  }
  let [total, sum] = [0, 0]
  for (let k = 0; k < slopes.length; k += 1) {
    const slope = slopes[k] as number
    const weight = Math.exp(slope * theta + (intercepts[k] as number) - highest)
    total += weight
    sum += weight * slope
  }
  return sum / total
}
