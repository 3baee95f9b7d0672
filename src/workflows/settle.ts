import type { EntityManager } from '@mikro-orm/postgresql'
import { digestOf } from '../domain/digest.ts'
import { awardsFrom, type StatedAward } from '../domain/policy/awards.ts'
import { entriesFor } from '../domain/policy/ledger.ts'
import { type Settled, settleAttempt } from '../domain/settlement/settle-attempt.ts'
import {
  AttemptEntity,
  type AttemptRecordRow,
  SettlementEntity,
  type SettlementRecord,
} from '../store/entities/attempt.ts'
import { AwardEntity, CreditEntryEntity } from '../store/entities/award.ts'
import { ExamEntity, type ExamRecord } from '../store/entities/exam.ts'
import { CaseEntity } from '../store/entities/review.ts'
import { appendLog } from '../store/journal/append-log.ts'
import type { Deps } from './deps.ts'
import { loadSettlementInput } from './load-settlement-input.ts'

const DUE_DAYS = 14
const DAY_MS = 86_400_000

/**
 * Settles one closed attempt within the caller's transaction: scores, flags, case, outcome, and
 * awards once the exam releases results. The caller holds the lock on the attempt.
 */
export async function settle(
  deps: Deps,
  em: EntityManager,
  settling: { readonly attemptId: string; readonly cause: SettlementRecord['cause'] },
): Promise<Settled> {
  const attempt = await em.findOneOrFail(AttemptEntity, { id: settling.attemptId })
  const exam = await em.findOneOrFail(ExamEntity, { id: attempt.examId })
  const input = await loadSettlementInput(deps, em, { attempt, exam })
  const settled = settleAttempt(input)
  const number = 1 + (await em.count(SettlementEntity, { attemptId: attempt.id }))
  const inputDigest = digestOf({ ...input, bank: exam.bankVersionId })
  em.create(SettlementEntity, {
    attemptId: attempt.id,
    number,
    cause: settling.cause,
    scores: settled.scores,
    flags: [...settled.flags],
    facts: settled.facts,
    outcome: settled.outcome,
    inputDigest,
    settledAt: deps.now(),
  })
  await em.flush()
  if (settled.opensCase) await openCase(deps, em, { attempt, exam, weight: settled.weight })
  if (exam.releaseResults === 'at-submission' || exam.finalAt) {
    await award(deps, em, { attempt, number, settled })
  }
  await appendLog(em, {
    chain: `attempt:${attempt.id}`,
    actor: null,
    act: 'attempt-settled',
    subject: attempt.id,
    detail: { number, cause: settling.cause, inputDigest, effect: settled.outcome.effect },
    at: deps.now(),
  })
  return settled
}

async function openCase(
  deps: Deps,
  em: EntityManager,
  opening: {
    readonly attempt: AttemptRecordRow
    readonly exam: ExamRecord
    readonly weight: number
  },
): Promise<void> {
  const { attempt, exam, weight } = opening
  const openedAt = deps.now()
  const caseId = deps.newId()
  em.create(CaseEntity, {
    id: caseId,
    attemptId: attempt.id,
    examId: exam.id,
    candidateId: attempt.candidateId,
    unitPath: attempt.unitPath,
    code: `C-${deps.randomHex(4).toUpperCase()}`,
    weight,
    decisionsNeeded: exam.decisionsNeeded,
    openedAt,
    dueAt: new Date(openedAt.getTime() + DUE_DAYS * DAY_MS),
    decidedAt: null,
    finding: null,
  })
  await em.flush()
  await appendLog(em, {
    chain: `attempt:${attempt.id}`,
    actor: null,
    act: 'case-opened',
    subject: caseId,
    detail: { weight },
    at: openedAt,
  })
}

/** States of the awards after this settlement, and what that means for the credits. */
async function award(
  deps: Deps,
  em: EntityManager,
  awarding: {
    readonly attempt: AttemptRecordRow
    readonly number: number
    readonly settled: Settled
  },
): Promise<void> {
  const { attempt, number, settled } = awarding
  const personId = attempt.candidateId
  const awards = awardsFrom(settled.outcome, await latestAwards(em, attempt.id))
  for (const [position, stated] of awards.entries()) {
    em.create(AwardEntity, {
      id: deps.newId(),
      attemptId: attempt.id,
      settlementNumber: number,
      position,
      personId,
      award: stated.award,
      state: stated.state,
      awardedAt: deps.now(),
    })
  }
  const previous = await em.find(
    CreditEntryEntity,
    { attemptId: attempt.id },
    { orderBy: { sequence: 'asc' } },
  )
  const ledger = previous.map(({ sequence, amount, counters }) => ({
    sequence,
    amount,
    counters: counters ?? null,
  }))
  for (const entry of entriesFor({ previous: ledger, awards })) {
    em.create(CreditEntryEntity, {
      ...entry,
      attemptId: attempt.id,
      personId,
      settlementNumber: number,
      enteredAt: deps.now(),
    })
  }
  await em.flush()
}

/** The awards as the last settlement that released any left them. */
async function latestAwards(em: EntityManager, attemptId: string): Promise<StatedAward[]> {
  const rows = await em.find(
    AwardEntity,
    { attemptId },
    { orderBy: { settlementNumber: 'desc', position: 'asc' } },
  )
  return rows
    .filter((row) => row.settlementNumber === rows[0]?.settlementNumber)
    .map(({ award, state }) => ({ award, state }))
}
