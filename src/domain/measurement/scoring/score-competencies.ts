import {
  type AugmentedScores,
  augmentSubscores,
  learnTraitPrior,
  likelihoodFrom,
  type SubscoreMatrix,
  type TraitPrior,
} from './competency-traits.ts'
import {
  type CohortOrder,
  type CohortScores,
  STANDARD_LATENT,
  scoreCohort,
} from './score-cohort.ts'
import { type SubscoreValue, valueOfSubscores } from './subscore-value.ts'

export interface CompetencyScores {
  /** By the items of each competency alone, with the method asked for. */
  readonly plain: readonly { readonly competency: string; readonly scores: CohortScores }[]
  /** With what the other competencies tell; null where the cohort is too small to say. */
  readonly augmented: AugmentedScores | null
  /** Whether each competency is worth reporting; null for the same reason. */
  readonly value: readonly SubscoreValue[] | null
  /** Correlations of the competencies behind the scores, row by row; null for the same reason. */
  readonly correlations: Float64Array | null
  /** The prior of correlated traits that was used; null for the same reason. */
  readonly traits: TraitPrior | null
}

/** Persons below which correlations of competencies would be chance. */
export const FEWEST_FOR_CORRELATIONS = 100

/**
 * Scores each competency alone and, where at least two were sat by at least 100 persons, with
 * the prior of correlated traits learned from the cohort itself. `names` gives each item's
 * competency; items without one count for the whole test alone. A correlation matrix known
 * beforehand (`prior`, in the order in which competencies first appear) makes any cohort do.
 */
export function scoreCompetencies(
  order: CohortOrder,
  names: readonly (string | null)[],
  prior: TraitPrior | null = null,
): CompetencyScores {
  const competencies = [...new Set(names.filter((name) => name !== null))]
  const orders = competencies.map((competency) => columnsOf(order, names, competency))
  const plain = competencies.map((competency, at) => ({
    competency,
    scores: scoreCohort(orders[at] ?? order),
  }))
  const expected =
    order.method === 'eap'
      ? plain.map(({ scores }) => scores)
      : orders.map((own) => scoreCohort({ ...own, method: 'eap' }))
  const subscores = subscoresOf(expected, order.prior ?? STANDARD_LATENT)
  const isLargeEnough = prior !== null || answeringSeveral(expected) >= FEWEST_FOR_CORRELATIONS
  if (competencies.length < 2 || !isLargeEnough) {
    return { plain, augmented: null, value: null, correlations: null, traits: null }
  }
  const traits = prior ?? learnTraitPrior(subscores)
  const itemCounts = expected.map(({ answered }) => itemsEach(answered))
  return {
    plain,
    augmented: augmentSubscores(subscores, traits),
    value: valueOfSubscores(subscores, traits, itemCounts),
    correlations: correlationsOf(traits, competencies.length),
    traits,
  }
}

function columnsOf(
  order: CohortOrder,
  names: readonly (string | null)[],
  competency: string,
): CohortOrder {
  const count = order.items.length
  const columns = names.flatMap((name, column) => (name === competency ? [column] : []))
  const personCount = order.values.length / count
  const values = new Int8Array(personCount * columns.length)
  for (let person = 0; person < personCount; person += 1) {
    columns.forEach((column, at) => {
      values[person * columns.length + at] = order.values[person * count + column] as number
    })
  }
  return { ...order, items: order.items.filter((_, at) => names[at] === competency), values }
}

function subscoresOf(
  scores: readonly CohortScores[],
  prior: { readonly mean: number; readonly deviation: number },
): SubscoreMatrix {
  const competencyCount = scores.length
  const personCount = scores[0]?.theta.length ?? 0
  const points = new Float64Array(personCount * competencyCount)
  const variances = new Float64Array(personCount * competencyCount)
  scores.forEach(({ theta, standardError }, competency) => {
    for (let person = 0; person < personCount; person += 1) {
      const posterior = {
        theta: theta[person] as number,
        standardError: standardError[person] as number,
      }
      const { point, variance } = likelihoodFrom(posterior, prior)
      points[person * competencyCount + competency] = point
      variances[person * competencyCount + competency] = variance
    }
  })
  return { competencyCount, points, variances }
}

/** Persons with responses to at least two competencies: only they tell how these go together. */
function answeringSeveral(scores: readonly CohortScores[]): number {
  const personCount = scores[0]?.answered.length ?? 0
  let count = 0
  for (let person = 0; person < personCount; person += 1) {
    if (scores.filter(({ answered }) => (answered[person] ?? 0) > 0).length >= 2) count += 1
  }
  return count
}

/** Mean number of responses of who gave any: with own forms far fewer than there are items. */
function itemsEach(answered: Int32Array): number {
  const given = answered.filter((count) => count > 0)
  return given.reduce((sum, count) => sum + count, 0) / Math.max(1, given.length)
}

function correlationsOf({ covariance }: TraitPrior, count: number): Float64Array {
  const variance = (at: number) => covariance[at * count + at] as number
  return covariance.map((value, at) => {
    const [row, column] = [Math.floor(at / count), at % count]
    const scale = Math.sqrt(variance(row) * variance(column))
    return scale > 0 ? value / scale : 0
  })
}
