import type { EntityManager } from '@mikro-orm/postgresql'
import { journalDigest, latestResponses } from '../domain/delivery/answers.ts'
import { type Closing, closingOf, expire } from '../domain/delivery/attempt.ts'
import type { Receipt } from '../domain/delivery/views.ts'
import { canonicalJson } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import type { AttemptRecordRow } from '../store/entities/attempt.ts'
import { ExamEntity } from '../store/entities/exam.ts'
import { PersonEntity } from '../store/entities/organization.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { GRACE_SECONDS } from '../store/journal/journal-writer.ts'
import { readJournalOf } from '../store/journal/read-journal.ts'
import { write } from '../store/scope.ts'
import { leaveAnsweredItem } from './adaptive-course.ts'
import type { Deps } from './deps.ts'
import { lockAttempt } from './lock-attempt.ts'
import { settle } from './settle.ts'

/**
 * Closes the candidate's attempt and hands out the signed receipt; doing it again gives the
 * same receipt. @throws Refusal 'not-found'
 */
export async function submitAttempt(
  deps: Deps,
  candidateId: string,
  attemptId: string,
): Promise<Receipt> {
  return write(deps.orm, async (em) => {
    const attempt = await lockAttempt(em, attemptId)
    if (attempt?.candidateId !== candidateId) throw new Refusal('not-found', 'no such attempt')
    if (attempt.receipt) return attempt.receipt
    return close(deps, em, {
      attempt,
      closing: closingOf(attempt.deadlineAt, deps.now(), GRACE_SECONDS),
    })
  })
}

/** Closes an attempt whose time has run out; does nothing when it has been closed meanwhile. */
export async function expireAttempt(deps: Deps, attemptId: string): Promise<void> {
  await write(deps.orm, async (em) => {
    const attempt = await lockAttempt(em, attemptId)
    if (attempt?.state !== 'running') return
    await close(deps, em, { attempt, closing: expire(attempt, deps.now(), GRACE_SECONDS) })
  })
}

async function close(
  deps: Deps,
  em: EntityManager,
  what: { readonly attempt: AttemptRecordRow; readonly closing: Closing },
): Promise<Receipt> {
  const { attempt, closing } = what
  const exam = await em.findOneOrFail(ExamEntity, { id: attempt.examId })
  await leaveAnsweredItem(deps, em, { attempt, exam })
  const person = await em.findOneOrFail(PersonEntity, { id: attempt.candidateId })
  const entries = await readJournalOf(em, attempt.id)
  const content: Omit<Receipt, 'signature'> = {
    attemptId: attempt.id,
    examTitle: exam.blueprint.title,
    candidate: person.name,
    startedAt: attempt.startedAt.toISOString(),
    closedAt: closing.closedAt.toISOString(),
    closedBy: closing.closedBy,
    itemCount: attempt.form.items.length,
    answered: latestResponses(entries).size,
    formDigest: attempt.form.digest,
    journalDigest: journalDigest(entries),
  }
  const receipt = { ...content, signature: deps.sign(canonicalJson(content)) }
  em.assign(attempt, { state: closing.state, closedAt: closing.closedAt, receipt })
  await em.flush()
  await appendLog(em, {
    chain: `attempt:${attempt.id}`,
    actor: closing.closedBy === 'candidate' ? attempt.candidateId : null,
    act: 'attempt-closed',
    subject: attempt.id,
    detail: { closedBy: closing.closedBy, journalDigest: receipt.journalDigest },
    at: deps.now(),
  })
  await settle(deps, em, { attemptId: attempt.id, cause: 'submission' })
  return receipt
}
