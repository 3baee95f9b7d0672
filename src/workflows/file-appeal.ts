import type { EntityManager } from '@mikro-orm/postgresql'
import { CREDIT_UTC_OFFSET_HOURS } from '../domain/policy/credit-cycles.ts'
import { Refusal } from '../domain/refusal.ts'
import { appealDueAt, mayAppeal, toldAt } from '../domain/review/appeal.ts'
import { AppealEntity } from '../store/entities/appeal.ts'
import type { AttemptRecordRow } from '../store/entities/attempt.ts'
import { ExamEntity } from '../store/entities/exam.ts'
import { CaseEntity } from '../store/entities/review.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { lockAttempt } from './lock-attempt.ts'
import { settle } from './settle.ts'

/**
 * Keeps a candidate's appeal against the finding of their case and settles the attempt again: an
 * adverse finding has no effect until somebody else has decided.
 * @throws Refusal 'not-found', 'attempt-not-closed', 'nothing-to-appeal', 'already-appealed',
 *   'appeal-too-late'
 */
export async function fileAppeal(
  deps: Deps,
  candidateId: string,
  appealing: { readonly attemptId: string; readonly grounds: string },
): Promise<void> {
  await write(deps.orm, async (em) => {
    const attempt = await lockAttempt(em, appealing.attemptId)
    if (attempt?.candidateId !== candidateId) throw new Refusal('not-found', 'no such attempt')
    if (attempt.state === 'running') {
      throw new Refusal('attempt-not-closed', 'the attempt was reopened: appeal once it is closed')
    }
    const filedAt = deps.now()
    const found = await findCurrent(em, attempt.id)
    mayAppeal({
      finding: found?.finding ?? null,
      told: await whenTold(em, attempt, found?.decidedAt ?? null),
      appealed: found !== null && (await em.count(AppealEntity, { caseId: found.id })) > 0,
      now: filedAt,
      utcOffsetHours: CREDIT_UTC_OFFSET_HOURS,
    })
    if (!found) throw new Error('what can be appealed against has a case')
    const { id: caseId, unitPath } = found
    const { attemptId, grounds } = appealing
    const id = deps.newId()
    const dueAt = appealDueAt(filedAt)
    em.create(AppealEntity, {
      id,
      caseId,
      attemptId,
      candidateId,
      unitPath,
      grounds,
      filedAt,
      dueAt,
    })
    await em.flush()
    await appendLog(em, {
      chain: `attempt:${attemptId}`,
      actor: candidateId,
      act: 'appeal-filed',
      subject: id,
      detail: { caseId, finding: found.finding, length: grounds.length },
      at: filedAt,
    })
    await settle(deps, em, { attemptId, cause: 'appeal' })
  })
}

/** What was found before a re-test can't be appealed against any more: another case follows it. */
function findCurrent(em: EntityManager, attemptId: string) {
  return em.findOne(CaseEntity, { attemptId }, { orderBy: { round: 'desc' } })
}

async function whenTold(
  em: EntityManager,
  attempt: AttemptRecordRow,
  decidedAt: Date | null,
): Promise<Date | null> {
  const exam = await em.findOneOrFail(ExamEntity, { id: attempt.examId })
  const atSubmission = exam.releaseResults === 'at-submission' ? (attempt.closedAt ?? null) : null
  return toldAt({ decidedAt, releasedAt: atSubmission ?? exam.finalAt ?? null })
}
