import type { Flag } from '../../domain/forensics/flag.ts'
import { CREDIT_UTC_OFFSET_HOURS } from '../../domain/policy/credit-cycles.ts'
import type { CaseOrigin } from '../../domain/review/case-source.ts'
import {
  FINDING_NAMES,
  type Finding,
  REASON_NAMES,
  type ReasonCode,
} from '../../domain/review/decision.ts'
import type { Matter, MyReview } from '../../domain/review/my-review.ts'
import { type CandidatesCase, matterOf, toldCase } from '../../domain/review/told-case.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { currentCase } from '../review/current-case.ts'
import { read } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

/** Where auditors did not agree, no reason is common to them. */
const NO_AGREEMENT: LocalizedText = {
  'zh-CN': '核查人员的意见不一致，因此不能认定任何问题',
  en: 'The auditors did not agree, so nothing can be held against you',
}

interface CaseColumns {
  readonly caseId: string
  readonly attemptId: string
  readonly examTitle: LocalizedText
  readonly origin: CaseOrigin
  readonly openedAt: Date
  readonly dueAt: Date
  readonly finding: Finding | null
  readonly reasonCode: ReasonCode | null
  readonly decidedAt: Date | null
  readonly releasedAt: Date | null
  readonly grounds: string | null
  readonly filedAt: Date | null
  readonly appealDueAt: Date | null
  readonly appealFinding: Finding | null
  readonly appealReason: ReasonCode | null
  readonly explanation: string | null
  readonly heardAt: Date | null
  readonly stated: boolean
}

/** All cases of a person's attempts, with their appeals; within that person's own scope. */
function casesOf(tx: SqlTransaction, personId: string) {
  return tx`
    select review_case.id as "caseId", review_case.attempt_id as "attemptId", exam.blueprint -> 'title' as "examTitle",
      review_case.origin, review_case.opened_at as "openedAt", review_case.due_at as "dueAt",
      review_case.finding, review_case.decided_at as "decidedAt", (
        select reason_code from decision where case_id = review_case.id
          and decision.finding = review_case.finding order by decided_at, id limit 1
      ) as "reasonCode",
      case when exam.release_results = 'at-submission' then coalesce(attempt.closed_at, exam.final_at)
        else exam.final_at end as "releasedAt",
      appeal.grounds, appeal.filed_at as "filedAt", appeal.due_at as "appealDueAt",
      heard.finding as "appealFinding", heard.reason_code as "appealReason", heard.explanation,
      heard.decided_at as "heardAt",
      exists (select 1 from statement where attempt_id = attempt.id) as stated
    from review_case join attempt on attempt.id = review_case.attempt_id
    join exam on exam.id = attempt.exam_id
    left join appeal on appeal.case_id = review_case.id
    left join appeal_decision as heard on heard.appeal_id = appeal.id
    where review_case.candidate_id = ${personId}`
}

function caseOf(row: CaseColumns): CandidatesCase {
  const { origin, dueAt, finding, decidedAt, releasedAt, filedAt, appealDueAt } = row
  const isAppealed = filedAt !== null && appealDueAt !== null
  return {
    ...{ origin, dueAt, finding, decidedAt, releasedAt },
    appeal: isAppealed
      ? { dueAt: appealDueAt, finding: row.appealFinding, decidedAt: row.heardAt }
      : null,
  }
}

/** What of their cases a person should know or do now. */
export async function listMatters(sql: Sql, personId: string, now: Date): Promise<Matter[]> {
  const rows = await read(
    sql,
    { person: personId, branches: [] },
    (tx) => tx<CaseColumns[]>`
      ${casesOf(tx, personId)} and ${tx.unsafe(currentCase())}
      order by review_case.opened_at desc, review_case.id`,
  )
  return rows.flatMap((row) => {
    const found = caseOf(row)
    const at = { now, utcOffsetHours: CREDIT_UTC_OFFSET_HOURS }
    const matter = matterOf(found, at)
    if (matter === null) return []
    const { finding } = toldCase(found, at)
    const { attemptId, examTitle, stated } = row
    return [
      {
        ...{ kind: matter.kind, attemptId, examTitle, stated },
        finding: finding && FINDING_NAMES[finding],
        until: matter.until?.toISOString() ?? null,
      },
    ]
  })
}

