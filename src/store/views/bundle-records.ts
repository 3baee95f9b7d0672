import { sha256Hex } from '../../domain/digest.ts'
import type { BundledRecord } from '../../domain/settlement/exam-bundle.ts'
import type { SqlTransaction } from '../sql-pool.ts'

/** What follows from an attempt for good is named by it. */
const ORIGIN = "origin = any(select 'attempt:' || id from unnest($2::uuid[]) as id)"

/** How the rows of a table belong to an exam: `$1` its id, `$2` the ids of its attempts. */
const OF = {
  exam: 'exam_id = $1',
  attempt: 'attempt_id = any($2::uuid[])',
  origin: ORIGIN,
  case: 'case_id in (select id from review_case where exam_id = $1)',
} as const

interface Kind {
  readonly where: string
  readonly order: string
  /** Texts that persons wrote about themselves: their SHA-256 stands in their place. */
  readonly digested?: readonly string[]
  readonly without?: readonly string[]
}

/**
 * Every table with what followed from an exam's attempts. Persons stand in it by their ids; the
 * ways by which they could be found (names, addresses, devices) stay out.
 */
const KINDS: Readonly<Record<string, Kind>> = {
  policy_version: {
    where: 'id = (select policy_version_id from exam where id = $1)',
    order: 'id',
  },
  policy_approval: {
    where: 'policy_version_id = (select policy_version_id from exam where id = $1)',
    order: 'policy_version_id',
  },
  time_calibration: { where: OF.exam, order: 'exam_id' },
  assignment: { where: OF.exam, order: 'person_id' },
  conduct_act: { where: OF.exam, order: 'acted_at, id' },
  key_amendment: { where: OF.exam, order: 'number' },
  amendment_verdict: {
    where: 'amendment_id in (select id from key_amendment where exam_id = $1)',
    order: 'number',
  },
  cohort_screening: { where: OF.exam, order: 'number' },
  cohort_evidence: { where: OF.attempt, order: 'attempt_id, number' },
  settlement: { where: OF.attempt, order: 'attempt_id, number' },
  review_case: { where: OF.exam, order: 'attempt_id, round' },
  retest: {
    where: 'verified_attempt_id = any($2::uuid[])',
    order: 'verified_attempt_id, exam_id, number',
  },
  // What is decided about an open case would sway the next one.
  decision: {
    where: `${OF.case.slice(0, -1)} and decided_at is not null)`,
    order: 'case_id, decided_at, id',
    digested: ['note'],
  },
  statement: { where: OF.attempt, order: 'attempt_id, stated_at, id', digested: ['text'] },
  case_assignment: { where: OF.case, order: 'case_id, assigned_at, id' },
  appeal: { where: OF.attempt, order: 'attempt_id', digested: ['grounds'] },
  appeal_decision: {
    where: `appeal_id in (select id from appeal where attempt_id = any($2::uuid[]))`,
    order: 'appeal_id',
    digested: ['explanation'],
  },
  award: { where: OF.attempt, order: 'attempt_id, settlement_number, position' },
  credit_transaction: { where: OF.origin, order: 'origin, sequence' },
  credit_posting: { where: OF.origin, order: 'origin, sequence, account' },
  // The code would open the certificate with its holder's name.
  certificate: { where: OF.origin, order: 'origin, number', without: ['code', 'content'] },
  certificate_event: {
    where: `certificate_id in (select id from certificate where ${ORIGIN})`,
    order: 'certificate_id, number',
  },
  human_task: { where: OF.origin, order: 'origin, award_key, number' },
  human_task_event: {
    where: `task_id in (select id from human_task where ${ORIGIN})`,
    order: 'task_id',
    digested: ['note'],
  },
}

/** What followed from an exam's attempts, by table, as the database has it. */
export async function readBundleRecords(
  tx: SqlTransaction,
  examId: string,
  attemptIds: readonly string[],
): Promise<Record<string, BundledRecord[]>> {
  const records: Record<string, BundledRecord[]> = {}
  for (const [table, kind] of Object.entries(KINDS)) {
    // A column may have the table's name. Both parameters are named, whichever the condition uses.
    const rows = await tx.unsafe<{ row: BundledRecord }[]>(
      `select to_jsonb(bundled_row) as row from ${table} as bundled_row
       where (${kind.where}) and ($1::uuid is not null or $2::uuid[] is not null)
       order by ${kind.order}`,
      [examId, [...attemptIds]],
    )
    records[table] = rows.map(({ row }) => withoutPersonal(row, kind))
  }
  return records
}

function withoutPersonal(row: BundledRecord, { digested, without }: Kind): BundledRecord {
  const told: Record<string, unknown> = { ...row }
  for (const name of without ?? []) delete told[name]
  for (const name of digested ?? []) told[name] = sha256Hex(String(row[name]))
  return told
}
