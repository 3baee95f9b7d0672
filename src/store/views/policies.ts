import {
  type Award,
  type PolicyDocument,
  type PolicyRule,
  subjectOf,
} from '../../domain/policy/policy.ts'
import { stateOf } from '../../domain/policy/version-in-force.ts'
import type { PolicyVersionView } from '../../domain/policy/views.ts'
import { Refusal } from '../../domain/refusal.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface VersionRow {
  readonly id: string
  readonly policy: string
  readonly version: number
  readonly digest: string
  readonly document: PolicyDocument
  readonly effectiveFrom: Date
  readonly approvedAt: Date | null
  readonly approvedBy: string | null
  readonly createdBy: string | null
  readonly authorId: string | null
  readonly createdAt: Date
  readonly exams: PolicyVersionView['exams']
}

/** Who asks for policies, and when. */
export interface PolicyReader {
  readonly personId: string
  readonly now: Date
}

/** Every policy version with its state and the exams of the reader's branches, newest first. */
export async function listPolicyVersions(
  sql: Sql,
  scope: Scope,
  { personId, now }: PolicyReader,
): Promise<PolicyVersionView[]> {
  const rows = await read(
    sql,
    scope,
    (tx) => tx<VersionRow[]>`
      select policy_version.id, policy, version, digest, document,
        effective_from as "effectiveFrom", approved_at as "approvedAt",
        (select name from person where person.id = approved_by) as "approvedBy",
        (select name from person where person.id = created_by) as "createdBy",
        created_by as "authorId", created_at as "createdAt",
        coalesce((select jsonb_agg(jsonb_build_object('examId', exam.id,
            'title', exam.blueprint -> 'title', 'final', exam.final_at is not null)
            order by exam.opens_at desc)
          from exam where exam.policy_version_id = policy_version.id), '[]') as exams
      from policy_version
      left join policy_approval on policy_version_id = policy_version.id
      order by policy, version desc`,
  )
  const byPolicy = Map.groupBy(rows, ({ policy }) => policy)
  return rows.map((row) => shown(row, byPolicy.get(row.policy) ?? [], { personId, now }))
}

/** One of them. @throws Refusal 'not-found' */
export async function getPolicyVersion(
  sql: Sql,
  scope: Scope,
  asked: PolicyReader & { readonly policyVersionId: string },
): Promise<PolicyVersionView> {
  const versions = await listPolicyVersions(sql, scope, asked)
  const found = versions.find(({ policyVersionId }) => policyVersionId === asked.policyVersionId)
  if (!found) throw new Refusal('not-found', 'no such policy version')
  return found
}

function shown(
  row: VersionRow,
  all: readonly VersionRow[],
  { personId, now }: PolicyReader,
): PolicyVersionView {
  const { id, document, effectiveFrom, approvedAt, approvedBy, createdBy, authorId } = row
  return {
    policyVersionId: id,
    policy: row.policy,
    version: row.version,
    subject: subjectOf(document),
    title: document.title,
    digest: row.digest,
    effectiveFrom: effectiveFrom.toISOString(),
    state: stateOf(row, all, now),
    approved: approvedAt !== null,
    approval: approvedAt && { by: approvedBy ?? '', at: approvedAt.toISOString() },
    createdBy: createdBy ?? '',
    createdAt: row.createdAt.toISOString(),
    mine: authorId === personId,
    exams: row.exams,
    document,
    rules: document.rules.map(shownRule),
  }
}

function shownRule({ id, title, when, effect, award, reason }: PolicyRule) {
  return { id, title, when, effect, award: award ? awardText(award) : null, reason }
}

function awardText(award: Award): string {
  if (award.kind === 'credits') return `credits ${award.amount}`
  return award.kind === 'eligibility' ? `eligibility ${award.of}` : award.kind
}
