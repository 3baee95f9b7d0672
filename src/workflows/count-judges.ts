import type { EntityManager } from '@mikro-orm/postgresql'

/**
 * How many of these persons have looked at items of a bank version's program with their keys as
 * judges of a panel; the log of each panel keeps every look. Of the program and not of the version
 * alone: the next version holds most of what they saw.
 */
export async function countJudges(
  em: EntityManager,
  bankVersionId: string,
  personIds: readonly string[],
): Promise<number> {
  const [found] = await em.execute<{ judges: number }[]>(
    `select count(distinct log_entry.actor)::int as judges from log_entry
     join panel on log_entry.chain = 'panel:' || panel.id
     join bank_version as judged on judged.id = panel.bank_version_id
     join bank_version as asked on asked.program = judged.program
     where asked.id = ? and log_entry.act = 'panel-items-viewed'
       and log_entry.actor = any(string_to_array(?, ',')::uuid[])`,
    [bankVersionId, personIds.join(',')],
  )
  return found?.judges ?? 0
}
