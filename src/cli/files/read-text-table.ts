import { InputFault } from './input-fault.ts'
import { type CsvRow, checkHeader, checkLength, readRows } from './read-matrix.ts'

/** A table of texts with its header checked: no name empty or twice, all rows of one length. */
export interface TextTable {
  readonly file: string
  readonly header: readonly string[]
  readonly rows: readonly CsvRow[]
}

/** Reads a table as CSV or the first sheet of a workbook. @throws InputFault */
export async function readTextTable(file: string): Promise<TextTable> {
  const [head, ...rows] = await readRows(file)
  if (head === undefined) throw new InputFault('is empty', { file })
  checkHeader(file, head)
  if (rows.length === 0) throw new InputFault('has no row below its header', { file })
  for (const row of rows) checkLength(file, head.cells, row)
  return { file, header: head.cells, rows }
}

/** Place of a column by name, whatever its case. @throws InputFault where there is none. */
export function columnNamed({ file, header }: TextTable, name: string): number {
  const column = header.findIndex((one) => one.toLowerCase() === name)
  if (column < 0) throw new InputFault(`has no column ${name}`, { file, row: 1 })
  return column
}

/** A text, or null where the cell is empty or NA. */
export function textCell({ cells }: CsvRow, column: number): string | null {
  const cell = cells[column] ?? ''
  return cell === '' || cell === 'NA' ? null : cell
}
