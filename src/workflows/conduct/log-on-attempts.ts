import type { EntityManager } from '@mikro-orm/postgresql'
import { REOPENED } from '../../domain/delivery/conduct-log.ts'
import { AttemptEntity } from '../../store/entities/attempt.ts'
import { ExamEntity } from '../../store/entities/exam.ts'
import { type Act, appendLogs } from '../../store/journal/append-log.ts'
import { takeUpCourse } from '../adaptive-course.ts'
import type { Deps } from '../deps.ts'
import type { Acting, Reached } from './acting.ts'
import { readKeptRanges } from './conducted-rows.ts'

/**
 * An act on attempts by name in each one's own log. A reopened one keeps its old receipt there,
 * and where it is adaptive it gets the item that it would have had next.
 */
export async function logOnAttempts(
  deps: Deps,
  em: EntityManager,
  { order, organizer, now }: Acting,
  reached: readonly Reached[],
): Promise<void> {
  const { act } = order
  const ids = act.kind === 'reopen' ? reached.map(({ attempt }) => attempt.id) : []
  const kept = await readKeptRanges(em, ids)
  const acts = reached.map(({ attempt, time }): Act => {
    // What the old receipt vouches for, told apart from what comes now.
    const old = { receipt: attempt.receipt, kept: kept.get(attempt.id) ?? [] }
    const reopened = act.kind === 'reopen' ? old : {}
    return {
      chain: `attempt:${attempt.id}`,
      actor: organizer.personId,
      act: act.kind === 'reopen' ? REOPENED : 'attempt-conducted',
      subject: order.id,
      detail: {
        ...act,
        ...reopened,
        deadlineAt: time.deadlineAt.toISOString(),
        pausedUntil: time.pausedUntil?.toISOString() ?? null,
      },
      at: now,
    }
  })
  await appendLogs(em, acts)
  if (act.kind !== 'reopen') return
  for (const { attempt } of reached) await goOn(deps, em, attempt.id)
}

async function goOn(deps: Deps, em: EntityManager, attemptId: string): Promise<void> {
  const attempt = await em.findOneOrFail(AttemptEntity, { id: attemptId })
  const exam = await em.findOneOrFail(ExamEntity, { id: attempt.examId })
  const form = await takeUpCourse(deps, em, { attempt, exam })
  if (form === null) return
  const { ended, items } = form.certificate
  await appendLogs(em, [
    {
      chain: `attempt:${attemptId}`,
      actor: null,
      act: ended === null ? 'item-given' : 'items-ended',
      subject: attemptId,
      detail: { left: items, formDigest: form.digest, ...(ended === null ? {} : { ended }) },
      at: deps.now(),
    },
  ])
}
