export interface Sorting {
  readonly key: string
  readonly descending: boolean
}

/** A sort order as kept in the URL: `due`, or `-due` for downwards. */
export function parseSorting(text: string): Sorting {
  return text.startsWith('-')
    ? { key: text.slice(1), descending: true }
    : { key: text, descending: false }
}

export function sortingText({ key, descending }: Sorting): string {
  return descending ? `-${key}` : key
}

export type SortValue = string | number | null

interface Showing<Row> {
  /** What the rows are ordered by; left out, they stay as they came. */
  readonly sortValueOf: ((row: Row) => SortValue) | undefined
  readonly descending: boolean
  readonly language: string
  /** How many are shown at most; left out, all. */
  readonly most: number | undefined
}

/** The rows to draw: of too many the first in the order asked for, not the first that came. */
export function rowsShown<Row>(
  rows: readonly Row[],
  { sortValueOf, descending, language, most }: Showing<Row>,
): readonly Row[] {
  const ordered = sortValueOf ? sortedBy(rows, sortValueOf, { descending, language }) : rows
  return ordered.slice(0, most)
}

/** Rows by a value; nothing (null) comes last either way, equals keep their order. */
export function sortedBy<Row>(
  rows: readonly Row[],
  sortValueOf: (row: Row) => SortValue,
  { descending, language }: { readonly descending: boolean; readonly language: string },
): Row[] {
  const { compare } = new Intl.Collator(language, { numeric: true })
  return [...rows].sort((left, right) => {
    const a = sortValueOf(left)
    const b = sortValueOf(right)
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : compare(`${a}`, `${b}`)
    return descending ? -order : order
  })
}
