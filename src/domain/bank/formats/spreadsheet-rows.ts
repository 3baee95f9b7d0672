import { type CellObject, read, SSF, utils, type WorkSheet } from '@e965/xlsx'
import { zipSync } from 'fflate'
import type { LocalizedText } from '../../text.ts'
import { say } from '../finding.ts'
import { csvRows } from './csv-rows.ts'
import { decodeText } from './decode-text.ts'
import { unguardCell } from './formula-guard.ts'
import { isZip, openZip } from './safe-zip.ts'
import { anchoredPictures, type PicturesByRow } from './spreadsheet-pictures.ts'

/** A cell as text, and what somebody may want to know about it. */
export interface SheetCell {
  /** As shown, without white space around it; line ends are \n. */
  readonly text: string
  /** `no-value`: a formula never computed; `failed`: an error value such as #N/A. */
  readonly oddity: 'formula' | 'no-value' | 'failed' | null
  /** The stored number where what is shown rounds it. */
  readonly stored: string | null
}

export interface SheetRow {
  /** Sheet row, or line of a CSV file, from 1. */
  readonly row: number
  /** By sheet column; a hole where there is no cell. */
  readonly cells: readonly (SheetCell | undefined)[]
}

export interface Sheet {
  /** Null in CSV. */
  readonly name: string | null
  readonly rows: readonly SheetRow[]
  /** By `row:column`, the cell that a merged cell puts there; its first place is left out. */
  readonly merged: ReadonlyMap<string, SheetCell>
  readonly pictures: PicturesByRow
}

export interface SheetFault {
  readonly fault: string
  readonly message: LocalizedText
  readonly row: number | null
}

export interface Sheets {
  readonly sheets: readonly Sheet[]
  /** Parts of the container that are pictures, whether a sheet shows them or not. */
  readonly media: readonly string[]
}

const MOST_ROWS = 100_000
const MOST_COLUMNS = 256
/** Ranges may cover each other, so that few of them could cost any time. */
const MOST_MERGED = 1_000_000

/** Text of a cell with line ends as \n and no white space around it. */
export function tidy(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim()
}

/** The name of a sheet column: 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  return utils.encode_col(column)
}

function numberCell(cell: CellObject, value: number): Omit<SheetCell, 'oddity'> {
  const format = typeof cell.z === 'string' ? cell.z : 'General'
  // General shows long numbers rounded (2.02E+13), which would spoil ids.
  if (format === 'General' || format === '@') return { text: String(value), stored: null }
  const text = tidy(cell.w ?? String(value))
  if (SSF.is_date(format)) return { text, stored: null }
  const shown = Number(text.replace(/[,%\s]/g, '')) / (text.endsWith('%') ? 100 : 1)
  return { text, stored: shown === value ? null : String(value) }
}

function toCell(cell: CellObject | undefined): SheetCell | undefined {
  if (!cell) return undefined
  const { v: value, f: formula, t: kind } = cell
  if (value === undefined) {
    return formula === undefined ? undefined : { text: '', oddity: 'no-value', stored: null }
  }
  if (kind === 'e') return { text: cell.w ?? '#', oddity: 'failed', stored: null }
  const oddity = formula === undefined ? null : 'formula'
  if (typeof value === 'number') return { ...numberCell(cell, value), oddity }
  const text = typeof value === 'boolean' ? String(value).toUpperCase() : String(value)
  return { text: unguardCell(tidy(text)), oddity, stored: null }
}

function toSheet(name: string, sheet: WorkSheet): Omit<Sheet, 'pictures'> {
  const rows: SheetRow[] = []
  for (const [index, line] of (sheet['!data'] ?? []).entries()) {
    const cells = (line ?? []).map((cell) => toCell(cell))
    if (cells.some((cell) => cell && (cell.text !== '' || cell.oddity))) {
      rows.push({ row: index + 1, cells })
    }
  }
  return { name, rows, merged: mergedCells(sheet, rows) }
}

/** What merged cells cover, within the rows there are. @throws RangeError beyond the limit */
function mergedCells(sheet: WorkSheet, rows: readonly SheetRow[]): Map<string, SheetCell> {
  const byRow = new Map(rows.map(({ row, cells }) => [row, cells]))
  const lastRow = rows.at(-1)?.row ?? 0
  const merged = new Map<string, SheetCell>()
  let covered = 0
  for (const { s: first, e: last } of sheet['!merges'] ?? []) {
    const cell = byRow.get(first.r + 1)?.[first.c]
    if (!cell) continue
    const lastColumn = Math.min(last.c, MOST_COLUMNS - 1)
    for (let row = first.r + 1; row <= Math.min(last.r + 1, lastRow); row += 1) {
      covered += 1 + Math.max(0, lastColumn - first.c)
      if (covered > MOST_MERGED) throw new RangeError('too many merged cells')
      for (let column = first.c; column <= lastColumn; column += 1) {
        if (row > first.r + 1 || column > first.c) merged.set(`${row}:${column}`, cell)
      }
    }
  }
  return merged
}

