import type { EntityManager } from '@mikro-orm/postgresql'
import { adaptiveDelivery } from '../domain/assembly/adaptive/adaptive-run.ts'
import { type Form, isAdaptive } from '../domain/assembly/form.ts'
import { attemptIdFor, deadlineFor, seedFor } from '../domain/delivery/attempt.ts'
import { Refusal } from '../domain/refusal.ts'
import { stateOfExam } from '../domain/scheduling/exam.ts'
import { AttemptEntity } from '../store/entities/attempt.ts'
import {
  AssignmentEntity,
  ExamEntity,
  type ExamRecord,
  ExamSecretEntity,
} from '../store/entities/exam.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/**
 * Starts the candidate's attempt, or finds the one that has begun: the id follows from exam and
 * candidate, so a double click, a retry or a second device can't make two.
 * @throws Refusal 'not-found', 'not-assigned' or 'exam-not-open'
 */
export async function startAttempt(
  deps: Deps,
  candidate: { readonly personId: string; readonly unitPath: string },
  examId: string,
): Promise<{ readonly attemptId: string; readonly started: boolean }> {
  const attemptId = attemptIdFor(examId, candidate.personId, 1)
  // One moment for all: an exam that was open then has time left, however long the draw takes.
  const startedAt = deps.now()
  const opened = await write(deps.orm, (em) =>
    openExam(em, { ...candidate, examId, attemptId, startedAt }),
  )
  if (!opened) return { attemptId, started: false }
  const { exam, secretHex, extraTimeShare } = opened
  const form = await firstForm(deps, exam, seedFor(secretHex, attemptId))
  return write(deps.orm, async (em) => {
    const deadlineAt = deadlineFor({
      startedAt,
      windowClosesAt: exam.closesAt,
      timeLimitSeconds: exam.blueprint.timeLimitSeconds,
      extraTimeShare,
    })
    const inserted = await em.execute<unknown[]>(
      `insert into attempt
         (id, exam_id, candidate_id, ordinal, unit_path, state, form, items_left, started_at,
          deadline_at)
       values (?, ?, ?, 1, ?, 'running', ?::jsonb, ?, ?, ?)
       on conflict (id) do nothing returning id`,
      [
        attemptId,
        examId,
        candidate.personId,
        candidate.unitPath,
        JSON.stringify(form),
        isAdaptive(form) ? 0 : null,
        startedAt,
        deadlineAt,
      ],
    )
    if (inserted.length === 0) return { attemptId, started: false }
    await appendLog(em, {
      chain: `attempt:${attemptId}`,
      actor: candidate.personId,
      act: 'attempt-started',
      subject: attemptId,
      detail: { examId, formDigest: form.digest, deadlineAt: deadlineAt.toISOString() },
      at: startedAt,
    })
    return { attemptId, started: true }
  })
}

/** The whole form, or what an adaptive one begins with. */
async function firstForm(deps: Deps, exam: ExamRecord, seed: string): Promise<Form> {
  if (!adaptiveDelivery(exam.blueprint)) return (await deps.frozen.draw(exam)).draw(seed)
  return (await deps.frozen.adaptive(exam)).begin(seed).form()
}

/** The exam, if it can be started now; null when the attempt has begun already. */
async function openExam(
  em: EntityManager,
  asked: {
    readonly personId: string
    readonly examId: string
    readonly attemptId: string
    readonly startedAt: Date
  },
) {
  const { examId, personId } = asked
  const assignment = await em.findOne(AssignmentEntity, { examId, personId })
  if (!assignment) throw new Refusal('not-assigned', 'you are not assigned to this exam')
  if ((await em.count(AttemptEntity, { id: asked.attemptId })) > 0) return null
  const exam = await em.findOneOrFail(ExamEntity, { id: examId })
  const secret = await em.findOne(ExamSecretEntity, { examId })
  if (stateOfExam(exam, asked.startedAt) !== 'open' || !secret) {
    throw new Refusal('exam-not-open', 'the exam is not open now')
  }
  return { exam, secretHex: secret.secretHex, extraTimeShare: assignment.extraTimeShare }
}
