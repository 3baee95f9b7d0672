import type { EntityManager } from '@mikro-orm/postgresql'
import type { AttemptTime } from '../../domain/delivery/attempt-time.ts'
import type {
  ConductedAttempt,
  ConductedExam,
  ExamTime,
} from '../../domain/delivery/conduct-act.ts'
import type { KeptPause } from '../../domain/delivery/pauses-after.ts'
import type { Receipt } from '../../domain/delivery/views.ts'
import type { ReleaseResults } from '../../domain/scheduling/exam.ts'
import { uuidArray } from '../../store/uuid-array.ts'

/** Wakes every process: something about the attempts of this exam has changed. */
export async function notifyConduct(em: EntityManager, examId: string): Promise<void> {
  await em.execute("select pg_notify('probity_conduct', ?)", [examId])
}

interface ExamColumns {
  readonly unitPath: string
  readonly publishedAt: number | null
  readonly finalAt: number | null
  readonly opensAt: number
  readonly closesAt: number
  readonly extendedSeconds: number
  readonly pausedUntil: number | null
  readonly releaseResults: ReleaseResults
}

/**
 * An exam whose time is about to change; one act at a time. Whoever begins or closes an attempt
 * meanwhile need not wait.
 */
export async function lockConductedExam(
  em: EntityManager,
  examId: string,
): Promise<(ConductedExam & { readonly unitPath: string }) | null> {
  const [row] = await em.execute<ExamColumns[]>(
    `select unit.path as "unitPath", ${ms('published_at')} as "publishedAt",
       ${ms('final_at')} as "finalAt", ${ms('opens_at')} as "opensAt",
       ${ms('closes_at')} as "closesAt", extended_seconds as "extendedSeconds",
       ${ms('paused_until')} as "pausedUntil", release_results as "releaseResults"
     from exam join unit on unit.id = exam.unit_id
     where exam.id = ? for no key update of exam`,
    [examId],
  )
  return row
    ? {
        ...row,
        publishedAt: timeOrNull(row.publishedAt),
        finalAt: timeOrNull(row.finalAt),
        opensAt: new Date(row.opensAt),
        closesAt: new Date(row.closesAt),
        pausedUntil: timeOrNull(row.pausedUntil),
      }
    : null
}

/** An attempt that an act is about. */
export interface ConductedRow extends ConductedAttempt {
  readonly examId: string
  readonly unitPath: string
  readonly pauses: readonly KeptPause[]
  /** Both null while it runs. */
  readonly closedAt: Date | null
  readonly receipt: Receipt | null
}

interface AttemptColumns {
  readonly id: string
  readonly examId: string
  readonly unitPath: string
  readonly state: ConductedAttempt['state']
  readonly startedAt: number
  readonly deadlineAt: number
  readonly pausedFrom: number | null
  readonly pausedUntil: number | null
  readonly pauses: readonly KeptPause[]
  readonly closedAt: number | null
  readonly receipt: Receipt | null
}

const COLUMNS = `id, exam_id as "examId", unit_path as "unitPath", state,
  ${ms('started_at')} as "startedAt", ${ms('deadline_at')} as "deadlineAt",
  ${ms('paused_from')} as "pausedFrom", ${ms('paused_until')} as "pausedUntil",
  pauses, ${ms('closed_at')} as "closedAt", receipt`

/** The attempts named, or all that run; saves of theirs go on, while closing waits. */
export async function lockConductedAttempts(
  em: EntityManager,
  examId: string,
  ids: readonly string[] | null,
): Promise<ConductedRow[]> {
  const rows = await em.execute<AttemptColumns[]>(
    `select ${COLUMNS} from attempt
     where exam_id = ? and ${ids === null ? "state = 'running'" : 'id = any(?::uuid[])'}
     order by id for no key update`,
    ids === null ? [examId] : [examId, uuidArray(ids)],
  )
  // Asked after the locks are held: whoever decided about one of them meanwhile is seen. One of
  // two decisions suffices: it must not agree with a second one about other evidence.
  const decided = await em.execute<{ id: string }[]>(
    `select attempt_id as id from review_case
     where exam_id = ? and (decided_at is not null
       or exists (select 1 from decision where case_id = review_case.id))`,
    [examId],
  )
  const decidedIds = new Set(decided.map(({ id }) => id))
  return rows.map((row) => rowOf(row, decidedIds))
}