function fault(code: string, message: LocalizedText, row: number | null = null): SheetFault {
  return { fault: code, message, row }
}

function readXlsx(bytes: Uint8Array): Sheets | SheetFault {
  const opened = openZip(bytes)
  if ('fault' in opened) return { ...opened, row: null }
  const parts = [...opened.files]
  // Packed anew from what was checked, so that the reader below can't see another container.
  const needed = parts.filter(([path]) => !/^xl\/(?:media|drawings|charts|vba)/.test(path))
  const container = zipSync(Object.fromEntries(needed), { level: 0 })
  try {
    const book = read(container, { type: 'array', dense: true, cellHTML: false, cellNF: true })
    const pictures = anchoredPictures(opened.files)
    const sheets = book.SheetNames.map((name) => ({
      ...toSheet(name, book.Sheets[name] ?? {}),
      pictures: pictures.get(name) ?? new Map(),
    }))
    if (sheets.some(({ rows }) => rows.length > MOST_ROWS)) return tooManyRows()
    const media = parts.map(([path]) => path).filter((path) => /(?:^|\/)media\/./.test(path))
    return { sheets, media }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return fault(
      'unreadable-spreadsheet',
      say(`不是可读的 Excel 工作簿：${reason}`, `is no readable workbook: ${reason}`),
    )
  }
}

function tooManyRows(): SheetFault {
  return fault(
    'too-many-rows',
    say(`工作表超过 ${MOST_ROWS} 行`, `a sheet has more than ${MOST_ROWS} rows`),
  )
}

function readCsv(bytes: Uint8Array): Sheets | SheetFault {
  const text = decodeText(bytes)
  if (text === null) {
    return fault('not-text', say('既不是 UTF-8 也不是 GBK 文本', 'is neither UTF-8 nor GBK text'))
  }
  const { records, faultLine } = csvRows(text)
  if (faultLine !== null) {
    return fault(
      'malformed-csv',
      say('引号没有成对出现', 'quotes do not match, or text follows a closing quote'),
      faultLine,
    )
  }
  if (records.length > MOST_ROWS) return tooManyRows()
  const rows = records.map(({ line, cells }) => ({
    row: line,
    cells: cells.map((cell) => ({ text: unguardCell(tidy(cell)), oddity: null, stored: null })),
  }))
  const sheets = [{ name: null, rows, merged: new Map(), pictures: new Map() }]
  return { sheets, media: [] }
}

/** An Excel file of before 2007, or one encrypted with a password: both are OLE containers. */
function isOle(bytes: Uint8Array): boolean {
  return [0xd0, 0xcf, 0x11, 0xe0].every((byte, index) => bytes[index] === byte)
}

/** An Excel workbook by its first bytes, also one that can't be read here. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return isZip(bytes) || isOle(bytes)
}

/** The sheets of an xlsx workbook, or a CSV text (UTF-8 or GBK) as one; told by its bytes. */
export function readSheets(bytes: Uint8Array): Sheets | SheetFault {
  if (isOle(bytes)) {
    return fault(
      'old-excel',
      say(
        '旧版 .xls 或加密的工作簿，请另存为不带密码的 .xlsx',
        'is an old .xls or an encrypted workbook: save it as .xlsx without a password',
      ),
    )
  }
  return isZip(bytes) ? readXlsx(bytes) : readCsv(bytes)
}

/**
 * The first sheet of a workbook as rows of texts, with the sheet row of each; for tables that are
 * no items. An error value or a formula without one is a fault, since no text stands for it.
 */
export function firstSheetRows(
  bytes: Uint8Array,
): { readonly rows: readonly { row: number; cells: readonly string[] }[] } | SheetFault {
  const read = readSheets(bytes)
  if ('fault' in read) return read
  const rows = read.sheets[0]?.rows ?? []
  for (const { row, cells } of rows) {
    if (cells.some((cell) => cell?.oddity === 'failed' || cell?.oddity === 'no-value')) {
      const text = say('有单元格没有可用的值', 'has a cell without a usable value')
      return fault('cell-failed', text, row)
    }
  }
  const width = rows.reduce(
    (most, { cells }) => Math.max(most, cells.findLastIndex(hasText) + 1),
    0,
  )
  return {
    rows: rows.map(({ row, cells }) => ({
      row,
      cells: Array.from({ length: width }, (_, at) => cells[at]?.stored ?? cells[at]?.text ?? ''),
    })),
  }
}

function hasText(cell: SheetCell | undefined): boolean {
  return cell !== undefined && cell.text !== ''
}
