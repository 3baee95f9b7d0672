import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import { Refusal } from '../domain/refusal.ts'
import { checkReason, decide } from '../domain/review/decide.ts'
import type { DecisionInput } from '../domain/review/decision.ts'
import { mayFind } from '../domain/review/hearing.ts'
import { seatOf } from '../domain/review/staff-case.ts'
import { seatDueAt } from '../domain/review/workload.ts'
import {
  CaseAssignmentEntity,
  CaseEntity,
  DecisionEntity,
  KnownCaseEntity,
  KnownDecisionEntity,
} from '../store/entities/review.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { readHearing } from '../store/review/read-hearing.ts'
import { readStaffedCases } from '../store/review/read-staffed-cases.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { followRetests } from './follow-retests.ts'
import { holdToDay } from './hold-to-day.ts'
import { lockAttempt } from './lock-attempt.ts'
import { settle } from './settle.ts'

interface Deciding {
  readonly caseId: string
  readonly input: DecisionInput
}
interface Decider {
  readonly personId: string
  readonly unitPath: string
}

/**
 * Records one auditor's decision; when enough agree, the case is decided and the attempt settled
 * again, so that awards are released or withheld at once. Whoever has no seat takes a free one. A
 * known case is decided the same way and settles nothing.
 * @throws Refusal 'not-found', 'conflict-of-interest', 'already-decided', 'case-closed',
 *   'seat-taken', 'rest-needed', 'not-heard', 'attempt-not-closed'
 */
export async function decideCase(deps: Deps, auditor: Decider, deciding: Deciding): Promise<void> {
  await write(deps.orm, async (em) => {
    await holdToDay(deps, em, auditor.personId)
    const known = await em.findOne(KnownCaseEntity, {
      id: deciding.caseId,
      auditorId: auditor.personId,
    })
    if (known) await decideKnown(deps, em, deciding)
    else await decideReal(deps, em, { auditor, deciding })
  })
}

/** Nothing is held against a candidate who could not answer. */
async function holdToHearing(deps: Deps, em: EntityManager, deciding: Deciding): Promise<void> {
  const { caseId, input } = deciding
  const now = deps.now()
  mayFind(input.finding, await readHearing(em, { caseId, now }), now)
}

async function decideReal(
  deps: Deps,
  em: EntityManager,
  { auditor, deciding }: { readonly auditor: Decider; readonly deciding: Deciding },
): Promise<void> {
  const locked = await lockCase(em, deciding.caseId)
  const [staffed] = await readStaffedCases(em, [locked.id])
  const { seats = [], decisions: taken = [], formerAuditors = [] } = staffed ?? {}
  const { decisionsNeeded } = locked
  const { decision, caseState } = decide({
    decisions: taken,
    decisionsNeeded,
    reviewing: {
      auditorPersonId: auditor.personId,
      auditorUnitPath: auditor.unitPath,
      candidatePersonId: locked.candidateId,
      candidateUnitPath: locked.unitPath,
    },
    seats,
    formerAuditors,
    input: deciding.input,
  })
  await holdToHearing(deps, em, deciding)
  const hadSeat = seats.some(({ auditorPersonId }) => auditorPersonId === auditor.personId)
  const before = { decisions: taken, decisionsNeeded, seats, formerAuditors }
  const isFree = seatOf(before, auditor.personId) === 'free'
  if (isFree && !hadSeat) takeSeat(deps, em, { auditor, locked })
  const { finding, reasonCode, note } = decision
  const decidedAt = deps.now()
  em.create(DecisionEntity, {
    id: deps.newId(),
    caseId: locked.id,
    auditorId: auditor.personId,
    ...{ finding, reasonCode, note, decidedAt },
  })
  await appendLog(em, {
    chain: `attempt:${locked.attemptId}`,
    actor: auditor.personId,
    act: 'case-decision',
    subject: locked.id,
    detail: { finding, reasonCode, note },
    at: decidedAt,
  })
  if (caseState.state === 'decided') {
    em.assign(locked, { decidedAt, finding: caseState.finding })
    await em.flush()
    await settle(deps, em, { attemptId: locked.attemptId, cause: 'decision' })
    // A re-test may have come between the first decision and this one.
    await followRetests(deps, em, [locked.attemptId])
  }
}

async function lockCase(em: EntityManager, caseId: string) {
  const found = await em.findOne(CaseEntity, { id: caseId })
  if (!found) throw new Refusal('not-found', 'no such case')
  await lockClosed(em, found.attemptId)
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const
  return em.findOneOrFail(CaseEntity, { id: found.id }, options)
}

/** The seat is logged with the decision that takes it, which names the same auditor. */
function takeSeat(
  deps: Deps,
  em: EntityManager,
  { auditor, locked }: { readonly auditor: Decider; readonly locked: { id: string; dueAt: Date } },
): void {
  const assignedAt = deps.now()
  em.create(CaseAssignmentEntity, {
    id: deps.newId(),
    caseId: locked.id,
    auditorId: auditor.personId,
    cause: 'taken',
    replaces: null,
    assignedAt,
    dueAt: seatDueAt(assignedAt, locked.dueAt),
  })
}

/** What an auditor makes of a known case; it concerns nobody and settles nothing. */
async function decideKnown(deps: Deps, em: EntityManager, deciding: Deciding): Promise<void> {
  const { caseId, input } = deciding
  if ((await em.count(KnownDecisionEntity, { caseId })) > 0) {
    throw new Refusal('already-decided', 'this auditor has decided the case before')
  }
  checkReason(input)
  await holdToHearing(deps, em, deciding)
  const decidedAt = deps.now()
  em.create(KnownDecisionEntity, { caseId, ...input, decidedAt })
  await appendLog(em, {
    chain: 'service:known-cases',
    actor: null,
    act: 'known-case-decision',
    subject: caseId,
    detail: { ...input },
    at: decidedAt,
  })
}

/** Nobody decides about an attempt that was reopened and goes on. */
async function lockClosed(em: EntityManager, attemptId: string): Promise<void> {
  const attempt = await lockAttempt(em, attemptId)
  if (attempt?.state === 'running') {
    throw new Refusal('attempt-not-closed', 'the attempt was reopened: decide once it is closed')
  }
}
