import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import { AttemptEntity } from '../store/entities/attempt.ts'
import { holdKeysOf } from './exam-keys.ts'

/** Waits for saves under way, and keeps new ones out until the caller's transaction ends. */
export async function lockAttempt(em: EntityManager, attemptId: string) {
  await holdKeysOf(em, attemptId)
  return em.findOne(AttemptEntity, { id: attemptId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
}
