import type { LiveProgress } from '../../domain/delivery/live-attempts.ts'
import { Refusal } from '../../domain/refusal.ts'
import { windowEndOf } from '../../domain/scheduling/exam.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

/** An exam's window and pause as they are now, and how some of its attempts stand. */
export interface LiveDetails {
  readonly closesAt: Date
  readonly pausedUntil: Date | null
  readonly attempts: readonly LiveProgress[]
}

/**
 * What a page of the live board shows beyond a reading of it, read anew so that an act is seen at
 * once. The caller has checked that the reader covers the attempts. @throws Refusal 'not-found'
 */
export async function readLiveDetails(
  sql: Sql,
  examId: string,
  attemptIds: readonly string[],
): Promise<LiveDetails> {
  return read(sql, SYSTEM, async (tx) => {
    const [exam] = await tx<
      {
        readonly closesAt: Date
        readonly extendedSeconds: number
        readonly pausedUntil: Date | null
      }[]
    >`
      select closes_at as "closesAt", extended_seconds as "extendedSeconds",
        paused_until as "pausedUntil" from exam where id = ${examId}`
    if (!exam) throw new Refusal('not-found', 'no such exam')
    const attempts = await tx<LiveProgress[]>`
      select id, state, deadline_at as "deadlineAt", paused_until as "pausedUntil",
        jsonb_array_length(form -> 'items') as "itemCount",
        coalesce((receipt ->> 'answered')::int, (
          select count(distinct item_id)::int from journal_entry
          where attempt_id = attempt.id and kind = 'response'), 0) as answered
      from attempt where exam_id = ${examId} and id = any(${[...attemptIds]}::uuid[])`
    return { closesAt: windowEndOf(exam), pausedUntil: exam.pausedUntil, attempts: [...attempts] }
  })
}
