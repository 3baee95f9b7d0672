import type { EntityManager } from '@mikro-orm/postgresql'
import { Refusal } from '../domain/refusal.ts'
import { read, SYSTEM } from './scope.ts'
import type { Sql } from './sql-pool.ts'

/** How often a process that takes requests says that it is there, ms. */
export const BEAT_EVERY_MS = 5000
/** With no beat for that long nobody could work, ms: two may come late on a busy machine. */
const OUTAGE_AFTER_MS = 15_000

/** Whether the beat is too old to say that the service has been there all the time. */
export function isOutage(beatAt: Date, now: Date): boolean {
  return now.getTime() - beatAt.getTime() > OUTAGE_AFTER_MS
}

/**
 * Whether the service has been there up to now. While it has not, time is still to be given back,
 * so nothing may be refused or closed for its deadline. A service that never beat has lost none.
 */
export async function beatIsFresh(sql: Sql, now: Date): Promise<boolean> {
  const [row] = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ beatAt: Date }[]>`select beat_at as "beatAt" from service_beat`,
  )
  return !row || !isOutage(row.beatAt, now)
}

/**
 * The same inside a use case that holds the lock on an attempt: time is given back under that
 * lock, so what is fresh here has been given back to that attempt.
 */
export async function beatIsFreshIn(em: EntityManager, now: Date): Promise<boolean> {
  const [row] = await em.execute<{ late_ms: number }[]>(
    'select extract(epoch from ?::timestamptz - beat_at)::float8 * 1000 as late_ms from service_beat',
    [now],
  )
  return !row || row.late_ms <= OUTAGE_AFTER_MS
}

/** What is told instead of refusing or closing for a deadline while the beat is not fresh. */
export function recovering(): Refusal {
  const detail = 'the service was away and gives that time back first'
  return new Refusal('service-recovering', detail, [], BEAT_EVERY_MS / 1000)
}
