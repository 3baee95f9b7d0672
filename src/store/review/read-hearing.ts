import type { EntityManager } from '@mikro-orm/postgresql'
import type { Hearing } from '../../domain/review/hearing.ts'

/** How far the candidate of a case was heard; of a known case as if there were one. */
export async function readHearing(
  em: EntityManager,
  asked: { readonly caseId: string; readonly now: Date },
): Promise<Hearing> {
  const { caseId, now } = asked
  const [row] = await em.execute<
    { opened: number; released: number | null; stated: number | null }[]
  >(
    `select (extract(epoch from found.opened_at) * 1000)::float8 as opened,
       (extract(epoch from case when exam.release_results = 'at-submission'
         then coalesce(found.closed_at, exam.final_at) else exam.final_at end) * 1000)::float8
         as released,
       (extract(epoch from found.stated_at) * 1000)::float8 as stated
     from (
       select review_case.exam_id, opened_at, attempt.closed_at, (
         select max(stated_at) from statement where attempt_id = attempt.id) as stated_at
       from review_case join attempt on attempt.id = review_case.attempt_id
       where review_case.id = ?
       union all
       select exam_id, opened_at, closed_at, (
         select max((said ->> 'at')::timestamptz) from jsonb_array_elements(statements) as said
         where (said ->> 'at')::timestamptz <= ?)
       from known_case where id = ?
     ) as found join exam on exam.id = found.exam_id`,
    [caseId, now, caseId],
  )
  if (!row) throw new Error(`there is no case ${caseId}`)
  const timeOf = (ms: number | null) => (ms === null ? null : new Date(ms))
  return {
    openedAt: new Date(row.opened),
    releasedAt: timeOf(row.released),
    statedAt: timeOf(row.stated),
  }
}
