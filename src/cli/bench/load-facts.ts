import type { Receipt } from '../../domain/delivery/views.ts'
import { read, SYSTEM } from '../../store/scope.ts'
import type { Sql } from '../../store/sql-pool.ts'

export interface Outage {
  readonly from: Date
  readonly until: Date
}

/** What the database says of an attempt beside its journal. */
export interface AttemptFacts {
  readonly startedAt: Date
  readonly deadlineAt: Date
  readonly timeLimitSeconds: number
  readonly receipt: Receipt | null
  /** How often the log says that it began. */
  readonly beginnings: number
  /** Everybody's. */
  readonly outages: readonly Outage[]
}

/** Time in which the service says it was away. */
export async function readOutages(sql: Sql): Promise<Outage[]> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<Outage[]>`
      select from_at as "from", until_at as "until" from service_outage order by from_at`,
  )
  return [...rows]
}

/** Attempts altogether, and candidates who have one. */
export async function countAttempts(sql: Sql) {
  const [row] = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ attempts: number; candidates: number }[]>`
      select count(*)::int as attempts, count(distinct candidate_id)::int as candidates
      from attempt`,
  )
  return row ?? { attempts: 0, candidates: 0 }
}

export async function readFacts(
  sql: Sql,
  attemptIds: readonly string[],
  outages: readonly Outage[],
): Promise<Map<string, AttemptFacts>> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<(Omit<AttemptFacts, 'outages'> & { readonly id: string })[]>`
      select attempt.id, attempt.started_at as "startedAt", attempt.deadline_at as "deadlineAt",
        (exam.blueprint ->> 'timeLimitSeconds')::int as "timeLimitSeconds", attempt.receipt,
        (select count(*)::int from log_entry
          where chain = 'attempt:' || attempt.id::text and act = 'attempt-started') as beginnings
      from attempt join exam on exam.id = attempt.exam_id
      where attempt.id = any(${[...attemptIds]}::uuid[])`,
  )
  return new Map(rows.map(({ id, ...facts }) => [id, { ...facts, outages }]))
}
