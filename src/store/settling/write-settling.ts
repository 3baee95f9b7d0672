import type { EntityManager } from '@mikro-orm/postgresql'
import type { Closing } from '../../domain/delivery/attempt.ts'
import type { Receipt } from '../../domain/delivery/views.ts'
import type { CaseOrigin } from '../../domain/review/case-source.ts'
import type { Settled } from '../../domain/settlement/settle-attempt.ts'
import type { SettlementRecord } from '../entities/attempt.ts'

/** An attempt's end as it is kept. */
export interface ClosedRow extends Pick<Closing, 'state' | 'closedAt'> {
  readonly id: string
  readonly receipt: Receipt
}

export interface SettlementRow
  extends Pick<Settled, 'scores' | 'flags' | 'facts' | 'outcome'>,
    Pick<SettlementRecord, 'cause' | 'inputDigest' | 'given'> {
  readonly attemptId: string
  readonly number: number
  readonly settledAt: Date
}

/** A case that is opened; nobody has decided anything about it. */
export interface CaseRow {
  readonly id: string
  readonly attemptId: string
  readonly examId: string
  readonly candidateId: string
  readonly unitPath: string
  readonly code: string
  readonly origin: CaseOrigin
  readonly weight: number
  readonly decisionsNeeded: number
  readonly openedAt: Date
  readonly dueAt: Date
}

/** Closes attempts that the caller holds locked. */
export async function writeClosed(em: EntityManager, rows: readonly ClosedRow[]): Promise<void> {
  await run(
    em,
    `update attempt set state = row.state, closed_at = row."closedAt", receipt = row.receipt
     from json_to_recordset(?::json)
       as row (id uuid, state text, "closedAt" timestamptz, receipt jsonb)
     where attempt.id = row.id`,
    rows,
  )
}

/** Adds settlements of attempts. */
export async function writeSettlements(
  em: EntityManager,
  rows: readonly SettlementRow[],
): Promise<void> {
  await run(
    em,
    `insert into settlement (attempt_id, number, cause, scores, flags, facts, outcome,
       input_digest, given, settled_at)
     select * from json_to_recordset(?::json) as row ("attemptId" uuid, number int, cause text,
       scores jsonb, flags jsonb, facts jsonb, outcome jsonb, "inputDigest" text,
       given jsonb, "settledAt" timestamptz)`,
    rows,
  )
}

/**
 * Opens cases; one that was drawn by lot and is still open is now there on its evidence, from the
 * moment its candidate is told of it.
 */
export async function writeCases(em: EntityManager, rows: readonly CaseRow[]): Promise<void> {
  await run(
    em,
    `insert into review_case (id, attempt_id, exam_id, candidate_id, unit_path, code, origin,
       weight, decisions_needed, opened_at, due_at, round)
     select *, 1 from json_to_recordset(?::json) as row (id uuid, "attemptId" uuid, "examId" uuid,
       "candidateId" uuid, "unitPath" text, code text, origin text, weight float8, "decisionsNeeded" int,
       "openedAt" timestamptz, "dueAt" timestamptz)
     on conflict (attempt_id, round) do update set origin = excluded.origin, weight = excluded.weight,
       opened_at = excluded.opened_at, due_at = excluded.due_at`,
    rows,
  )
}

/** The rows as one parameter: the statement stays the same however many there are. */
async function run(em: EntityManager, statement: string, rows: readonly object[]): Promise<void> {
  if (rows.length > 0) await em.execute(statement, [JSON.stringify(rows)])
}
