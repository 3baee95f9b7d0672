import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import { keyedForm } from '../../domain/assembly/keyed-form.ts'
import { amendedKeys } from '../../domain/measurement/key-amendment.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { ExamFormView } from '../../domain/scheduling/form-view.ts'
import type { LocalizedText } from '../../domain/text.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { approvedAmendments } from './amendments.ts'

interface FormColumns {
  readonly title: LocalizedText
  readonly timeLimitSeconds: number
  readonly personName: string
  readonly unitName: LocalizedText
  readonly startedAt: Date
}

/** The form of one attempt, with its key. @throws Refusal 'not-found' */
export async function getAttemptForm(
  stores: { readonly sql: Sql; readonly frozen: FrozenContent },
  scope: Scope,
  asked: { readonly examId: string; readonly attemptId: string },
): Promise<ExamFormView> {
  const { examId, attemptId } = asked
  const [row] = await read(
    stores.sql,
    scope,
    (tx) => tx<FormColumns[]>`
      select exam.blueprint -> 'title' as title,
        (exam.blueprint ->> 'timeLimitSeconds')::int as "timeLimitSeconds",
        person.name as "personName", unit.name as "unitName", attempt.started_at as "startedAt"
      from attempt join exam on exam.id = attempt.exam_id
      join person on person.id = attempt.candidate_id join unit on unit.id = person.unit_id
      where attempt.id = ${attemptId} and attempt.exam_id = ${examId}`,
  )
  const frame = row && (await stores.frozen.frame(attemptId))
  if (!row || !frame) throw new Refusal('not-found', 'this exam has no such attempt')
  const amendments = await approvedAmendments(stores.sql, examId)
  const { title, timeLimitSeconds, personName, unitName, startedAt } = row
  return {
    examId,
    examTitle: title,
    timeLimitSeconds,
    attempt: { attemptId, personName, unitName, startedAt: startedAt.toISOString() },
    sample: null,
    form: keyedForm(frame.form, frame.bank, amendedKeys(frame.bank, amendments)),
  }
}

/** What sample forms of an exam are drawn from. @throws Refusal 'not-found' */
export async function getExamPlan(
  sql: Sql,
  scope: Scope,
  examId: string,
): Promise<{ readonly bankVersionId: string; readonly blueprint: Blueprint }> {
  const [row] = await read(
    sql,
    scope,
    (tx) => tx<{ bankVersionId: string; blueprint: Blueprint }[]>`
      select bank_version_id as "bankVersionId", blueprint from exam where id = ${examId}`,
  )
  if (!row) throw new Refusal('not-found', 'no such exam')
  return row
}

/** Whether a person is a candidate of the exam whose results are still to come. */
export async function isCandidateOf(sql: Sql, personId: string, examId: string): Promise<boolean> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx`
      select 1 from assignment join exam on exam.id = assignment.exam_id
      where assignment.exam_id = ${examId} and assignment.person_id = ${personId}
        and exam.final_at is null`,
  )
  return rows.length > 0
}