/** Statements of an attempt, and its case as it is now where there is one. */
export interface ReviewRows {
  readonly statements: readonly { readonly at: Date; readonly text: string }[]
  readonly found: CaseColumns | null
  /** Cases before it, oldest first. */
  readonly earlier: readonly CaseColumns[]
}

/** Reads what `myReviewOf` tells, within the candidate's own scope. */
export async function readReview(
  tx: SqlTransaction,
  asked: { readonly personId: string; readonly attemptId: string },
): Promise<ReviewRows> {
  const { personId, attemptId } = asked
  const statements = await tx<{ at: Date; text: string }[]>`
    select stated_at as at, text from statement
    where attempt_id = ${attemptId} order by stated_at`
  const cases = await tx<CaseColumns[]>`
    ${casesOf(tx, personId)} and review_case.attempt_id = ${attemptId} order by round`
  return { statements, found: cases.at(-1) ?? null, earlier: cases.slice(0, -1) }
}

/** What a candidate reads of flags and case; null where there is neither. */
export function myReviewOf(
  { statements, found, earlier }: ReviewRows,
  flags: readonly Flag[],
  now: Date,
): MyReview | null {
  const told = found && toldCase(caseOf(found), { now, utcOffsetHours: CREDIT_UTC_OFFSET_HOURS })
  const state = told?.state ?? 'none'
  if (flags.length === 0 && state === 'none') return null
  const shown = state === 'none' ? null : found
  return {
    caseId: shown?.caseId ?? null,
    state,
    origin: shown?.origin ?? null,
    openedAt: shown?.openedAt.toISOString() ?? null,
    dueAt: state === 'open' ? (shown?.dueAt.toISOString() ?? null) : null,
    mayState: state !== 'decided',
    flags: flags.map((flag) => ({
      name: flag.name,
      summary: flag.summary,
      evidence: flag.evidence.map(({ text }) => text),
      innocentExplanations: flag.innocentExplanations,
      falseFlagRate: flag.falseFlagRate,
    })),
    statements: statements.map(({ at, text }) => ({ at: at.toISOString(), text })),
    finding: shown && findingOf(shown),
    earlier: shown ? earlier.flatMap((before) => findingOf(before) ?? []) : [],
    appealUntil: told?.appealUntil?.toISOString() ?? null,
    appeal: shown && appealOf(shown),
  }
}

function findingOf(row: CaseColumns): MyReview['finding'] {
  const { finding, decidedAt, reasonCode } = row
  if (finding === null || decidedAt === null) return null
  return {
    code: finding,
    name: FINDING_NAMES[finding],
    reason: reasonCode === null ? NO_AGREEMENT : REASON_NAMES[reasonCode],
    decidedAt: decidedAt.toISOString(),
  }
}

function appealOf(row: CaseColumns): MyReview['appeal'] {
  const { grounds, filedAt, appealDueAt, appealFinding, appealReason, explanation, heardAt } = row
  if (grounds === null || filedAt === null || appealDueAt === null) return null
  const isHeard = appealFinding && appealReason && explanation !== null && heardAt
  return {
    grounds,
    filedAt: filedAt.toISOString(),
    dueAt: appealDueAt.toISOString(),
    decision: isHeard
      ? {
          code: appealFinding,
          finding: FINDING_NAMES[appealFinding],
          upheld: appealFinding === row.finding,
          reason: REASON_NAMES[appealReason],
          explanation,
          at: heardAt.toISOString(),
        }
      : null,
  }
}
