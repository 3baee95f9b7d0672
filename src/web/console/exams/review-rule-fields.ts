import type { ReviewRules } from '../../../domain/scheduling/review-rules.ts'
import type { NumberField } from './constraint-fields.ts'
import type { Faults } from './faults.ts'

/** What brings an attempt before auditors, as it stands in the fields. */
export interface ReviewRuleFields {
  /** Weight of evidence from which a case opens, in bans. */
  opensAt: number
  samplePercent: NumberField
}

const LARGEST_PERCENT = 50
/** What the service takes where nothing is said. */
const USUAL: ReviewRules = { opensAt: 1, sampleShare: 0.02 }

/** Odds of a weight of evidence in bans, to the digits people say: 3.2, 10, 30, 100. */
export function oddsOf(bans: number): number {
  return Number((10 ** bans).toPrecision(bans < 1 ? 2 : 1))
}

/** The fields of the rules of a saved draft, or of a new one. */
export function fieldsOfReviewRules(rules: ReviewRules = USUAL): ReviewRuleFields {
  const { opensAt, sampleShare } = rules
  return { opensAt, samplePercent: Number((sampleShare * 100).toFixed(4)) }
}

/** The rules the fields describe; left out where they are the usual ones. */
export function reviewRulesOf({ opensAt, samplePercent }: ReviewRuleFields): {
  reviewRules?: ReviewRules
} {
  const sampleShare = Number((Number(samplePercent) / 100).toFixed(6))
  if (opensAt === USUAL.opensAt && sampleShare === USUAL.sampleShare) return {}
  return { reviewRules: { opensAt, sampleShare } }
}

/** What is wrong with the fields, by their paths. */
export function faultsOfReviewRules({ samplePercent }: ReviewRuleFields): Faults {
  if (samplePercent === '') return { 'reviewRules.samplePercent': 'missing' }
  const isPossible = samplePercent >= 0 && samplePercent <= LARGEST_PERCENT
  return isPossible ? {} : { 'reviewRules.samplePercent': 'out-of-range' }
}
