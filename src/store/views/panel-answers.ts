import type { Bookmark } from '../../domain/measurement/standard-setting/summarize-bookmark.ts'
import type {
  LevelRating,
  RoundAnswers,
} from '../../domain/measurement/standard-setting/summarize-round.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

/**
 * The ratings and bookmarks of a round that count, of every judge: the last of each judge, level
 * and item. The caller has made sure that the round is closed.
 */
export function lastAnswers(sql: Sql, panelId: string, round: number): Promise<RoundAnswers> {
  return read(sql, SYSTEM, async (tx) => ({
    ratings: await tx<LevelRating[]>`
      select distinct on (judge_id, level, item_id)
        judge_id as judge, level, item_id as item, probability
      from panel_rating where panel_id = ${panelId} and round = ${round}
      order by judge_id, level, item_id, number desc`,
    bookmarks: await tx<Bookmark[]>`
      select distinct on (judge_id, level) judge_id as judge, level, page
      from panel_bookmark where panel_id = ${panelId} and round = ${round}
      order by judge_id, level, number desc`,
  }))
}

interface OwnAnswers {
  readonly ratings: Omit<LevelRating, 'judge'>[]
  readonly bookmarks: Omit<Bookmark, 'judge'>[]
}

/** The same of one judge alone, whether or not the round is open. */
export function ownAnswers(
  sql: Sql,
  asked: { readonly panelId: string; readonly round: number; readonly judgeId: string },
): Promise<OwnAnswers> {
  const { panelId, round, judgeId } = asked
  return read(sql, { person: judgeId, branches: [] }, async (tx) => {
    const ratings = await tx<OwnAnswers['ratings']>`
      select distinct on (level, item_id) level, item_id as item, probability
      from panel_rating
      where panel_id = ${panelId} and round = ${round} and judge_id = ${judgeId}
      order by level, item_id, number desc`
    const bookmarks = await tx<OwnAnswers['bookmarks']>`
      select distinct on (level) level, page from panel_bookmark
      where panel_id = ${panelId} and round = ${round} and judge_id = ${judgeId}
      order by level, number desc`
    return {
      ratings: ratings.map(({ level, item, probability }) => ({ level, item, probability })),
      bookmarks: bookmarks.map(({ level, page }) => ({ level, page })),
    }
  })
}

/** How many answers each judge has given in a round; counts tell nobody's views. */
export async function countAnswers(
  sql: Sql,
  panelId: string,
  round: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ judge: string; given: number }[]>`
      select judge_id as judge, count(*)::int as given from (${answers(tx)}) as answer
      where panel_id = ${panelId} and round = ${round} group by judge_id`,
  )
  return new Map(rows.map(({ judge, given }) => [judge, given]))
}

/** A row for each item a judge rated at a level, and each level a judge placed a bookmark for. */
export function answers(tx: SqlTransaction) {
  return tx`
    select distinct panel_id, round, judge_id, level, item_id from panel_rating
    union all select distinct panel_id, round, judge_id, level, null from panel_bookmark`
}
