/** Every expected "no" of the service. A code is also the last part of its problem type. */
export const REFUSAL_CODES = [
  'invalid-input',
  'not-found',
  'not-allowed',
  'sign-in-failed',
  'sign-in-required',
  'too-many-sign-ins',
  'refresh-token-reused',
  'invitation-invalid',
  'account-taken',
  'password-too-weak',
  'unit-not-empty',
  'bank-invalid',
  'blueprint-infeasible',
  'exam-not-draft',
  'exam-not-open',
  'publication-rule-broken',
  'not-assigned',
  'attempt-not-running',
  'page-superseded',
  'attempt-not-closed',
  'time-limit-passed',
  'item-not-on-form',
  'item-left',
  'value-not-for-item',
  'case-closed',
  'conflict-of-interest',
  'already-decided',
  'seat-taken',
  'rest-needed',
  'not-heard',
  'nothing-to-appeal',
  'already-appealed',
  'appeal-too-late',
  'changed-meanwhile',
  'policy-invalid',
  'policy-retroactive',
  'second-person-required',
  'too-many-assemblies',
  'window-still-open',
  'took-too-long',
  'exam-paused',
  'results-known',
  'safe-exam-browser-required',
  'consent-required',
  'service-recovering',
  'service-busy',
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** Where in the input a fault lies (RFC 6901 pointer) and what it is. */
export interface Fault {
  readonly pointer: string
  readonly detail: string
}

/** An expected no: thrown by domain, store or workflow, rolled back, told as problem+json. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly faults: readonly Fault[]
  /** When asking again makes sense; null where it does not. */
  readonly retryAfterSeconds: number | null

  constructor(
    code: RefusalCode,
    detail: string,
    faults: readonly Fault[] = [],
    retryAfterSeconds: number | null = null,
  ) {
    super(detail)
    this.name = 'Refusal'
    this.code = code
    this.faults = faults
    this.retryAfterSeconds = retryAfterSeconds
  }
}
