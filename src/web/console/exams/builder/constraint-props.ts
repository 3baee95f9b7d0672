import type { BankVersionRow } from '../../../../domain/scheduling/views.ts'
import type { PlacedFinding } from './field-findings.tsx'
import type { DraftFormApi } from './use-draft.ts'

/** What every group of constraint fields needs. */
export interface ConstraintProps {
  readonly form: DraftFormApi
  readonly bank: BankVersionRow | undefined
  readonly findings: readonly PlacedFinding[]
}
