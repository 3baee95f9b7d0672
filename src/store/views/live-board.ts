import type { LiveRow, LiveUnitPlace } from '../../domain/delivery/live-board.ts'
import { Refusal } from '../../domain/refusal.ts'
import { windowEndOf } from '../../domain/scheduling/exam.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

/** What a live board is made of, for all branches alike. */
export interface LiveExam {
  /** When nobody can work any more: the window has closed, and the last deadline has passed. */
  readonly endsAt: Date
  readonly rows: readonly (LiveRow & { readonly personUnitPath: string })[]
  readonly units: readonly LiveUnitPlace[]
}

interface Columns {
  readonly personId: string
  readonly personName: string
  readonly personUnitPath: string
  readonly unitName: LocalizedText
  readonly attemptId: string | null
  readonly unitPath: string | null
  readonly state: 'running' | 'submitted' | 'expired' | null
  readonly startedAt: Date
  readonly deadlineAt: Date
  readonly pausedUntil: Date | null
  readonly lastReceivedAt: Date | null
  readonly hiddenSince: Date | null
  readonly offlineSince: Date | null
}

/** Entries looked at from the end of a journal: what a page says as it hides and comes back. */
const TAIL = 8

/**
 * Everybody assigned to an exam with what is known of their attempt, read once for all who watch:
 * the caller shows each only what their branches cover. Of each running attempt it reads the last
 * entries by the journal's key, however long the journal. @throws Refusal 'not-found'
 */
export async function readLiveExam(sql: Sql, examId: string): Promise<LiveExam> {
  return read(sql, SYSTEM, async (tx) => {
    const [exam] = await tx<{ closesAt: Date; extendedSeconds: number }[]>`
      select closes_at as "closesAt", extended_seconds as "extendedSeconds"
      from exam where id = ${examId}`
    if (!exam) throw new Refusal('not-found', 'no such exam')
    const rows = (await readRows(tx, examId)).map(rowOf)
    const unitIds = new Set(rows.flatMap(({ unitPath }) => unitPath.split('/').filter(Boolean)))
    const units = await tx<LiveUnitPlace[]>`
      select id, path, name from unit where id = any(${[...unitIds]}::uuid[])`
    return { endsAt: lastMoment(windowEndOf(exam), rows), rows, units: [...units] }
  })
}

/** Time given to one person alone may reach beyond the window. */
function lastMoment(windowEnd: Date, rows: LiveExam['rows']): Date {
  return rows.reduce((last, { attempt }) => {
    const isLater = attempt?.state === 'running' && attempt.deadlineAt > last
    return isLater ? attempt.deadlineAt : last
  }, windowEnd)
}

function readRows(tx: SqlTransaction, examId: string): Promise<Columns[]> {
  return tx<Columns[]>`
    select person.id as "personId", person.name as "personName",
      unit.path as "personUnitPath", unit.name as "unitName",
      attempt.id as "attemptId", attempt.unit_path as "unitPath", attempt.state,
      attempt.started_at as "startedAt", attempt.deadline_at as "deadlineAt",
      attempt.paused_until as "pausedUntil",
      told."lastReceivedAt", told."hiddenSince", told."offlineSince"
    from assignment join person on person.id = assignment.person_id
    join unit on unit.id = person.unit_id
    left join attempt on attempt.exam_id = assignment.exam_id
      and attempt.candidate_id = person.id
    left join lateral (
      select max(received_at) as "lastReceivedAt",
        case when max(sequence) filter (where behavior = 'page-hidden')
          > coalesce(max(sequence) filter (where behavior in ('page-visible', 'page-loaded')), 0)
          then max(received_at) filter (where behavior = 'page-hidden') end as "hiddenSince",
        case when max(sequence) filter (where behavior = 'went-offline')
          > coalesce(max(sequence) filter (where behavior in ('went-online', 'page-loaded')), 0)
          then max(received_at) filter (where behavior = 'went-offline') end as "offlineSince"
      from (select sequence, behavior, received_at from journal_entry
        where attempt_id = attempt.id and attempt.state = 'running'
        order by sequence desc limit ${TAIL}) as tail
    ) as told on true
    where assignment.exam_id = ${examId}`
}

function rowOf(row: Columns): LiveExam['rows'][number] {
  const { personId, personName, personUnitPath, unitName, attemptId, state } = row
  return {
    personId,
    personName,
    personUnitPath,
    unitName,
    unitPath: row.unitPath ?? personUnitPath,
    attempt:
      attemptId === null || state === null
        ? null
        : {
            id: attemptId,
            state,
            startedAt: row.startedAt,
            deadlineAt: row.deadlineAt,
            pausedUntil: row.pausedUntil,
            lastReceivedAt: row.lastReceivedAt,
            hiddenSince: row.hiddenSince,
            offlineSince: row.offlineSince,
          },
  }
}
