import type { EntityManager } from '@mikro-orm/postgresql'
import { CREDIT_UTC_OFFSET_HOURS } from '../domain/policy/credit-cycles.ts'
import { dayStart, mayDecideToday } from '../domain/review/workload.ts'
import { countDecisions } from '../store/review/read-staffed-cases.ts'
import type { Deps } from './deps.ts'

/**
 * One decision of an auditor at a time, so that none slips past the day's count.
 * @throws Refusal 'rest-needed'
 */
export async function holdToDay(
  deps: Pick<Deps, 'now'>,
  em: EntityManager,
  auditorId: string,
): Promise<void> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 11))', [auditorId])
  const since = dayStart(deps.now(), CREDIT_UTC_OFFSET_HOURS)
  mayDecideToday(await countDecisions(em, auditorId, since))
}
