import type { Flag } from '../../domain/forensics/flag.ts'
import { FINDING_NAMES, type Finding } from '../../domain/review/decision.ts'
import type { CaseRow } from '../../domain/review/views.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

/** The auditor who asks; cases on their own line of superiors are not shown at all. */
export interface Auditor {
  readonly personId: string
  readonly unitPath: string
}

export interface CaseColumns {
  readonly id: string
  readonly code: string
  readonly examTitle: LocalizedText
  readonly simulated: boolean
  readonly weight: number
  readonly flags: Flag[]
  readonly openedAt: Date
  readonly dueAt: Date
  readonly finding: Finding | null
  readonly decidedByMe: boolean
  readonly decisions: number
  readonly decisionsNeeded: number
}

/** The columns of a case in an auditor's queue, for a query over review_case. */
export function caseColumns(tx: SqlTransaction, auditor: Auditor) {
  return tx`
    review_case.id, review_case.code, exam.blueprint -> 'title' as "examTitle", exam.simulated,
    review_case.weight, settled.flags, review_case.opened_at as "openedAt",
    review_case.due_at as "dueAt", review_case.finding,
    review_case.decisions_needed as "decisionsNeeded", (
      select count(*)::int from decision where case_id = review_case.id) as decisions,
    exists (select 1 from decision where case_id = review_case.id
      and auditor_id = ${auditor.personId}) as "decidedByMe"`
}

/** Cases an auditor may see: not their own, nor of a unit above, below or equal to theirs. */
export function withoutConflict(tx: SqlTransaction, auditor: Auditor) {
  return tx`review_case.candidate_id <> ${auditor.personId}
    and not starts_with(review_case.unit_path, ${auditor.unitPath})
    and not starts_with(${auditor.unitPath}, review_case.unit_path)`
}

/** The queue: heaviest evidence first, then what is due first. */
export async function listCases(
  sql: Sql,
  scope: Scope,
  asked: { readonly auditor: Auditor; readonly state: 'open' | 'decided' | undefined },
): Promise<CaseRow[]> {
  const rows = await read(
    sql,
    scope,
    (tx) => tx<CaseColumns[]>`
      select ${caseColumns(tx, asked.auditor)}
      from review_case join exam on exam.id = review_case.exam_id
      join lateral (select flags from settlement where attempt_id = review_case.attempt_id
        order by number desc limit 1) as settled on true
      where ${withoutConflict(tx, asked.auditor)}
        and (${asked.state ?? null}::text is null
          or (review_case.finding is null) = (${asked.state ?? null} = 'open'))
      order by review_case.weight desc, review_case.due_at, review_case.id`,
  )
  return rows.map(caseRow)
}

export function caseRow(row: CaseColumns): CaseRow {
  return {
    id: row.id,
    code: row.code,
    examTitle: row.examTitle,
    simulated: row.simulated,
    weight: row.weight,
    flags: row.flags.map(({ name }) => name),
    openedAt: row.openedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    state: row.finding === null ? 'open' : 'decided',
    mine: row.decidedByMe ? 'decided' : 'to-decide',
    decisions: row.decisions,
    decisionsNeeded: row.decisionsNeeded,
  }
}

/** How decided cases with any of these indicators turned out, over all exams in scope. */
export async function baseRates(
  tx: SqlTransaction,
  indicators: readonly string[],
): Promise<{ finding: string; name: LocalizedText; count: number }[]> {
  const rows = await tx<{ finding: Finding; count: number }[]>`
    select review_case.finding, count(*)::int as count from review_case
    join lateral (select flags from settlement where attempt_id = review_case.attempt_id
      order by number desc limit 1) as settled on true
    where review_case.finding is not null and exists (
      select 1 from jsonb_array_elements(settled.flags) as flag
      where flag ->> 'indicator' = any(${[...indicators]}))
    group by review_case.finding order by count(*) desc`
  return rows.map(({ finding, count }) => ({ finding, name: FINDING_NAMES[finding], count }))
}