/** Every attempt that runs and had time left at a moment, of all exams. */
export async function lockRunningAttempts(
  em: EntityManager,
  leftAt: Date,
): Promise<ConductedRow[]> {
  const rows = await em.execute<AttemptColumns[]>(
    `select ${COLUMNS} from attempt where state = 'running' and deadline_at >= ?
     order by id for no key update`,
    [leftAt],
  )
  return rows.map((row) => rowOf(row, new Set()))
}

function rowOf(row: AttemptColumns, decidedIds: ReadonlySet<string>): ConductedRow {
  return {
    ...row,
    startedAt: new Date(row.startedAt),
    deadlineAt: new Date(row.deadlineAt),
    pausedFrom: timeOrNull(row.pausedFrom),
    pausedUntil: timeOrNull(row.pausedUntil),
    closedAt: timeOrNull(row.closedAt),
    caseDecided: decidedIds.has(row.id),
  }
}

/** An attempt's new time. */
export interface MovedAttempt {
  readonly id: string
  readonly time: AttemptTime
  /** All it has now; absent where the act changed none. */
  readonly pauses?: readonly KeptPause[]
}

/** Writes new times in one statement, and counts one more notice each. */
export async function moveAttempts(
  em: EntityManager,
  moved: readonly MovedAttempt[],
  { reopen }: { readonly reopen: boolean },
): Promise<void> {
  if (moved.length === 0) return
  const again = `state = 'running', closed_at = null, receipt = null, reopened = reopened + 1,`
  await em.execute(
    `update attempt set ${reopen ? again : ''} deadline_at = row.deadline_at,
       paused_from = row.paused_from, paused_until = row.paused_until,
       pauses = coalesce(row.pauses, attempt.pauses), notice_count = notice_count + 1
     from json_to_recordset(?::json) as row (id uuid, deadline_at timestamptz,
       paused_from timestamptz, paused_until timestamptz, pauses jsonb)
     where attempt.id = row.id`,
    [
      JSON.stringify(
        moved.map(({ id, time, pauses }) => ({
          id,
          deadline_at: time.deadlineAt,
          paused_from: time.pausedFrom,
          paused_until: time.pausedUntil,
          pauses,
        })),
      ),
    ],
  )
}

/** Writes the exam's own time. */
export async function moveExam(em: EntityManager, examId: string, to: ExamTime): Promise<void> {
  await em.execute('update exam set extended_seconds = ?, paused_until = ? where id = ?', [
    to.extendedSeconds,
    to.pausedUntil,
    examId,
  ])
}

/** An act as it is kept for candidates to read. */
export interface ActRow {
  readonly id: string
  readonly examId: string
  readonly attemptId: string | null
  readonly kind: string
  readonly seconds: number | null
  readonly text: string
  readonly actedBy: string | null
  readonly actedAt: Date
}

/** Keeps acts, as many as there are at once. */
export async function keepActs(em: EntityManager, acts: readonly ActRow[]): Promise<void> {
  if (acts.length === 0) return
  await em.execute(
    `insert into conduct_act (id, exam_id, attempt_id, kind, seconds, text, acted_by, acted_at)
     select id, "examId", "attemptId", kind, seconds, text, "actedBy", "actedAt"
     from json_to_recordset(?::json) as row (id uuid, "examId" uuid, "attemptId" uuid, kind text,
       seconds int, text text, "actedBy" uuid, "actedAt" timestamptz)`,
    [JSON.stringify(acts)],
  )
}

/** The sequences that closed attempts hold, as ranges from first to last, by attempt. */
export async function readKeptRanges(
  em: EntityManager,
  attemptIds: readonly string[],
): Promise<Map<string, [number, number][]>> {
  const rows = await em.execute<{ id: string; ranges: [number, number][] }[]>(
    `select attempt_id as id, json_agg(json_build_array(low, high) order by low) as ranges from (
       select attempt_id, min(sequence) as low, max(sequence) as high from (
         select attempt_id, sequence, sequence - row_number() over (
           partition by attempt_id order by sequence) as island
         from journal_entry where attempt_id = any(?::uuid[])
       ) as kept group by attempt_id, island
     ) as range group by attempt_id`,
    [uuidArray(attemptIds)],
  )
  return new Map(rows.map(({ id, ranges }) => [id, ranges]))
}

/** The two drivers read times differently; milliseconds are the same for both. */
function ms(column: string): string {
  return `round(extract(epoch from ${column}) * 1000)::float8`
}

const timeOrNull = (value: number | null): Date | null => (value === null ? null : new Date(value))
