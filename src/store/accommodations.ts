import type { EntityManager } from '@mikro-orm/postgresql'
import type { Accommodation } from '../domain/organization/accommodation.ts'
import { uuidArray } from './uuid-array.ts'

const LOCK = "hashtextextended('accommodations', 9)"

/**
 * Lets nobody else change what is approved for anybody, nor an exam be published with what was
 * approved before, until the transaction ends.
 */
export async function holdAccommodations(em: EntityManager): Promise<void> {
  await em.execute(`select pg_advisory_xact_lock(${LOCK})`)
}

/**
 * What holds for persons, those left out for whom nothing was ever approved. It stays as it is
 * until the transaction ends: who is assigned meanwhile is not missed by a change.
 */
export async function readAccommodations(
  em: EntityManager,
  personIds: readonly string[],
): Promise<Map<string, Accommodation>> {
  await em.execute(`select pg_advisory_xact_lock_shared(${LOCK})`)
  const rows = await em.execute<(Accommodation & { personId: string })[]>(
    `select distinct on (person_id) person_id as "personId",
       extra_time_share as "extraTimeShare", assistive_technology as "assistiveTechnology"
     from accommodation where person_id = any(?::uuid[]) order by person_id, number desc`,
    [uuidArray(personIds)],
  )
  return new Map(rows.map(({ personId, ...conditions }) => [personId, conditions]))
}
