import type { EntityManager } from '@mikro-orm/postgresql'

/**
 * How many of these persons have looked at a bank version's items with their keys as judges of a
 * panel; the log of each panel keeps every look.
 */
export async function countJudges(
  em: EntityManager,
  bankVersionId: string,
  personIds: readonly string[],
): Promise<number> {
  const [found] = await em.execute<{ judges: number }[]>(
    `select count(distinct log_entry.actor)::int as judges from log_entry
     join panel on log_entry.chain = 'panel:' || panel.id
     where panel.bank_version_id = ? and log_entry.act = 'panel-items-viewed'
       and log_entry.actor = any(string_to_array(?, ',')::uuid[])`,
    [bankVersionId, personIds.join(',')],
  )
  return found?.judges ?? 0
}
