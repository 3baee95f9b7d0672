import type { EntityManager } from '@mikro-orm/postgresql'

/**
 * Keeps an exam's keys as they are until the transaction ends. Every transaction that settles
 * takes this before any other lock, so that no attempt is settled by keys that are just being
 * amended, and none is missed when all are regraded.
 */
export async function holdKeys(em: EntityManager, examId: string): Promise<void> {
  await em.execute('select pg_advisory_xact_lock_shared(hashtextextended(?, 3))', [examId])
}

/** The same for an attempt's exam. */
export async function holdKeysOf(em: EntityManager, attemptId: string): Promise<void> {
  await em.execute(
    `select pg_advisory_xact_lock_shared(hashtextextended(exam_id::text, 3))
     from attempt where id = ?`,
    [attemptId],
  )
}

/** Waits for all who settle by the present keys, and keeps others waiting for the new ones. */
export async function lockKeys(em: EntityManager, examId: string): Promise<void> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 3))', [examId])
}

/** Lets one process at a time keep how far the screening of an exam has come. */
export async function lockProgress(em: EntityManager, examId: string): Promise<void> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 6))', [examId])
}
