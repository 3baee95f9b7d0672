import { writeFile } from 'node:fs/promises'
import { guardCell } from '../../domain/bank/formats/formula-guard.ts'

export type Cell = string | number | boolean | null

/** A number with every digit it has; null and not-a-number leave the cell empty. */
function cellText(cell: Cell): string {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return ''
  // A number is what it is; a text must not become a formula in a spreadsheet.
  const text = typeof cell === 'string' ? guardCell(cell) : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Writes CSV per RFC 4180 in UTF-8; texts that look like a formula get an apostrophe first. */
export async function writeCsv(
  file: string,
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  const lines = [header, ...rows].map((row) => row.map(cellText).join(','))
  await writeFile(file, `${lines.join('\r\n')}\r\n`)
}
