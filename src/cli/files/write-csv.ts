import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { guardCell } from '../../domain/bank/formats/formula-guard.ts'

export type Cell = string | number | boolean | null

/** A number with every digit it has; null and not-a-number leave the cell empty. */
function cellText(cell: Cell): string {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return ''
  // A number is what it is; a text must not become a formula in a spreadsheet.
  const text = typeof cell === 'string' ? guardCell(cell) : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows in one piece of output. */
const ROWS_A_PIECE = 1000

/**
 * Writes CSV per RFC 4180 in UTF-8; texts that look like a formula get an apostrophe first. Piece
 * by piece, since a cohort's table may be larger than a text can be.
 */
export async function writeCsv(
  file: string,
  header: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  function* pieces() {
    let lines = [header.map(cellText).join(',')]
    for (const row of rows) {
      lines.push(row.map(cellText).join(','))
      if (lines.length < ROWS_A_PIECE) continue
      yield `${lines.join('\r\n')}\r\n`
      lines = []
    }
    if (lines.length > 0) yield `${lines.join('\r\n')}\r\n`
  }
  await pipeline(Readable.from(pieces()), createWriteStream(file))
}
