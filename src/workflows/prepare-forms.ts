import { attemptIdFor } from '../domain/delivery/attempt.ts'
import { windowEndOf } from '../domain/scheduling/exam.ts'
import { read, SYSTEM } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { firstForm } from './start-attempt.ts'

/** Forms are prepared so long before a window opens, and in it for those who have not begun. */
const AHEAD_SECONDS = 86_400
const FORMS_A_CHUNK = 50
const EXAMS_AT_A_TIME = 20

/**
 * Draws the forms of exams that open within a day, each exactly as a start would draw it: seed
 * and form follow from the exam and the candidate. In chunks, each kept by itself, so that
 * another process, or the next time, goes on where this ends. Whoever has none just draws; an
 * exam that fails keeps no other from it.
 * @returns how many forms were prepared
 * @throws what failed first, once all have had their turn
 */
export async function prepareForms(deps: Deps): Promise<number> {
  const now = deps.now()
  const opensBefore = new Date(now.getTime() + AHEAD_SECONDS * 1000)
  const exams = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`
      select id from exam
      where published_at is not null and final_at is null and opens_at < ${opensBefore}
        and closes_at + make_interval(secs => extended_seconds) > ${now}
        and (select count(*) from assignment where exam_id = exam.id) > (select count(*) from (
          select id from attempt where exam_id = exam.id
          union select attempt_id from prepared_form where exam_id = exam.id) as done)
      order by opens_at, id limit ${EXAMS_AT_A_TIME}`,
  )
  let prepared = 0
  const failures: unknown[] = []
  for (const { id } of exams) {
    try {
      prepared += await prepareFormsOf(deps, id)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return prepared
}

async function prepareFormsOf(deps: Deps, examId: string): Promise<number> {
  const exam = await deps.frozen.exam(examId)
  if (!exam) return 0
  const waiting = await waitingFor(deps, examId)
  let prepared = 0
  for (let from = 0; from < waiting.length; from += FORMS_A_CHUNK) {
    const rows: object[] = []
    for (const attemptId of waiting.slice(from, from + FORMS_A_CHUNK)) {
      const form = await firstForm(deps, exam, attemptId)
      rows.push({ attemptId, form })
      // Requests that have come in meanwhile go first.
      await new Promise((resolve) => setImmediate(resolve))
    }
    prepared += await keepForms(deps, examId, rows)
  }
  return prepared
}

/** Attempts of those who have neither begun nor a form, in a stable order. */
async function waitingFor(deps: Deps, examId: string): Promise<string[]> {
  const { assigned, done } = await read(deps.sql, SYSTEM, async (tx) => ({
    assigned: await tx<{ personId: string }[]>`
      select person_id as "personId" from assignment where exam_id = ${examId}
      order by person_id`,
    done: await tx<{ id: string }[]>`
      select id from attempt where exam_id = ${examId}
      union all select attempt_id from prepared_form where exam_id = ${examId}`,
  }))
  const known = new Set(done.map(({ id }) => id))
  const all = assigned.map(({ personId }) => attemptIdFor(examId, personId, 1))
  return all.filter((id) => !known.has(id))
}

async function keepForms(deps: Deps, examId: string, rows: readonly object[]): Promise<number> {
  const kept = await deps.sql.asSystem(
    (statement) => statement`
      insert into prepared_form (attempt_id, exam_id, form, prepared_at)
      select "attemptId", ${examId}, form, ${deps.now()}
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as row ("attemptId" uuid, form jsonb)
      order by "attemptId"
      on conflict (attempt_id) do nothing returning 1`,
  )
  return kept.length
}

/** Removes the prepared forms of exams whose window has closed. @returns how many */
export async function forgetForms(deps: Deps): Promise<number> {
  const exams = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string; closesAt: Date; extendedSeconds: number }[]>`
      select id, closes_at as "closesAt", extended_seconds as "extendedSeconds" from exam
      where exists (select 1 from prepared_form where exam_id = exam.id)`,
  )
  const over = exams.filter((exam) => windowEndOf(exam) <= deps.now()).map(({ id }) => id)
  if (over.length === 0) return 0
  const gone = await deps.sql.asSystem(
    (statement) => statement`delete from prepared_form where exam_id = any(${over}::uuid[])`,
  )
  return gone.count
}
