import { type ItemCovariances, itemCovariances } from './item-covariances.ts'
import { correlation, correlationInterval, meanAndDeviation } from './moments.ts'
import { columnOf, type ScoreTable, sharesWithout, totalsOf } from './score-table.ts'
import { alphaIfDeleted } from './test-statistics.ts'

/** Classical statistics of one item; null where the data don't tell. */
export interface ItemStatistics {
  readonly item: string
  /** Persons with a response. */
  readonly n: number
  /** Mean score, and as a share of the highest score seen: the difficulty p. */
  readonly mean: number | null
  readonly p: number | null
  readonly deviation: number | null
  /** Correlation with the whole score, the item in it. */
  readonly pointBiserial: number | null
  /** Correlation with the score on the other items: the one to judge by. */
  readonly corrected: number | null
  readonly correctedInterval: readonly [number, number] | null
  /** Share of the best 27 % less share of the weakest 27 % (Kelley 1939). */
  readonly d27: number | null
  readonly alphaIfDeleted: number | null
}

/** Classical item statistics over the persons who have a response to the item. */
export function itemStatistics(table: ScoreTable): ItemStatistics[] {
  const totals = totalsOf(table)
  const whole = sharesWithout(table, totals, null)
  const deleted = deletedByItem(table, itemCovariances(table))
  return table.items.map((item, at) => {
    const column = columnOf(table, at)
    const own = meanAndDeviation(column)
    const most = totals.maxima[at] ?? 1
    const corrected = correlation(column, sharesWithout(table, totals, at))
    return {
      item,
      n: own?.n ?? 0,
      mean: own?.mean ?? null,
      p: own === null ? null : own.mean / most,
      deviation: own?.deviation ?? null,
      pointBiserial: correlation(column, whole),
      corrected,
      correctedInterval: corrected === null ? null : correlationInterval(corrected, own?.n ?? 0),
      d27: discrimination27(column, whole, most),
      alphaIfDeleted: deleted.get(at) ?? null,
    }
  })
}

function deletedByItem(
  { rows }: ScoreTable,
  covariances: ItemCovariances,
): ReadonlyMap<number, number | null> {
  const counts = rows.map((row) => row.filter((value) => !Number.isNaN(value)).length)
  const persons = counts.filter((count) => count > 0).length
  const length = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, persons)
  const values = alphaIfDeleted(covariances, length)
  return new Map(covariances.items.map((item, at) => [item, values[at] ?? null]))
}

/** Fewer than this in a group tell nothing. */
const FEWEST_IN_GROUP = 3

/**
 * Kelley's index (1939): groups are the 27 % (rounded up) with the lowest and highest scores among
 * those who answered the item; persons of equal score count in their order in the data.
 */
function discrimination27(column: Float64Array, scores: Float64Array, most: number): number | null {
  const answered = Array.from(column.keys()).filter(
    (person) => !Number.isNaN((column[person] ?? 0) + (scores[person] ?? Number.NaN)),
  )
  // Sums of shares differ by rounding alone; the order of the data must not depend on it.
  const rank = (person: number) => Math.round((scores[person] ?? 0) * 1e9)
  answered.sort((left, right) => rank(left) - rank(right) || left - right)
  const size = Math.ceil(0.27 * answered.length)
  if (size < FEWEST_IN_GROUP) return null
  const mean = (group: readonly number[]) =>
    group.reduce((sum, person) => sum + (column[person] ?? 0), 0) / group.length / most
  return mean(answered.slice(-size)) - mean(answered.slice(0, size))
}
