import type { EntityManager } from '@mikro-orm/postgresql'
import type { Receipt } from '../../domain/delivery/views.ts'
import type { ATTEMPT_STATES } from '../entities/attempt.ts'
import { uuidArray } from '../uuid-array.ts'

/** An attempt as far as it decides whether, and how, it closes. */
export interface Closable {
  readonly id: string
  readonly candidateId: string
  readonly state: (typeof ATTEMPT_STATES)[number]
  readonly deadlineAt: Date
  readonly receipt: Receipt | null
  /** A number only for adaptive attempts. */
  readonly itemsLeft: number | null
  /** How often a page has opened it. */
  readonly claim: number
}

/**
 * Locks attempts, after the keys of their exams, until the transaction ends: waits for saves
 * under way, and keeps new ones out. In the order that all who lock many keep to: keys by exam,
 * then attempts by id.
 */
export async function lockClosable(
  em: EntityManager,
  attemptIds: readonly string[],
): Promise<Map<string, Closable>> {
  const asked = [uuidArray(attemptIds)]
  await em.execute(
    `select pg_advisory_xact_lock_shared(hashtextextended(exam_id::text, 3)) from (
       select distinct exam_id from attempt where id = any(?::uuid[]) order by exam_id
     ) as concerned`,
    asked,
  )
  const rows = await em.execute<(Omit<Closable, 'deadlineAt'> & { deadlineMs: number })[]>(
    `select id, candidate_id as "candidateId", state, receipt, items_left as "itemsLeft", claim,
       (extract(epoch from deadline_at) * 1000)::float8 as "deadlineMs"
     from attempt where id = any(?::uuid[]) order by id for update`,
    asked,
  )
  return new Map(
    rows.map(({ deadlineMs, ...row }) => [row.id, { ...row, deadlineAt: new Date(deadlineMs) }]),
  )
}
