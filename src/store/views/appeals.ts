import { Refusal } from '../../domain/refusal.ts'
import { milderOrSame } from '../../domain/review/appeal.ts'
import type { AppealRow, AppealView } from '../../domain/review/appeal-views.ts'
import {
  decisionChoices,
  FINDING_NAMES,
  type Finding,
  REASON_NAMES,
  type ReasonCode,
} from '../../domain/review/decision.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { type Auditor, withoutConflict } from './cases.ts'

interface AppealColumns {
  readonly id: string
  readonly caseId: string
  readonly attemptId: string
  readonly code: string
  readonly examTitle: LocalizedText
  readonly simulated: boolean
  /** Of the case. */
  readonly finding: Finding
  readonly filedAt: Date
  readonly dueAt: Date
  readonly grounds: string
  readonly decidedFinding: Finding | null
  readonly reasonCode: ReasonCode | null
  readonly explanation: string | null
  readonly decidedAt: Date | null
  readonly decidedByMe: boolean
}

/** Appeals an auditor may hear: on nobody of their own line, nor on whom they decided. */
function appealsOf(tx: SqlTransaction, auditor: Auditor) {
  return tx`
    select appeal.id, appeal.case_id as "caseId", appeal.attempt_id as "attemptId",
      review_case.code, exam.blueprint -> 'title' as "examTitle", exam.simulated,
      review_case.finding, appeal.filed_at as "filedAt", appeal.due_at as "dueAt", appeal.grounds,
      made.finding as "decidedFinding", made.reason_code as "reasonCode", made.explanation,
      made.decided_at as "decidedAt",
      coalesce(made.auditor_id = ${auditor.personId}, false) as "decidedByMe"
    from appeal join review_case on review_case.id = appeal.case_id
    join exam on exam.id = review_case.exam_id
    left join appeal_decision as made on made.appeal_id = appeal.id
    where ${withoutConflict(tx, auditor)} and not exists (select 1 from decision
      join review_case as decided on decided.id = decision.case_id
      where decided.attempt_id = review_case.attempt_id and auditor_id = ${auditor.personId})`
}

/** The appeals an auditor may hear, those due first; decided ones last. */
export async function listAppeals(
  sql: Sql,
  scope: Scope,
  asked: { readonly auditor: Auditor; readonly state: 'open' | 'decided' | undefined },
): Promise<AppealRow[]> {
  const { auditor, state = null } = asked
  const rows = await read(
    sql,
    scope,
    (tx) => tx<AppealColumns[]>`
      ${appealsOf(tx, auditor)}
        and (${state}::text is null or (made.finding is null) = (${state} = 'open'))
      order by made.decided_at desc nulls first, appeal.due_at, appeal.id`,
  )
  return rows.map(rowOf)
}

/**
 * One appeal with what the case's auditors decided; whoever they are is not told.
 * @throws Refusal 'not-found', also for whoever decided the case
 */
export async function getAppeal(
  sql: Sql,
  scope: Scope,
  asked: { readonly auditor: Auditor; readonly caseId: string },
): Promise<AppealView> {
  return read(sql, scope, async (tx) => {
    const [row] = await tx<AppealColumns[]>`
      ${appealsOf(tx, asked.auditor)} and appeal.case_id = ${asked.caseId}`
    if (!row) throw new Refusal('not-found', 'no such appeal')
    const statements = await tx<{ at: Date; text: string }[]>`
      select stated_at as at, text from statement
      where attempt_id = ${row.attemptId} order by stated_at`
    const decisions = await tx<
      { finding: Finding; reasonCode: ReasonCode; note: string; at: Date }[]
    >`select finding, reason_code as "reasonCode", note, decided_at as at
      from decision where case_id = ${row.caseId} order by decided_at, id`
    const open = milderOrSame(row.finding)
    return {
      ...rowOf(row),
      grounds: row.grounds,
      statements: statements.map(({ at, text }) => ({ at: at.toISOString(), text })),
      decisions: decisions.map(({ finding, reasonCode, note, at }) => ({
        finding: named(finding),
        reason: REASON_NAMES[reasonCode],
        note,
        at: at.toISOString(),
      })),
      choices: decisionChoices()
        .filter(({ finding }) => open.includes(finding))
        .sort((one, other) => open.indexOf(one.finding) - open.indexOf(other.finding)),
      mayDecide: row.decidedFinding === null,
      decision: decisionOf(row),
    }
  })
}

function rowOf(row: AppealColumns): AppealRow {
  return {
    id: row.id,
    caseId: row.caseId,
    code: row.code,
    examTitle: row.examTitle,
    simulated: row.simulated,
    finding: named(row.finding),
    filedAt: row.filedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    state: row.decidedFinding === null ? 'open' : 'decided',
  }
}

function decisionOf(row: AppealColumns): AppealView['decision'] {
  const { decidedFinding, reasonCode, explanation, decidedAt } = row
  if (!(decidedFinding && reasonCode && explanation && decidedAt)) return null
  return {
    finding: named(decidedFinding),
    upheld: decidedFinding === row.finding,
    reason: REASON_NAMES[reasonCode],
    explanation,
    at: decidedAt.toISOString(),
    mine: row.decidedByMe,
  }
}

function named(finding: Finding): AppealRow['finding'] {
  return { code: finding, name: FINDING_NAMES[finding] }
}
