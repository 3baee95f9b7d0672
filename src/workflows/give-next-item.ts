import type { EntityManager } from '@mikro-orm/postgresql'
import type { AdaptiveForm } from '../domain/assembly/form.ts'
import { Refusal } from '../domain/refusal.ts'
import { beatIsFreshIn, recovering } from '../store/beat.ts'
import type { AttemptRecordRow } from '../store/entities/attempt.ts'
import { ExamEntity } from '../store/entities/exam.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { GRACE_SECONDS } from '../store/journal/save.ts'
import { write } from '../store/scope.ts'
import { leaveItem } from './adaptive-course.ts'
import type { Deps } from './deps.ts'
import { lockAttempt } from './lock-attempt.ts'

/**
 * Puts the item at a position of an adaptive attempt away, with the answer that is kept then, and
 * gives the next one or ends the attempt's items. An item put away already changes nothing, so a
 * request may be repeated.
 * @throws Refusal 'not-found', 'attempt-not-running', 'time-limit-passed', 'item-not-on-form',
 *   'service-recovering'
 */
export async function giveNextItem(
  deps: Deps,
  candidateId: string,
  leaving: { readonly attemptId: string; readonly position: number },
): Promise<void> {
  const { attemptId, position } = leaving
  await write(deps.orm, async (em) => {
    const attempt = await lockAttempt(em, attemptId)
    if (attempt?.candidateId !== candidateId) throw new Refusal('not-found', 'no such attempt')
    const left = attempt.itemsLeft ?? attempt.form.items.length
    if (position <= left) return
    await refuseUnlessRunning(em, attempt, deps.now())
    if (position > attempt.form.items.length) {
      throw new Refusal('item-not-on-form', `the attempt has no item ${position} yet`)
    }
    const exam = await em.findOneOrFail(ExamEntity, { id: attempt.examId })
    const form = await leaveItem(deps, em, { attempt, exam })
    await logStep(deps, em, { attempt, form, position })
  })
}

async function refuseUnlessRunning(
  em: EntityManager,
  attempt: AttemptRecordRow,
  now: Date,
): Promise<void> {
  if (attempt.state !== 'running') {
    throw new Refusal('attempt-not-running', 'the attempt has been closed')
  }
  if (now.getTime() > attempt.deadlineAt.getTime() + GRACE_SECONDS * 1000) {
    if (!(await beatIsFreshIn(em, now))) throw recovering()
    throw new Refusal('time-limit-passed', 'the time limit has passed')
  }
}

async function logStep(
  deps: Deps,
  em: EntityManager,
  step: {
    readonly attempt: AttemptRecordRow
    readonly form: AdaptiveForm
    readonly position: number
  },
): Promise<void> {
  const { attempt, form, position } = step
  const { ended } = form.certificate
  await appendLog(em, {
    chain: `attempt:${attempt.id}`,
    actor: attempt.candidateId,
    act: ended === null ? 'item-given' : 'items-ended',
    subject: attempt.id,
    detail: {
      left: position,
      formDigest: form.digest,
      ...(ended === null ? {} : { ended }),
    },
    at: deps.now(),
  })
}
