import { writeFile } from 'node:fs/promises'

export type Cell = string | number | boolean | null

/** A number with every digit it has; null and not-a-number leave the cell empty. */
function cellText(cell: Cell): string {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return ''
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Writes CSV per RFC 4180 in UTF-8. */
export async function writeCsv(
  file: string,
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  const lines = [header, ...rows].map((row) => row.map(cellText).join(','))
  await writeFile(file, `${lines.join('\r\n')}\r\n`)
}
