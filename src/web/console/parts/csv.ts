export type CsvCell = string | number | boolean | null

/** What a spreadsheet takes for the start of a formula, full-width forms included. */
const FORMULA_START = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/

/**
 * One cell by RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe
 * in front; numbers stay numbers, so that -0.4 can still be added up.
 */
export function csvCell(value: CsvCell): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  const harmless = FORMULA_START.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** A table as CSV: UTF-8 with the mark spreadsheets need to see that it is, lines end in CRLF. */
export function csvOf(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(csvCell).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}
