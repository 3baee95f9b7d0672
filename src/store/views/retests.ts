import type { OwnRetest } from '../../domain/review/retest-views.ts'
import type { LocalizedText } from '../../domain/text.ts'
import type { RetestContent } from '../entities/retest.ts'
import type { SqlTransaction } from '../sql-pool.ts'

interface RetestColumns {
  readonly verifiedAttemptId: string
  readonly verifiedTitle: LocalizedText
  readonly attemptId: string | null
  readonly retestTitle: LocalizedText
  readonly content: RetestContent
  readonly comparedAt: Date
}

/**
 * Re-tests as they were last compared, newest first: those of an attempt that was verified, or
 * those that an attempt of one's own takes part in on either side. Only what is final is there.
 */
export async function findRetests(
  tx: SqlTransaction,
  asked: { readonly verified: string } | { readonly own: string },
): Promise<OwnRetest[]> {
  const which =
    'verified' in asked
      ? tx`retest.verified_attempt_id = ${asked.verified}`
      : tx`(retest.verified_attempt_id = ${asked.own} or retest.attempt_id = ${asked.own})`
  const rows = await tx<RetestColumns[]>`
    select retest.verified_attempt_id as "verifiedAttemptId",
      verified.blueprint -> 'title' as "verifiedTitle", retest.attempt_id as "attemptId",
      exam.blueprint -> 'title' as "retestTitle", retest.content,
      retest.compared_at as "comparedAt"
    from retest join exam on exam.id = retest.exam_id
    join exam as verified on verified.id = exam.verifies_exam_id
    where ${which} and not exists (select 1 from retest as later
      where later.exam_id = retest.exam_id and later.person_id = retest.person_id
        and later.number > retest.number)
    order by exam.closes_at desc, retest.exam_id`
  return rows.map(({ content, comparedAt, ...row }) => ({
    verified: { attemptId: row.verifiedAttemptId, examTitle: row.verifiedTitle },
    retest: { attemptId: row.attemptId, examTitle: row.retestTitle },
    comparedAt: comparedAt.toISOString(),
    ...content,
  }))
}
