import type { AwardTimes } from '../../domain/policy/award-views.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

/**
 * How long awards took, by exam: from the moment a result was final to its first award, in
 * seconds. Awards from before that moment was recorded are left out.
 */
export async function listAwardTimes(sql: Sql, scope: Scope): Promise<AwardTimes[]> {
  return read(
    sql,
    scope,
    (tx) => tx<(AwardTimes & { title: LocalizedText })[]>`
      with first_granted as (
        select distinct on (origin, position) award.attempt_id,
          greatest(0, extract(epoch from awarded_at - award.final_at)) as seconds
        from award where attempt_id is not null and state = 'granted' and award.final_at is not null
        order by origin, position, settlement_number
      ), held_now as (
        select attempt_id, count(*) as held from award
        where attempt_id is not null and state = 'held' and settlement_number = (
          select max(settlement_number) from award as later where later.origin = award.origin)
        group by attempt_id
      ), by_exam as (
        select attempt.exam_id, count(seconds) as awarded,
          percentile_cont(0.5) within group (order by seconds) as median,
          percentile_cont(0.95) within group (order by seconds) as p95, max(seconds) as longest
        from first_granted join attempt on attempt.id = attempt_id group by attempt.exam_id
      ), held_by_exam as (
        select attempt.exam_id, sum(held) as held
        from held_now join attempt on attempt.id = attempt_id group by attempt.exam_id
      )
      select exam.id as "examId", exam.blueprint -> 'title' as title,
        coalesce(awarded, 0)::int as awarded, median::float8 as "medianSeconds",
        p95::float8 as "p95Seconds", longest::float8 as "longestSeconds",
        coalesce(held, 0)::int as held
      from exam left join by_exam on by_exam.exam_id = exam.id
      left join held_by_exam on held_by_exam.exam_id = exam.id
      where awarded > 0 or held > 0 order by exam.closes_at desc, exam.id`,
  )
}
