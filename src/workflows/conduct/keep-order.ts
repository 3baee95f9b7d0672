import type { EntityManager } from '@mikro-orm/postgresql'
import { CONDUCTED, type LoggedOrder } from '../../domain/delivery/conduct-log.ts'
import { uuidFrom } from '../../domain/digest.ts'
import { appendLog } from '../../store/journal/append-log.ts'
import type { Acting, Reached } from './acting.ts'
import { keepActs } from './conducted-rows.ts'

/** One notice for all, or one for each who is named and was reached. */
export async function keepOrder(
  em: EntityManager,
  { examId, order, organizer, now }: Acting,
  reached: readonly Reached[],
): Promise<void> {
  const { id, act, to } = order
  const row = {
    examId,
    kind: act.kind,
    seconds: 'seconds' in act ? act.seconds : null,
    text: act.text,
    actedBy: organizer.personId,
    actedAt: now,
  }
  const acts =
    'all' in to
      ? [{ ...row, id: uuidFrom(`conduct/${examId}/${id}`), attemptId: null }]
      : reached.map(({ attempt }) => ({
          ...row,
          id: uuidFrom(`conduct/${examId}/${id}/${attempt.id}`),
          attemptId: attempt.id,
        }))
  await keepActs(em, acts)
}

/** The order in the exam's log, with whom it reached: enough to do it again. */
export async function logOrder(
  em: EntityManager,
  { examId, order, organizer, now }: Acting,
  done: { readonly reached: readonly Reached[]; readonly missed: LoggedOrder['missed'] },
): Promise<void> {
  const { act, to } = order
  const reached = done.reached.map(({ attempt }) => attempt.id)
  await appendLog(em, {
    chain: `exam:${examId}`,
    actor: organizer.personId,
    act: CONDUCTED,
    subject: order.id,
    detail: { act, to, reached, missed: done.missed },
    at: now,
  })
}
