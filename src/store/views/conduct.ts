import type { ConductRecord } from '../../domain/delivery/conduct.ts'
import {
  CONDUCTED,
  GIVEN_BACK,
  type LoggedOrder,
  type LoggedOutage,
} from '../../domain/delivery/conduct-log.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

type Columns = {
  readonly id: string
  readonly at: Date
  readonly actorId: string | null
  readonly actorName: string | null
} & (
  | {
      readonly act: typeof CONDUCTED
      readonly detail: Omit<LoggedOrder, 'reached'>
      readonly reached: number
    }
  | { readonly act: typeof GIVEN_BACK; readonly detail: LoggedOutage }
)

interface Person {
  readonly attemptId: string
  readonly name: string
  readonly unitName: LocalizedText
}

const MOST_NAMED = 20

/** What was done about an exam's attempts while it was open, newest first. */
export async function listConduct(
  sql: Sql,
  scope: Scope,
  examId: string,
): Promise<ConductRecord[]> {
  // The log is the service's own; the caller has checked that the exam is the reader's.
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<Columns[]>`
      select log_entry.subject as id, logged_at as at, act, person.id as "actorId",
        person.name as "actorName",
        -- Counted here: an act may have reached tens of thousands.
        detail - 'reached' as detail, jsonb_array_length(detail -> 'reached') as reached
      from log_entry left join person on person.id = log_entry.actor
      where chain = ${`exam:${examId}`} and act in (${CONDUCTED}, ${GIVEN_BACK})
      order by number desc`,
  )
  const ids = new Set(rows.flatMap(namedIn))
  const people = await read(
    sql,
    scope,
    (tx) => tx<Person[]>`
      select attempt.id as "attemptId", person.name, unit.name as "unitName"
      from attempt join person on person.id = attempt.candidate_id
      join unit on unit.id = person.unit_id
      where attempt.exam_id = ${examId} and attempt.id = any(${[...ids]}::uuid[])`,
  )
  const personOf = new Map(people.map((person) => [person.attemptId, person]))
  return rows.map((row) => recordOf(row, personOf))
}

/** The first of those an act was meant for by name. */
function namedIn(row: Columns): readonly string[] {
  if (row.act !== CONDUCTED || 'all' in row.detail.to) return []
  return row.detail.to.attemptIds.slice(0, MOST_NAMED)
}

function recordOf(row: Columns, personOf: ReadonlyMap<string, Person>): ConductRecord {
  const { id, actorId, actorName } = row
  const common = {
    id,
    at: row.at.toISOString(),
    by: actorId !== null && actorName !== null ? { id: actorId, name: actorName } : null,
  }
  if (row.act === GIVEN_BACK) {
    const { given, windowSeconds } = row.detail
    const counts = given.map(({ attempts }) => attempts.length)
    return {
      ...{ ...common, kind: 'outage', text: '', toAll: true, missed: 0, people: [] },
      seconds: Math.max(windowSeconds, ...given.map(({ seconds }) => seconds)),
      reached: counts.reduce((sum, count) => sum + count, 0),
    }
  }
  const { act, to, missed } = row.detail
  const reasonOf = new Map(missed.map(({ attemptId, reason }) => [attemptId, reason]))
  const people = namedIn(row).flatMap((attemptId) => {
    const person = personOf.get(attemptId)
    return person ? [{ ...person, missed: reasonOf.get(attemptId) ?? null }] : []
  })
  return {
    ...common,
    kind: act.kind,
    seconds: 'seconds' in act ? act.seconds : null,
    text: act.text,
    toAll: 'all' in to,
    reached: row.reached,
    missed: missed.length,
    people,
  }
}
