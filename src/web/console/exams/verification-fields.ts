import type { ExamDraft } from '../../../domain/scheduling/exam.ts'
import type { Verification } from '../../../domain/scheduling/verification.ts'
import type { NumberField } from './constraint-fields.ts'
import type { Faults } from './faults.ts'

/** Which exam a draft re-tests and how many are drawn by lot, as it stands in the fields. */
export interface VerificationFields {
  examId: string
  sharePercent: NumberField
}

const LEAST_PERCENT = 5
const MOST_PERCENT = 100

/** The fields of a saved draft; null where it re-tests nothing. */
export function fieldsOfVerification(
  verifies: Verification | null | undefined,
): VerificationFields | null {
  if (!verifies) return null
  return { examId: verifies.examId, sharePercent: Number((verifies.share * 100).toFixed(4)) }
}

/** What the fields describe; left out where that is nothing. */
export function verificationOf(fields: VerificationFields | null): Pick<ExamDraft, 'verifies'> {
  if (fields === null) return {}
  const share = Number((Number(fields.sharePercent) / 100).toFixed(6))
  return { verifies: { examId: fields.examId, share } }
}

/** What is wrong with the fields, by their paths. */
export function faultsOfVerification(fields: VerificationFields | null): Faults {
  if (fields === null) return {}
  const { sharePercent } = fields
  if (sharePercent === '') return { 'verifies.sharePercent': 'missing' }
  const isPossible = sharePercent >= LEAST_PERCENT && sharePercent <= MOST_PERCENT
  return isPossible ? {} : { 'verifies.sharePercent': 'out-of-range' }
}
