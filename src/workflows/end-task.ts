import { Refusal } from '../domain/refusal.ts'
import { HumanTaskEntity } from '../store/entities/award.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import { writeTaskEvents } from '../store/settling/write-awarded.ts'
import type { Deps } from './deps.ts'

/**
 * Says that a talk was held or a retraining done, or declines it with a reason. Nobody does so
 * about themselves.
 * @throws Refusal 'not-found', 'already-decided' once it has ended, 'conflict-of-interest',
 *   'invalid-input' for declining without a reason
 */
export async function endTask(
  deps: Deps,
  actor: string,
  ending: {
    readonly taskId: string
    readonly kind: 'done' | 'declined'
    readonly note: string
  },
): Promise<void> {
  const { taskId, kind } = ending
  const note = ending.note.trim()
  if (kind === 'declined' && note === '') {
    const fault = { pointer: '/note', detail: 'who declines says why' }
    throw new Refusal('invalid-input', fault.detail, [fault])
  }
  await write(deps.orm, async (em) => {
    const task = await em.findOne(HumanTaskEntity, { id: taskId })
    if (!task) throw new Refusal('not-found', 'no such task')
    if (task.personId === actor) {
      throw new Refusal('conflict-of-interest', 'somebody else has to do this with you')
    }
    const at = deps.now()
    const ended = await writeTaskEvents(em, [{ taskId, kind, note, by: actor, at }])
    if (ended === 0) throw new Refusal('already-decided', 'the task has ended')
    const owner = task.personId === null ? `unit:${task.unitId}` : `person:${task.personId}`
    await appendLog(em, {
      chain: task.attemptId === null ? owner : `attempt:${task.attemptId}`,
      actor,
      act: `task-${kind}`,
      subject: taskId,
      // What was said in a talk is not for the log, which stays for good.
      detail: { task: task.kind },
      at,
    })
  })
}
