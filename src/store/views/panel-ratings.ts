import type { LevelRating } from '../../domain/measurement/standard-setting/summarize-round.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

/**
 * The ratings of a round that count, of every judge: the last of each judge, level and item. The
 * caller has made sure that the round is closed.
 */
export function lastRatings(sql: Sql, panelId: string, round: number): Promise<LevelRating[]> {
  return read(
    sql,
    SYSTEM,
    (tx) => tx<LevelRating[]>`
      select distinct on (judge_id, level, item_id)
        judge_id as judge, level, item_id as item, probability
      from panel_rating where panel_id = ${panelId} and round = ${round}
      order by judge_id, level, item_id, number desc`,
  )
}

/** The same of one judge alone, whether or not the round is open. */
export async function ownRatings(
  sql: Sql,
  asked: { readonly panelId: string; readonly round: number; readonly judgeId: string },
): Promise<Omit<LevelRating, 'judge'>[]> {
  const { panelId, round, judgeId } = asked
  const rows = await read(
    sql,
    { person: judgeId, branches: [] },
    (tx) => tx<Omit<LevelRating, 'judge'>[]>`
      select distinct on (level, item_id) level, item_id as item, probability
      from panel_rating
      where panel_id = ${panelId} and round = ${round} and judge_id = ${judgeId}
      order by level, item_id, number desc`,
  )
  return rows.map(({ level, item, probability }) => ({ level, item, probability }))
}

/** How many ratings each judge has given in a round; counts tell nobody's views. */
export async function countRatings(
  sql: Sql,
  panelId: string,
  round: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ judge: string; rated: number }[]>`
      select judge_id as judge, count(distinct (level, item_id))::int as rated
      from panel_rating where panel_id = ${panelId} and round = ${round} group by judge_id`,
  )
  return new Map(rows.map(({ judge, rated }) => [judge, rated]))
}
