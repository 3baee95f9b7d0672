import type { Item, ParameterProvenance } from '../bank/item.ts'
import type { ResponseValue } from '../bank/response-value.ts'
import { type AbilityEstimate, estimateAbility, type ScoredResponse } from './estimate-ability.ts'
import { parametersOf } from './item-parameters.ts'
import { type AmendedKeys, isCorrectNow, isCounted } from './key-amendment.ts'
import {
  type Cut,
  levelProbabilities,
  mostProbableLevel,
  probabilityAtLeast,
} from './performance-level.ts'
import type { Estimate, Scores } from './scores.ts'

export interface ScoredAttempt {
  readonly items: readonly Item[]
  /** The last response to each item, by item id. */
  readonly responses: ReadonlyMap<string, ResponseValue>
  /** Keys put right since the exam was published. */
  readonly amended: AmendedKeys
  /** From the lowest level up. */
  readonly levels: readonly Cut[]
  readonly passingLevel: string
  /** Items below which no level is named, where an exam asks for more than every exam does. */
  readonly fewestItems?: number
}

/** Reliability 1 - SE^2 of at least .6 on the scale with SD 1, and no fewer items than this. */
const LARGEST_STANDARD_ERROR = Math.sqrt(0.4)
const FEWEST_ITEMS = 5

interface ScoredItem extends ScoredResponse {
  readonly competency: string
  readonly provenance: ParameterProvenance
  readonly answered: boolean
}

function scoreItem(item: Item, { responses, amended }: ScoredAttempt): ScoredItem {
  const correct = isCorrectNow(item, responses.get(item.id) ?? null, amended)
  const { values, provenance } = parametersOf(item)
  return {
    competency: item.competency,
    parameters: values,
    provenance,
    answered: correct !== null,
    correct: correct === true,
  }
}

function describe(
  estimate: AbilityEstimate,
  itemCount: number,
  { levels, fewestItems = FEWEST_ITEMS }: Pick<ScoredAttempt, 'levels' | 'fewestItems'>,
): Estimate {
  const { theta, standardError, posterior } = estimate
  const probabilities = levelProbabilities(posterior, levels)
  const enoughEvidence =
    itemCount >= Math.max(FEWEST_ITEMS, fewestItems) && standardError <= LARGEST_STANDARD_ERROR
  const level = enoughEvidence ? mostProbableLevel(probabilities) : null
  return { theta, standardError, itemCount, level, levels: probabilities, enoughEvidence }
}

function weakestProvenance(items: readonly ScoredItem[]): ParameterProvenance {
  const weakestFirst: readonly ParameterProvenance[] = ['prior', 'expert-judgement', 'calibrated']
  const used = new Set(items.map(({ provenance }) => provenance))
  return weakestFirst.find((provenance) => used.has(provenance)) ?? 'prior'
}

/**
 * What a closed attempt says: EAP over the whole form and over the items of each competency,
 * with the same N(0, 1) prior. Policy: an item of the form without an answer counts as wrong,
 * since the whole form was offered within the time limit; an item that an amendment took out
 * counts for nobody. No level is named where the evidence
 * is too thin or no level is more probable than not; passing asks for both, evidence and a
 * probability of at least one half of being at or above the passing cut.
 */
export function scoreAttempt(attempt: ScoredAttempt): Scores {
  const { levels, passingLevel } = attempt
  const counted = attempt.items.filter((item) => isCounted(item, attempt.amended))
  const items = counted.map((item) => scoreItem(item, attempt))
  const estimate = estimateAbility(items)
  const overall = describe(estimate, items.length, attempt)
  const passProbability = probabilityAtLeast(estimate.posterior, levels, passingLevel)
  const competencies = [...new Set(items.map(({ competency }) => competency))]
  return {
    method: 'eap',
    parameters: weakestProvenance(items),
    overall,
    competencies: competencies.map((competency) => {
      const own = items.filter((item) => item.competency === competency)
      return { competency, estimate: describe(estimateAbility(own), own.length, { levels }) }
    }),
    passProbability,
    passed: overall.enoughEvidence && passProbability >= 0.5,
    answered: items.filter(({ answered }) => answered).length,
    correct: items.filter(({ correct }) => correct).length,
  }
}
