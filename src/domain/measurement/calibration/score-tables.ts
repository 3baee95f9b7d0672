/** Persons of one sum score: observed and expected responses in each category of an item. */
export interface ScoreRow {
  readonly observed: readonly number[]
  readonly expected: readonly number[]
}

/** Cells with a smaller expected number are put together with others. */
const LEAST_EXPECTED = 1

/**
 * Puts together scores and categories until every cell is expected to hold at least one person,
 * as the chi-square approximation asks (Orlando & Thissen 2000; for several categories Kang &
 * Chen 2008). Scores nobody has are left out, scores of a single person join the next one; then
 * every score that can't be told apart from others joins the neighbour with fewer persons.
 */
export function mergeScores(table: readonly ScoreRow[]): ScoreRow[] {
  const rows = joinSingles(table.filter((row) => personsOf(row) > 0))
  let place = rows.findIndex(isTooThin)
  while (place >= 0 && rows.length > 1) {
    joinInto(rows, place, neighbourOf(rows, place))
    place = rows.findIndex(isTooThin)
  }
  return rows.filter((row) => !isTooThin(row)).map(mergeCategories)
}

function personsOf({ observed }: ScoreRow): number {
  return observed.reduce((sum, count) => sum + count, 0)
}

/** From the bottom, so that a run of single persons grows together; at the end downwards. */
function joinSingles(table: readonly ScoreRow[]): ScoreRow[] {
  const rows: ScoreRow[] = []
  let carried: ScoreRow | null = null
  table.forEach((row, place) => {
    const isLast = place === table.length - 1
    const joined: ScoreRow = carried ? sumOf(carried, row) : row
    carried = null
    if (personsOf(joined) > 1) rows.push(joined)
    else if (!isLast) carried = joined
    else {
      const before = rows.pop()
      rows.push(before ? sumOf(before, joined) : joined)
    }
  })
  return rows
}

/** A score with less than two categories that are expected to hold a person. */
function isTooThin(row: ScoreRow): boolean {
  return mergeCategories(row).expected.length < 2
}

function neighbourOf(rows: readonly ScoreRow[], place: number): number {
  if (place === 0) return 1
  if (place === rows.length - 1) return place - 1
  const [below, above] = [rows[place - 1] as ScoreRow, rows[place + 1] as ScoreRow]
  return personsOf(below) <= personsOf(above) ? place - 1 : place + 1
}

function joinInto(rows: ScoreRow[], place: number, neighbour: number): void {
  rows[neighbour] = sumOf(rows[neighbour] as ScoreRow, rows[place] as ScoreRow)
  rows.splice(place, 1)
}

function sumOf(left: ScoreRow, right: ScoreRow): ScoreRow {
  return {
    observed: left.observed.map((count, at) => count + (right.observed[at] ?? 0)),
    expected: left.expected.map((count, at) => count + (right.expected[at] ?? 0)),
  }
}

/** The thinnest category joins its thinner neighbour until all are thick enough. */
function mergeCategories(row: ScoreRow): ScoreRow {
  const [observed, expected] = [[...row.observed], [...row.expected]]
  while (expected.length > 1) {
    const least = Math.min(...expected)
    if (least >= LEAST_EXPECTED) break
    const place = expected.lastIndexOf(least)
    const below = expected[place - 1] ?? Number.POSITIVE_INFINITY
    const above = expected[place + 1] ?? Number.POSITIVE_INFINITY
    const neighbour = below <= above ? place - 1 : place + 1
    for (const counts of [observed, expected]) {
      counts[neighbour] = (counts[neighbour] ?? 0) + (counts[place] ?? 0)
      counts.splice(place, 1)
    }
  }
  return { observed, expected }
}
