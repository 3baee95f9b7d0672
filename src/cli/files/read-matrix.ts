import { CsvError, parse } from 'csv-parse/sync'
import { firstSheetRows, isWorkbook } from '../../domain/bank/formats/spreadsheet-rows.ts'
import { InputFault } from './input-fault.ts'
import { readBytes, readText } from './read-text.ts'

/** Persons by items; not-a-number is missing. */
export interface Matrix {
  readonly file: string
  readonly persons: readonly string[]
  readonly items: readonly string[]
  readonly cells: readonly Float64Array[]
  /** Line of each person in the file. */
  readonly rows: readonly number[]
}

/** What a cell may hold: a category 0..m, or seconds with decimals. */
export type CellKind = 'category' | 'seconds'

export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

function isRecord(value: unknown): value is { record: string[]; info: { lines: number } } {
  return typeof value === 'object' && value !== null && 'record' in value && 'info' in value
}

function parseCsv(file: string, text: string): CsvRow[] {
  try {
    const records: unknown[] = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    })
    return records.filter(isRecord).map(({ record, info }) => ({
      line: info.lines,
      cells: record,
    }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = 'lines' in error && typeof error.lines === 'number' ? { row: error.lines } : {}
    throw new InputFault(`is not well-formed CSV: ${error.message}`, { file, ...line })
  }
}

/** The rows of a workbook's first sheet, or of a CSV text. */
export async function readRows(file: string): Promise<CsvRow[]> {
  const bytes = await readBytes(file)
  if (!isWorkbook(bytes)) return parseCsv(file, await readText(file))
  const read = firstSheetRows(bytes)
  if ('fault' in read) {
    const place = read.row === null ? { file } : { file, row: read.row }
    throw new InputFault(`is not readable as an Excel workbook: ${read.message.en}`, place)
  }
  return read.rows.map(({ row, cells }) => ({ line: row, cells }))
}

/** A name for messages also where the header has none: the column's number from 1. */
function columnName(header: readonly string[], index: number): string {
  return header[index] || String(index + 1)
}

export function checkHeader(file: string, { line: row, cells: header }: CsvRow): void {
  const seen = new Set<string>()
  for (const [index, name] of header.entries()) {
    const place = { file, row, column: columnName(header, index) }
    if (name === '') throw new InputFault('the header has no name here', place)
    if (seen.has(name)) throw new InputFault(`the header names ${name} twice`, place)
    seen.add(name)
  }
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const CATEGORY = /^\d{1,3}$/

function readCell(cell: string, kind: CellKind): number | null {
  if (cell === '' || cell === 'NA') return Number.NaN
  if (!(kind === 'category' ? CATEGORY : NUMBER).test(cell)) return null
  const value = Number(cell)
  return Number.isFinite(value) ? value : null
}

const EXPECTED: Readonly<Record<CellKind, string>> = {
  category: 'a category (0, 1, ...), empty or NA',
  seconds: 'seconds, empty or NA',
}

export function checkLength(
  file: string,
  header: readonly string[],
  { line: row, cells }: CsvRow,
): void {
  if (cells.length === header.length) return
  const place = Math.min(cells.length, header.length)
  const column = columnName(header, place)
  const counts = `${cells.length} cells where the header has ${header.length}`
  throw new InputFault(`the row has ${counts}`, { file, row, column })
}

/**
 * Reads a matrix as CSV or the first sheet of an .xlsx workbook: header `person,ITEM,...`, one row a person; without a column named
 * `person` rows are numbered from 1. Every fault names its row and column.
 */
export async function readMatrix(file: string, kind: CellKind): Promise<Matrix> {
  const [head, ...body] = await readRows(file)
  if (head === undefined) throw new InputFault('is empty', { file })
  checkHeader(file, head)
  const header = head.cells
  const personColumn = header.findIndex((name) => name.toLowerCase() === 'person')
  const items = header.filter((_, index) => index !== personColumn)
  if (items.length === 0) throw new InputFault('has no item column', { file, row: head.line })
  if (body.length === 0) throw new InputFault('has no row below its header', { file })
  const seen = new Set<string>()
  const persons = body.map((row, index) => {
    checkLength(file, header, row)
    const person = personColumn < 0 ? String(index + 1) : (row.cells[personColumn] ?? '')
    const place = { file, row: row.line, column: columnName(header, personColumn) }
    if (person === '') throw new InputFault('names no person', place)
    if (seen.has(person)) throw new InputFault(`person ${person} appears twice`, place)
    seen.add(person)
    return person
  })
  const cells = body.map((row) => readRow(file, header, { row, personColumn, kind }))
  return { file, persons, items, cells, rows: body.map(({ line }) => line) }
}

function readRow(
  file: string,
  header: readonly string[],
  given: { readonly row: CsvRow; readonly personColumn: number; readonly kind: CellKind },
): Float64Array {
  const { row, personColumn, kind } = given
  const values: number[] = []
  for (const [index, cell] of row.cells.entries()) {
    if (index === personColumn) continue
    const value = readCell(cell, kind)
    if (value === null) {
      const place = { file, row: row.line, column: columnName(header, index) }
      throw new InputFault(`expects ${EXPECTED[kind]}, found "${cell}"`, place)
    }
    values.push(value)
  }
  return Float64Array.from(values)
}
