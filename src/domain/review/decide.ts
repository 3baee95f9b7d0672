import { Refusal } from '../refusal.ts'
import { type CaseState, mayReview, type Reviewing, stateOfCase } from './case.ts'
import { type Decision, type DecisionInput, reasonBelongs } from './decision.ts'
import { type Seat, seatOf } from './staff-case.ts'

/**
 * The decision, and the state to which those so far lead with it; refuses what must not be decided.
 * @throws Refusal 'conflict-of-interest', 'already-decided', 'case-closed', 'seat-taken',
 *   'invalid-input'
 */
export function decide(deciding: {
  readonly decisions: readonly Pick<Decision, 'auditorPersonId' | 'finding'>[]
  readonly decisionsNeeded: number
  readonly reviewing: Reviewing
  /** Every seat there ever was at the case. */
  readonly seats: readonly Seat[]
  /** Who decided an earlier case about the attempt. */
  readonly formerAuditors: readonly string[]
  readonly input: DecisionInput
}): { readonly decision: Decision; readonly caseState: CaseState } {
  const { decisions, decisionsNeeded, reviewing, seats, formerAuditors, input } = deciding
  if (!mayReview(reviewing)) {
    throw new Refusal('conflict-of-interest', 'auditor and candidate stand on one line')
  }
  const { auditorPersonId } = reviewing
  if (decisions.some((decision) => decision.auditorPersonId === auditorPersonId)) {
    throw new Refusal('already-decided', 'this auditor has decided the case before')
  }
  if (stateOfCase(decisions, decisionsNeeded).state === 'decided') {
    throw new Refusal('case-closed', 'the case has been decided')
  }
  const staffed = { decisions, decisionsNeeded, seats, formerAuditors }
  if (seatOf(staffed, auditorPersonId) === 'none') {
    throw new Refusal('seat-taken', 'the case is with other auditors')
  }
  checkReason(input)
  const decision = { ...input, auditorPersonId }
  return { decision, caseState: stateOfCase([...decisions, decision], decisionsNeeded) }
}

/** Holds a reason to its finding. @throws Refusal 'invalid-input' */
export function checkReason({ finding, reasonCode }: DecisionInput): void {
  if (reasonBelongs(finding, reasonCode)) return
  const detail = `${reasonCode} is not a reason for ${finding}`
  throw new Refusal('invalid-input', detail, [{ pointer: '/reasonCode', detail }])
}
