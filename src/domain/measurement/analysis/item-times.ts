import { fitLognormalTimes } from '../fit-lognormal-times.ts'
import { correlation } from './moments.ts'
import { columnOf, type ScoreTable } from './score-table.ts'

/** How long an item took. */
export interface ItemTimes {
  readonly n: number
  readonly medianSeconds: number | null
  /** Of the lognormal model (van der Linden 2006); null where fewer than two have a time. */
  readonly timeIntensity: number | null
  readonly timeDiscrimination: number | null
  /** Correlation of log seconds with the score on the item. */
  readonly withScore: number | null
}

/** Times in the shape of the scores; what is not above 0 is no time. */
export function itemTimes(table: ScoreTable, times: readonly Float64Array[]): ItemTimes[] {
  const fit = fitLognormalTimes(times)
  return table.items.map((_, item) => {
    const column = columnOf({ items: table.items, rows: times }, item)
    const seconds = column.filter((value) => value > 0).sort()
    const logs = column.map((value) => (value > 0 ? Math.log(value) : Number.NaN))
    const middle = seconds.length >> 1
    const median =
      seconds.length % 2 === 1
        ? seconds[middle]
        : ((seconds[middle - 1] ?? Number.NaN) + (seconds[middle] ?? Number.NaN)) / 2
    return {
      n: seconds.length,
      medianSeconds: seconds.length === 0 ? null : (median ?? null),
      timeIntensity: fit.items[item]?.timeIntensity ?? null,
      timeDiscrimination: fit.items[item]?.timeDiscrimination ?? null,
      withScore: correlation(logs, columnOf(table, item)),
    }
  })
}
