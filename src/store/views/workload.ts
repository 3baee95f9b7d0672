import type { Workload } from '../../domain/review/queue-views.ts'
import { DECISIONS_A_DAY, dayEnd, dayStart } from '../../domain/review/workload.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

/** What waits for an auditor, and how much of the day's decisions is left. */
export async function getWorkload(
  sql: Sql,
  scope: Scope,
  asked: { readonly personId: string; readonly now: Date; readonly utcOffsetHours: number },
): Promise<Workload> {
  const { personId, now, utcOffsetHours } = asked
  const since = dayStart(now, utcOffsetHours)
  const [row] = await read(
    sql,
    scope,
    (tx) => tx<{ assigned: number; overdue: number; decidedToday: number }[]>`
      with waiting as (
        select seat.due_at from case_assignment as seat
        join review_case on review_case.id = seat.case_id and review_case.finding is null
        where seat.auditor_id = ${personId}
          and not exists (select 1 from case_assignment where replaces = seat.id)
          and not exists (select 1 from decision where decision.case_id = seat.case_id
            and decision.auditor_id = ${personId})
        union all
        select due_at from known_case where auditor_id = ${personId}
          and not exists (select 1 from known_decision where case_id = known_case.id))
      select (select count(*) from waiting)::int as assigned,
        (select count(*) from waiting where due_at < ${now})::int as overdue, ((
        select count(*) from decision where auditor_id = ${personId} and decided_at >= ${since}) + (
        select count(*) from known_decision join known_case on known_case.id = case_id
        where auditor_id = ${personId} and known_decision.decided_at >= ${since}) + (
        select count(*) from appeal_decision
        where auditor_id = ${personId} and decided_at >= ${since}))::int as "decidedToday"`,
  )
  return {
    assigned: row?.assigned ?? 0,
    overdue: row?.overdue ?? 0,
    decidedToday: row?.decidedToday ?? 0,
    dayLimit: DECISIONS_A_DAY,
    dayEndsAt: dayEnd(now, utcOffsetHours).toISOString(),
  }
}
