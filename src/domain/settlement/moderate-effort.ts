import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import { rapidThreshold } from '../forensics/rapid-guessing.ts'
import { estimateAbility } from '../measurement/estimate-ability.ts'
import { parametersOf } from '../measurement/item-parameters.ts'
import type { PointEstimate } from '../measurement/point-estimates.ts'
import { type EffortEvidence, effortEvidence } from '../measurement/scoring/effort-moderated.ts'
import type { AnalyzedItem } from './analyzed-attempt.ts'

/** An attempt's answers that were too fast, and what the others alone say. */
export interface ModeratedEffort {
  readonly answered: number
  readonly rapid: number
  readonly evidence: EffortEvidence
  /** Null where fewer than half of the answers are left. */
  readonly estimate: PointEstimate | null
}

/**
 * Effort-moderated score (Wise & DeMars 2006), to be shown beside the plain one, never instead:
 * the plain rule (EAP, what was left blank is wrong) without the answers given too fast to have
 * been read, by the exam's own times where these are known. Null where there are none. It is about effort and no sign of cheating.
 */
export function moderateEffort(bank: Bank, items: readonly AnalyzedItem[]): ModeratedEffort | null {
  const answered = items.filter(({ response }) => response !== null).length
  const kept = items.filter((item) => !isRapid(item))
  const rapid = items.length - kept.length
  if (rapid === 0) return null
  const evidence = effortEvidence(answered - rapid, answered)
  if (evidence === 'not-enough') return { answered, rapid, evidence, estimate: null }
  const known = indexOf(bank).items
  const { theta, standardError } = estimateAbility(
    kept.flatMap(({ itemId, correct }) => {
      const item = known.get(itemId)
      return item ? [{ parameters: parametersOf(item).values, correct }] : []
    }),
  )
  return { answered, rapid, evidence, estimate: { theta, standardError } }
}

/** By the rule of the flag (NT10); an answer without a time counts as given with effort. */
function isRapid({ response, seconds, expectedSeconds }: AnalyzedItem): boolean {
  return response !== null && seconds !== null && seconds < rapidThreshold(expectedSeconds)
}
