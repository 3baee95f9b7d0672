import { type ScoreTable, sharesWithout, totalsOf } from './score-table.ts'

/** Groups of equal share that scores are cut into where persons answered different items. */
const STRATA_OF_OWN_FORMS = 20
/** Strata for each unit of ability: about a third of a usual standard error. */
const STRATA_OF_ABILITY = 5

/**
 * What persons are matched on: the points on the given items. Where responses are missing, the
 * share of attainable points in steps of 5 %; not-a-number where a person answered none of them.
 * Abilities, where the table has them, are taken instead, in steps of 0.2.
 */
export function matchingScores(table: ScoreTable, items: readonly number[]): Float64Array {
  if (table.abilities) {
    return table.abilities.map((theta) => Math.round(theta * STRATA_OF_ABILITY) / STRATA_OF_ABILITY)
  }
  const rows = table.rows.map((row) => Float64Array.from(items, (item) => row[item] ?? Number.NaN))
  const part = { items: items.map((item) => table.items[item] ?? ''), rows }
  const isComplete = rows.every((row) => row.every((value) => !Number.isNaN(value)))
  const totals = totalsOf(part)
  if (isComplete) return totals.earned
  return sharesWithout(part, totals, null).map(
    (share) => Math.round(share * STRATA_OF_OWN_FORMS) / STRATA_OF_OWN_FORMS,
  )
}
