import { Refusal } from '../refusal.ts'
import type { AppealDecisionInput } from './appeal-views.ts'
import { mayReview, type Reviewing } from './case.ts'
import { FINDINGS, type Finding, reasonBelongs } from './decision.ts'

/** Days after the one on which a finding was told, in which its candidate can appeal. */
const APPEAL_DAYS = 15
/** Days in which an appeal has to be decided. */
const HEARING_DAYS = 30
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** How hard a finding is on its candidate; an appeal never leads upwards. */
const SEVERITY: Readonly<Record<Finding, number>> = {
  cleared: 0,
  'technical-fault': 1,
  inconclusive: 2,
  're-test': 3,
  invalidated: 4,
}

/** How a case's appeal stands. */
export type AppealState = 'none' | 'open' | 'decided'

/** When a candidate was told of the finding: decided, and results released; null before. */
export function toldAt(told: {
  readonly decidedAt: Date | null
  /** When results were released; null before. */
  readonly releasedAt: Date | null
}): Date | null {
  const { decidedAt, releasedAt } = told
  if (decidedAt === null || releasedAt === null) return null
  return new Date(Math.max(decidedAt.getTime(), releasedAt.getTime()))
}

/**
 * The end of the last day for an appeal: the fifteenth after the finding was told, whole, as the
 * calendar has it `utcOffsetHours` ahead of UTC.
 */
export function appealableUntil(told: Date, utcOffsetHours: number): Date {
  const offsetMs = utcOffsetHours * HOUR_MS
  const day = Math.floor((told.getTime() + offsetMs) / DAY_MS)
  return new Date((day + APPEAL_DAYS + 1) * DAY_MS - offsetMs - 1)
}

/** By when an appeal has to be decided. */
export function appealDueAt(filedAt: Date): Date {
  return new Date(filedAt.getTime() + HEARING_DAYS * DAY_MS)
}

/** What an appeal against a finding can lead to: the same, or milder. Harshest first. */
export function milderOrSame(finding: Finding): Finding[] {
  return FINDINGS.filter((one) => SEVERITY[one] <= SEVERITY[finding]).sort(
    (one, other) => SEVERITY[other] - SEVERITY[one],
  )
}

/** Whether a finding holds awards back or takes them away. */
export function isAdverse(finding: Finding): boolean {
  return SEVERITY[finding] >= SEVERITY['re-test']
}

/** Whether there is anything to appeal against: of the mildest finding there is not. */
export function isAppealable(finding: Finding): boolean {
  return milderOrSame(finding).length > 1
}

/** What holds: the finding of the appeal where it was decided, else that of the case. */
export function effectiveFinding(found: {
  readonly finding: Finding | null
  readonly onAppeal: Finding | null
}): Finding | null {
  return found.onAppeal ?? found.finding
}

/**
 * Whether a candidate may appeal now.
 * @throws Refusal 'nothing-to-appeal', 'already-appealed', 'appeal-too-late'
 */
export function mayAppeal(asked: {
  readonly finding: Finding | null
  readonly told: Date | null
  readonly appealed: boolean
  readonly now: Date
  readonly utcOffsetHours: number
}): void {
  const { finding, told, appealed, now, utcOffsetHours } = asked
  if (finding === null || told === null || !isAppealable(finding)) {
    throw new Refusal('nothing-to-appeal', 'no finding was told that an appeal could make milder')
  }
  if (appealed) throw new Refusal('already-appealed', 'a case is appealed once')
  const until = appealableUntil(told, utcOffsetHours)
  if (now > until) {
    throw new Refusal('appeal-too-late', `the last moment for an appeal was ${until.toISOString()}`)
  }
}

/**
 * Holds a decision on an appeal to its rules: by somebody without conflict of interest who did not
 * decide the case, once, and never harsher than the finding appealed against.
 * @throws Refusal 'conflict-of-interest', 'already-decided', 'case-closed', 'invalid-input'
 */
export function checkAppealDecision(deciding: {
  readonly finding: Finding
  readonly reviewing: Reviewing
  /** Who decided the case. */
  readonly decidedBy: readonly string[]
  readonly decided: boolean
  readonly input: AppealDecisionInput
}): void {
  const { finding, reviewing, decidedBy, decided, input } = deciding
  if (!mayReview(reviewing)) {
    throw new Refusal('conflict-of-interest', 'auditor and candidate stand on one line')
  }
  if (decidedBy.includes(reviewing.auditorPersonId)) {
    throw new Refusal('already-decided', 'an appeal goes to somebody who did not decide the case')
  }
  if (decided) throw new Refusal('case-closed', 'the appeal has been decided')
  if (!milderOrSame(finding).includes(input.finding)) {
    const detail = `an appeal against ${finding} can't lead to ${input.finding}`
    throw new Refusal('invalid-input', detail, [{ pointer: '/finding', detail }])
  }
  if (!reasonBelongs(input.finding, input.reasonCode)) {
    const detail = `${input.reasonCode} is not a reason for ${input.finding}`
    throw new Refusal('invalid-input', detail, [{ pointer: '/reasonCode', detail }])
  }
}
