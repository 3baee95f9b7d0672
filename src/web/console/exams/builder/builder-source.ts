import type { Unit } from '../../../../domain/organization/unit.ts'
import type { PolicyVersionView } from '../../../../domain/policy/views.ts'
import type { BankVersionRow } from '../../../../domain/scheduling/views.ts'

/** What an exam is built from. */
export interface BuilderSource {
  readonly units: readonly Unit[]
  readonly banks: readonly BankVersionRow[]
  readonly policies: readonly PolicyVersionView[]
}
