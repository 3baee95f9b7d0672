import type { EntityManager } from '@mikro-orm/postgresql'
import { uuidArray } from './uuid-array.ts'

/**
 * Tells the pages of attempts, once the caller's transaction is committed, that these stand
 * differently now. Only for those that more than one page has opened: the page that acted knows,
 * and commits that notify wait for each other.
 */
export async function notifyPages(
  em: EntityManager,
  attempts: Iterable<{ readonly id: string; readonly claim: number }>,
): Promise<void> {
  const ids = [...attempts].filter(({ claim }) => claim > 1).map(({ id }) => id)
  if (ids.length === 0) return
  await em.execute(
    "select pg_notify('probity_attempt', id::text) from unnest(?::uuid[]) as told (id)",
    [uuidArray(ids)],
  )
}
