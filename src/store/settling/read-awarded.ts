import type { EntityManager } from '@mikro-orm/postgresql'
import type { StatedAward } from '../../domain/policy/awards.ts'
import type { StandingCertificate } from '../../domain/policy/certificate.ts'
import type { StandingTask } from '../../domain/policy/human-task.ts'
import type { KeptTransaction } from '../../domain/policy/ledger.ts'

/** What was awarded so far, by origin. */
export interface AwardedBefore {
  /** As the last settlement that released any left them, in their order. */
  readonly awards: ReadonlyMap<string, readonly StatedAward[]>
  /** The whole ledger in order. */
  readonly ledgers: ReadonlyMap<string, readonly KeptTransaction[]>
  /** The latest certificate. */
  readonly certificates: ReadonlyMap<string, StandingCertificate>
  readonly tasks: ReadonlyMap<string, readonly StandingTask[]>
}

type Of<Row> = Row & { readonly origin: string }

const NOTHING_AWARDED: AwardedBefore = {
  awards: new Map(),
  ledgers: new Map(),
  certificates: new Map(),
  tasks: new Map(),
}

/** Reads what was awarded for origins within a use case's transaction; the caller locks them. */
export async function readAwarded(
  em: EntityManager,
  origins: readonly string[],
): Promise<AwardedBefore> {
  if (origins.length === 0) return NOTHING_AWARDED
  const asked = [JSON.stringify(origins)]
  const awards = await em.execute<Of<StatedAward>[]>(
    `select origin, award, state from award
     where origin in (select jsonb_array_elements_text(?::jsonb)) and settlement_number = (
       select max(settlement_number) from award as last where last.origin = award.origin
     ) order by origin, position`,
    asked,
  )
  const certificates = await em.execute<Of<StandingCertificate>[]>(
    `select distinct on (origin) origin, id, certificate.number, content, latest.state,
       (extract(epoch from valid_until) * 1000)::float8 as "validUntilMs"
     from certificate cross join lateral (select state from certificate_event
       where certificate_id = certificate.id order by number desc limit 1) as latest
     where origin in (select jsonb_array_elements_text(?::jsonb))
     order by origin, certificate.number desc`,
    asked,
  )
  const tasks = await em.execute<Of<StandingTask>[]>(
    `select origin, id, award_key as "awardKey", number,
       coalesce(human_task_event.kind, 'open') as state
     from human_task left join human_task_event on task_id = id
     where origin in (select jsonb_array_elements_text(?::jsonb))`,
    asked,
  )
  return {
    awards: grouped(awards),
    ledgers: grouped(await readLedgers(em, origins)),
    certificates: new Map(certificates.map(({ origin, ...one }) => [origin, one])),
    tasks: grouped(tasks),
  }
}

/** The transactions of origins, each origin's in order. */
export function readLedgers(
  em: EntityManager,
  origins: readonly string[],
): Promise<Of<KeptTransaction>[]> {
  return em.execute<Of<KeptTransaction>[]>(
    `select origin, sequence, kind, source, amount, counters,
       (extract(epoch from earned_at) * 1000)::float8 as "earnedMs",
       (extract(epoch from expires_at) * 1000)::float8 as "expiresMs"
     from credit_transaction where origin in (select jsonb_array_elements_text(?::jsonb))
     order by origin, sequence`,
    [JSON.stringify(origins)],
  )
}

function grouped<Row extends { readonly origin: string }>(rows: readonly Row[]) {
  const groups = new Map<string, Omit<Row, 'origin'>[]>()
  for (const { origin, ...row } of rows) {
    groups.set(origin, [...(groups.get(origin) ?? []), row])
  }
  return groups
}
