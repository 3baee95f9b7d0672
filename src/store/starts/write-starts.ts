import { FIRST_PREVIOUS_HASH, hashOf } from '../../domain/log-chain.ts'
import type { Sql } from '../sql-pool.ts'

/** An attempt to begin, with what its first log entry says. */
export interface Start {
  readonly attemptId: string
  readonly examId: string
  readonly candidateId: string
  readonly unitPath: string
  /** JSON of the form; null: the prepared one. */
  readonly form: string | null
  readonly itemsLeft: number | null
  readonly startedAt: Date
  readonly deadlineAt: Date
  readonly noticeCount: number
  /** The exam's row as the deadline was worked out from it. */
  readonly examVersion: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** `there`: it had begun before; `changed`: nothing was written, the exam is another by now. */
export type StartOutcome = 'started' | 'there' | 'changed'

/**
 * Begins attempts by one statement, which is one transaction, each with the first entry of its
 * log chain, and each opened by the page that began it. The exam's row is held: who gives everybody time waits for those who begin, or they
 * see that the exam has changed.
 */
export async function writeStarts(sql: Sql, starts: readonly Start[]): Promise<StartOutcome[]> {
  const examIds = [...new Set(starts.map(({ examId }) => examId))].sort()
  const once = new Map(starts.map((start) => [start.attemptId, start]))
  const rows = JSON.stringify([...once.values()].map(rowOf))
  const exams = await sql.asSystem(
    (statement) => statement<{ id: string; version: string; started: readonly string[] | null }[]>`
      with row as materialized (
        select * from json_to_recordset(${rows}::text::json) as row ("attemptId" uuid,
          "examId" uuid, "candidateId" uuid, "unitPath" text, form text, "itemsLeft" int,
          "startedAt" timestamptz, "deadlineAt" timestamptz, "noticeCount" int,
          "examVersion" text, chain text, detail jsonb, "previousHash" text, hash text)
      ), held as materialized (
        select id, xmin::text as version from exam
        where id = any(${examIds}::uuid[]) order by id for share
      ), started as (
        insert into attempt (id, exam_id, candidate_id, ordinal, unit_path, state, form,
          items_left, started_at, deadline_at, notice_count, claim)
        select "attemptId", "examId", "candidateId", 1, "unitPath", 'running',
          coalesce(row.form::jsonb, (
            select prepared_form.form from prepared_form where attempt_id = "attemptId"
          )), "itemsLeft", "startedAt", "deadlineAt", "noticeCount", 1
        from row join held on held.id = "examId" and held.version = "examVersion"
        order by "attemptId"
        on conflict (id) do nothing returning id
      ), logged as (
        insert into log_entry
          (chain, number, logged_at, actor, act, subject, detail, previous_hash, hash)
        select chain, 1, "startedAt", "candidateId", 'attempt-started', "attemptId"::text,
          detail, "previousHash", hash
        from row join started on started.id = "attemptId"
      )
      select id, version, case when row_number() over () = 1 then (
        select json_agg(id) from started
      ) end as started
      from held`,
  )
  const started = new Set(exams.flatMap((exam) => exam.started ?? []))
  const versions = new Map(exams.map(({ id, version }) => [id, version]))
  // Asked twice in one batch, an attempt begins once: the first one has begun it.
  return starts.map(({ attemptId, examId, examVersion }) => {
    if (started.delete(attemptId)) return 'started'
    return versions.get(examId) === examVersion ? 'there' : 'changed'
  })
}

function rowOf(start: Start) {
  const entry = {
    chain: `attempt:${start.attemptId}`,
    number: 1,
    loggedAt: start.startedAt.toISOString(),
    actor: start.candidateId,
    act: 'attempt-started',
    subject: start.attemptId,
    detail: start.detail,
    previousHash: FIRST_PREVIOUS_HASH,
  }
  const { chain, previousHash } = entry
  return { ...start, chain, previousHash, hash: hashOf(entry) }
}
