import type { AttemptNews, AttemptNotice } from '../../domain/delivery/conduct.ts'
import { Refusal } from '../../domain/refusal.ts'
import { read } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

type NoticeRow = Omit<AttemptNotice, 'at'> & { readonly attemptId: string; readonly at: Date }

/** What the candidate of an attempt is told, by `readNoticesOf`. */
export async function readNotices(tx: SqlTransaction, attemptId: string): Promise<AttemptNotice[]> {
  return (await readNoticesOf(tx, [attemptId])).get(attemptId) ?? []
}

/**
 * What the candidates of attempts are told, newest last: acts about their attempt or everybody's
 * since it began, and messages to everybody from before. Attempts without any are left out.
 */
export async function readNoticesOf(
  tx: SqlTransaction,
  attemptIds: readonly string[],
): Promise<Map<string, AttemptNotice[]>> {
  const rows = await tx<NoticeRow[]>`
    select attempt.id as "attemptId", act.id, act.kind, act.seconds, act.text, act.acted_at as at
    from attempt join conduct_act as act on act.exam_id = attempt.exam_id
      and (act.attempt_id = attempt.id or act.attempt_id is null)
    where attempt.id = any(${[...attemptIds]}::uuid[])
      and (act.attempt_id is not null or act.kind = 'message'
        or act.acted_at >= attempt.started_at)
    order by act.acted_at, act.id`
  const notices = new Map<string, AttemptNotice[]>()
  for (const { attemptId, at, ...row } of rows) {
    const told = notices.get(attemptId) ?? []
    told.push({ ...row, at: at.toISOString() })
    notices.set(attemptId, told)
  }
  return notices
}

/** The news of one attempt, with where it belongs. */
export interface AttemptNewsRow {
  readonly attemptId: string
  readonly examId: string
  readonly news: AttemptNews
}

interface StandingRow {
  readonly attemptId: string
  readonly examId: string
  readonly state: AttemptNews['state']
  readonly deadlineAt: Date
  readonly pausedUntil: Date | null
  readonly claim: number
}

/** How attempts stand, in one reading however many they are; those that are not there are not. */
export async function readNewsOf(
  tx: SqlTransaction,
  attemptIds: readonly string[],
  now: Date,
): Promise<AttemptNewsRow[]> {
  const [standing, notices] = await Promise.all([
    tx<StandingRow[]>`
      select id as "attemptId", exam_id as "examId", state, deadline_at as "deadlineAt",
        paused_until as "pausedUntil", claim
      from attempt where id = any(${[...attemptIds]}::uuid[])`,
    readNoticesOf(tx, attemptIds),
  ])
  return standing.map(({ attemptId, examId, state, deadlineAt, pausedUntil, claim }) => ({
    attemptId,
    examId,
    news: {
      serverNow: now.toISOString(),
      state,
      deadlineAt: deadlineAt.toISOString(),
      pausedUntil: pausedUntil?.toISOString() ?? null,
      claim,
      notices: notices.get(attemptId) ?? [],
    },
  }))
}

/** How a candidate's own attempt stands. @throws Refusal 'not-found' */
export async function attemptNewsOf(
  sql: Sql,
  asked: { readonly attemptId: string; readonly personId: string; readonly now: Date },
): Promise<AttemptNews> {
  const { attemptId, personId, now } = asked
  const [found] = await read(sql, { person: personId, branches: [] }, (tx) =>
    readNewsOf(tx, [attemptId], now),
  )
  if (!found) throw new Refusal('not-found', 'no such attempt')
  return found.news
}
