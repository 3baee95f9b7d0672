/** Scored responses of persons to items; not-a-number is missing. */
export interface ScoreTable {
  readonly items: readonly string[]
  /** Row by row: categories from 0. */
  readonly rows: readonly Float64Array[]
  /**
   * Per person, what to match on in place of points: for forms chosen by the answers, on which
   * everybody earns about the same share. Not-a-number where unknown.
   */
  readonly abilities?: Float64Array
}

/** What persons earned of what they could have earned on the items they have a response to. */
export interface Totals {
  readonly earned: Float64Array
  readonly attainable: Float64Array
  /** Per item the highest category seen, at least 1. */
  readonly maxima: Float64Array
}

/** Sums over the responses that are there. */
export function totalsOf({ items, rows }: ScoreTable): Totals {
  const maxima = new Float64Array(items.length).fill(1)
  for (const row of rows) {
    row.forEach((value, item) => {
      if (value > (maxima[item] ?? 1)) maxima[item] = value
    })
  }
  const earned = new Float64Array(rows.length)
  const attainable = new Float64Array(rows.length)
  rows.forEach((row, person) => {
    row.forEach((value, item) => {
      if (Number.isNaN(value)) return
      earned[person] = (earned[person] ?? 0) + value
      attainable[person] = (attainable[person] ?? 0) + (maxima[item] ?? 1)
    })
  })
  return { earned, attainable, maxima }
}

/**
 * Per person the share earned of what the answered items give, one item left out or none; not a
 * number where nothing is left. With no responses missing it is the sum score but for its unit.
 */
export function sharesWithout(
  table: ScoreTable,
  { earned, attainable, maxima }: Totals,
  item: number | null,
): Float64Array {
  return Float64Array.from(table.rows, (row, person) => {
    const own = item === null ? Number.NaN : (row[item] ?? Number.NaN)
    const isThere = item !== null && !Number.isNaN(own)
    const sum = (earned[person] ?? 0) - (isThere ? own : 0)
    const most = (attainable[person] ?? 0) - (isThere ? (maxima[item ?? 0] ?? 1) : 0)
    return most > 0 ? sum / most : Number.NaN
  })
}

/** One item's responses by person; not-a-number is missing. */
export function columnOf({ rows }: ScoreTable, item: number): Float64Array {
  return Float64Array.from(rows, (row) => row[item] ?? Number.NaN)
}
