import type { Finding } from '../../domain/review/decision.ts'
import type { MyAccuracy, Overturned } from '../../domain/review/statistics-views.ts'
import { agreementOf } from '../../domain/settlement/review-statistics/agreement-of.ts'
import {
  type KnownVerdict,
  knownAccuracy,
} from '../../domain/settlement/review-statistics/known-accuracy.ts'
import { shareOf } from '../../domain/settlement/review-statistics/share-of.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

/** An appeal against a finding: what had been found, and what holds now; null while open. */
export interface AppealedFinding {
  readonly finding: Finding
  readonly onAppeal: Finding | null
}

/**
 * What an auditor did, held against what is known: known cases, the other decision about decided
 * cases, and appeals. Nothing of a case that is still open goes in.
 */
export async function getMyAccuracy(
  sql: Sql,
  scope: Scope,
  asked: {
    readonly personId: string
    readonly knownShare: number
    readonly utcOffsetHours: number
  },
): Promise<MyAccuracy> {
  const { personId, knownShare, utcOffsetHours } = asked
  return read(sql, scope, async (tx) => {
    const verdicts = await tx<KnownVerdict[]>`
      select truth, finding, known_decision.decided_at as "decidedAt"
      from known_decision join known_case on known_case.id = case_id
      where auditor_id = ${personId}`
    const pairs = await tx<{ mine: Finding; other: Finding }[]>`
      select max(finding) filter (where auditor_id = ${personId}) as mine,
        max(finding) filter (where auditor_id <> ${personId}) as other
      from (select decision.*, row_number() over (partition by case_id
          order by decision.decided_at, decision.id) as turn
        from decision join review_case on review_case.id = case_id
        where review_case.finding is not null) as taken
      where turn <= 2 group by case_id
      having count(*) = 2 and bool_or(auditor_id = ${personId})`
    const appealed = await tx<AppealedFinding[]>`
      select review_case.finding, appeal_decision.finding as "onAppeal"
      from appeal join review_case on review_case.id = appeal.case_id
      join decision on decision.case_id = review_case.id
        and decision.auditor_id = ${personId} and decision.finding = review_case.finding
      left join appeal_decision on appeal_decision.appeal_id = appeal.id`
    const [counted] = await tx<{ decisions: number }[]>`
      select count(*)::int as decisions from decision where auditor_id = ${personId}`
    return {
      decisions: counted?.decisions ?? 0,
      knownShare,
      known: knownAccuracy(verdicts, utcOffsetHours),
      agreement: agreementOf(pairs.map(({ mine, other }) => [mine, other])),
      overturned: overturnedOf(appealed),
    }
  })
}

/** How often appeals replaced what had been found. */
export function overturnedOf(appealed: readonly AppealedFinding[]): Overturned {
  const heard = appealed.filter(({ onAppeal }) => onAppeal !== null)
  const replaced = heard.filter(({ finding, onAppeal }) => finding !== onAppeal)
  return {
    appealed: appealed.length,
    open: appealed.length - heard.length,
    overturned: shareOf(replaced.length, heard.length),
  }
}
