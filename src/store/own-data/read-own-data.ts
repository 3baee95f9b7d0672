import type { OwnData } from '../../domain/settlement/own-data/own-data.ts'
import { read } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { attemptSections, ownAttempts } from './attempt-sections.ts'
import { awardSections } from './award-sections.ts'
import { personSections } from './person-sections.ts'
import { lookSection, reviewSections } from './review-sections.ts'
import { tierSections } from './tier-sections.ts'

/**
 * Everything kept about a person, for that person: in their own scope, so that no row of anybody
 * else's can be in it.
 */
export async function readOwnData(
  sql: Sql,
  asked: { readonly personId: string; readonly now: Date },
): Promise<OwnData> {
  const { personId, now } = asked
  const own = await read(sql, { person: personId, branches: [] }, async (tx) => {
    const person = await personSections(tx, personId)
    const attempts = await ownAttempts(tx, personId)
    const sections = [
      ...person,
      ...(await attemptSections(tx, attempts)),
      ...(await reviewSections(tx, { personId, attempts, now })),
      ...(await awardSections(tx, personId)),
      ...(await tierSections(tx, personId)),
    ]
    return { sections, attempts, name: String(person[0]?.rows[0]?.['name'] ?? '') }
  })
  const looks = await lookSection(sql, own.attempts)
  return { name: own.name, madeAt: now.toISOString(), sections: [...own.sections, looks] }
}
