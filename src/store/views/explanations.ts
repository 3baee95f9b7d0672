import { explainOutcome } from '../../domain/policy/explain-outcome.ts'
import type { PolicyDocument, PolicyOutcome, SubjectFacts } from '../../domain/policy/policy.ts'
import type { ExplanationView } from '../../domain/policy/views.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

interface OutcomeRow {
  readonly about: LocalizedText
  readonly facts: SubjectFacts
  readonly outcome: PolicyOutcome
  readonly number: number
  readonly at: Date
  readonly inputDigest: string
  readonly policyVersionId: string
}

interface PolicyRow {
  readonly policy: string
  readonly version: number
  readonly digest: string
  readonly document: PolicyDocument
}

/** Why an attempt's outcome is as it is, for its candidate once it is told. @throws Refusal */
export async function explainOwnAttempt(
  sql: Sql,
  personId: string,
  attemptId: string,
): Promise<ExplanationView> {
  const row = await read(sql, { person: personId, branches: [] }, (tx) =>
    findAttempt(tx, attemptId),
  )
  if (!row?.isReleased) throw new Refusal('not-found', 'no outcome that has been told')
  return explained(sql, row, { attemptId, standingId: null })
}

/** The same for whom the attempt's branch is open to. @throws Refusal 'not-found' */
export async function explainAttempt(
  sql: Sql,
  scope: Scope,
  attemptId: string,
): Promise<ExplanationView> {
  const row = await read(sql, scope, (tx) => findAttempt(tx, attemptId))
  if (!row) throw new Refusal('not-found', 'no such outcome')
  return explained(sql, row, { attemptId, standingId: null })
}

/** Why a standing is as it is. @throws Refusal 'not-found' */
export async function explainStanding(
  sql: Sql,
  scope: Scope,
  standingId: string,
): Promise<ExplanationView> {
  const [row] = await read(
    sql,
    scope,
    (tx) => tx<OutcomeRow[]>`
      select facts, outcome, number, evaluated_at as at, input_digest as "inputDigest",
        policy_version_id as "policyVersionId", jsonb_build_object('zh-CN', cycle, 'en', cycle)
          as about
      from standing where id = ${standingId}`,
  )
  if (!row) throw new Refusal('not-found', 'no such standing')
  return explained(sql, row, { attemptId: null, standingId })
}

async function findAttempt(
  tx: SqlTransaction,
  attemptId: string,
): Promise<(OutcomeRow & { readonly isReleased: boolean }) | undefined> {
  const [row] = await tx<(OutcomeRow & { readonly isReleased: boolean })[]>`
    select exam.blueprint -> 'title' as about, facts, outcome, number, settled_at as at,
      input_digest as "inputDigest", exam.policy_version_id as "policyVersionId",
      exam.final_at is not null or exam.release_results = 'at-submission' as "isReleased"
    from settlement join attempt on attempt.id = settlement.attempt_id
    join exam on exam.id = attempt.exam_id
    where attempt_id = ${attemptId} and attempt.state <> 'running' order by number desc limit 1`
  return row
}

async function explained(
  sql: Sql,
  row: OutcomeRow,
  of: Pick<ExplanationView, 'attemptId' | 'standingId'>,
): Promise<ExplanationView> {
  const { policyVersionId } = row
  // Rules are told to everybody whom they concern.
  const [policy] = await read(
    sql,
    SYSTEM,
    (tx) => tx<PolicyRow[]>`
      select policy, version, digest, document from policy_version where id = ${policyVersionId}`,
  )
  if (!policy) throw new Error(`there is no policy version ${policyVersionId}`)
  const { document, ...version } = policy
  return {
    ...of,
    ...explainOutcome(document, row.facts, row.outcome),
    about: of.standingId === null ? row.about : cycleTitle(document, row.about),
    policy: { ...version, policyVersionId, title: document.title },
    number: row.number,
    at: row.at.toISOString(),
    inputDigest: row.inputDigest,
  }
}

function cycleTitle({ title }: PolicyDocument, cycle: LocalizedText): LocalizedText {
  return { 'zh-CN': `${title['zh-CN']}（${cycle['zh-CN']}）`, en: `${title.en} (${cycle.en})` }
}
