import type { EntityManager } from '@mikro-orm/postgresql'
import type { StatedAward } from '../../domain/policy/awards.ts'
import type { CertificateContent, IssuedState } from '../../domain/policy/certificate.ts'
import type { TaskAward } from '../../domain/policy/human-task.ts'
import type { CreditTransaction } from '../../domain/policy/ledger.ts'
import type { LocalizedText } from '../../domain/text.ts'

export interface AwardRow extends StatedAward {
  readonly id: string
  readonly origin: string
  readonly attemptId: string | null
  readonly settlementNumber: number
  readonly position: number
  readonly personId: string | null
  readonly unitId: string | null
  readonly title: LocalizedText
  readonly finalAt: Date
  readonly validUntil: Date | null
  readonly awardedAt: Date
}

export interface TransactionRow extends CreditTransaction {
  readonly origin: string
  readonly attemptId: string | null
  readonly personId: string
  readonly title: LocalizedText
  readonly madeAt: Date
}

export interface CertificateRow {
  readonly id: string
  readonly origin: string
  readonly number: number
  readonly personId: string
  readonly attemptId: string | null
  readonly code: string
  readonly content: CertificateContent
  readonly earnedAt: Date
  readonly issuedAt: Date
  readonly validUntil: Date | null
}

export interface CertificateEventRow {
  readonly certificateId: string
  readonly state: IssuedState
  readonly at: Date
}

export interface TaskRow {
  readonly id: string
  readonly origin: string
  readonly awardKey: string
  readonly number: number
  readonly kind: TaskAward['kind']
  readonly award: TaskAward
  readonly personId: string | null
  readonly unitId: string
  readonly unitPath: string
  readonly attemptId: string | null
  readonly title: LocalizedText
  readonly reasons: readonly LocalizedText[]
  readonly openedAt: Date
  readonly dueAt: Date
}

export interface TaskEventRow {
  readonly taskId: string
  readonly kind: 'done' | 'declined' | 'withdrawn'
  readonly note: string
  readonly by: string | null
  readonly at: Date
}

/** Adds states of awards. */
export function writeAwards(em: EntityManager, rows: readonly AwardRow[]): Promise<void> {
  return run(
    em,
    `insert into award (id, origin, attempt_id, settlement_number, position, person_id, unit_id,
       award, state, title, final_at, valid_until, awarded_at)
     select * from json_to_recordset(?::json) as row (id uuid, origin text, "attemptId" uuid,
       "settlementNumber" int, position int, "personId" uuid, "unitId" uuid, award jsonb,
       state text, title jsonb, "finalAt" timestamptz, "validUntil" timestamptz,
       "awardedAt" timestamptz)`,
    rows,
  )
}

/** Adds transactions with their postings; the database holds them to balance. */
export async function writeTransactions(
  em: EntityManager,
  rows: readonly TransactionRow[],
): Promise<void> {
  await run(
    em,
    `insert into credit_transaction (origin, sequence, person_id, attempt_id, kind, source, amount,
       counters, title, earned_at, expires_at, made_at)
     select origin, sequence, "personId", "attemptId", kind, source, amount, counters, title,
       to_timestamp("earnedMs" / 1000), to_timestamp("expiresMs" / 1000), "madeAt"
     from json_to_recordset(?::json) as row (origin text, sequence int, "personId" uuid,
       "attemptId" uuid, kind text, source text, amount int, counters int, title jsonb,
       "earnedMs" float8, "expiresMs" float8, "madeAt" timestamptz)`,
    rows,
  )
  const postings = rows.flatMap(({ origin, sequence, postings }) =>
    postings.map((posting) => ({ origin, sequence, ...posting })),
  )
  await run(
    em,
    `insert into credit_posting (origin, sequence, account, amount)
     select * from json_to_recordset(?::json)
       as row (origin text, sequence int, account text, amount int)`,
    postings,
  )
}

/** Issues certificates. */
export function writeCertificates(
  em: EntityManager,
  rows: readonly CertificateRow[],
): Promise<void> {
  return run(
    em,
    `insert into certificate (id, origin, number, person_id, attempt_id, code, status_index,
       content, earned_at, issued_at, valid_until)
     select id, origin, number, "personId", "attemptId", code,
       nextval('certificate_status_index') - 1, content, "earnedAt", "issuedAt", "validUntil"
     from json_to_recordset(?::json) as row (id uuid, origin text, number int, "personId" uuid,
       "attemptId" uuid, code text, content jsonb, "earnedAt" timestamptz, "issuedAt" timestamptz,
       "validUntil" timestamptz)`,
    rows,
  )
}

/** Adds what became of certificates; at most one event of each at a time. */
export function writeCertificateEvents(
  em: EntityManager,
  rows: readonly CertificateEventRow[],
): Promise<void> {
  return run(
    em,
    `insert into certificate_event (certificate_id, number, state, at)
     select "certificateId", coalesce((select max(number) from certificate_event
       where certificate_id = "certificateId"), 0) + 1, state, at
     from json_to_recordset(?::json)
       as row ("certificateId" uuid, state text, at timestamptz)`,
    rows,
  )
}

/** Opens tasks. */
export function writeTasks(em: EntityManager, rows: readonly TaskRow[]): Promise<void> {
  return run(
    em,
    `insert into human_task (id, origin, award_key, number, kind, award, person_id, unit_id,
       unit_path, attempt_id, title, reasons, opened_at, due_at)
     select * from json_to_recordset(?::json) as row (id uuid, origin text, "awardKey" text,
       number int, kind text, award jsonb, "personId" uuid, "unitId" uuid, "unitPath" text,
       "attemptId" uuid, title jsonb, reasons jsonb, "openedAt" timestamptz,
       "dueAt" timestamptz)`,
    rows,
  )
}

/** Ends tasks, each once: who comes second changes nothing. Gives how many ended by this. */
export async function writeTaskEvents(
  em: EntityManager,
  rows: readonly TaskEventRow[],
): Promise<number> {
  if (rows.length === 0) return 0
  const ended = await em.execute<unknown[]>(
    `insert into human_task_event (task_id, kind, note, by, at)
     select * from json_to_recordset(?::json)
       as row ("taskId" uuid, kind text, note text, by uuid, at timestamptz)
     on conflict do nothing returning task_id`,
    [JSON.stringify(rows)],
  )
  return ended.length
}

/** The rows as one parameter: the statement stays the same however many there are. */
async function run(em: EntityManager, statement: string, rows: readonly object[]): Promise<void> {
  if (rows.length > 0) await em.execute(statement, [JSON.stringify(rows)])
}
