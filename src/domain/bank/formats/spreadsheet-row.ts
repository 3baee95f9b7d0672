import type { Language } from '../../text.ts'
import type { ForeignFinding, ForeignPlace, ForeignText } from './foreign-bank.ts'
import { foreignFinding } from './foreign-finding.ts'
import type { Column, Field } from './spreadsheet-columns.ts'
import { MERGED_FIELDS } from './spreadsheet-columns.ts'
import type { AnchoredPicture } from './spreadsheet-pictures.ts'
import type { Sheet, SheetCell, SheetRow } from './spreadsheet-rows.ts'

/** One row by the names of its columns; what is wrong with it is told through `report`. */
export interface RowView {
  readonly place: ForeignPlace
  /** Text of a column without language, empty where there is none. */
  readonly text: (field: Field) => string
  readonly cell: (field: Field) => SheetCell | undefined
  /** Texts of a column in both languages; null where both are empty. */
  readonly localized: (field: Field, index?: number) => ForeignText | null
  /** Numbered columns up to the last that holds something; null for an empty one between. */
  readonly numbered: (field: 'option' | 'prompt') => readonly (ForeignText | null)[]
  /** Laid over the sheet from this row on. */
  readonly pictures: readonly AnchoredPicture[]
  readonly report: (
    field: Field,
    kind: readonly [ForeignFinding['severity'], string],
    texts: readonly [string, string],
    index?: number,
  ) => void
  readonly findings: readonly ForeignFinding[]
}

/** A cell as messages show it: at most 40 characters. */
export function shorten(text: string): string {
  const characters = Array.from(text)
  return characters.length <= 40 ? text : `${characters.slice(0, 39).join('')}…`
}

export interface SheetView {
  readonly file: string
  readonly sheet: Sheet
  readonly columns: readonly Column[]
  /** What columns are in that name no language. */
  readonly language: Language
}

/** Where a cell stands: row, header with sheet column, and in workbooks `Sheet1!5:5`. */
export function placeOf(view: SheetView, row: number, column: Column | null): ForeignPlace {
  const { file, sheet } = view
  const pointer = sheet.name === null ? null : `${sheet.name}!${row}:${row}`
  return { file, row, column: column?.label ?? null, pointer }
}

/** A cell, or in columns such as competency the value of the merged cell that covers it. */
export function findCell(view: SheetView, row: SheetRow, column: Column): SheetCell | undefined {
  const own = row.cells[column.at]
  if (own?.text || !MERGED_FIELDS.has(column.field)) return own
  return view.sheet.merged.get(`${row.row}:${column.at}`) ?? own
}

/** Looks at a row by the fields of its columns. */
export function viewRow(view: SheetView, row: SheetRow): RowView {
  const findings: ForeignFinding[] = []
  const columnsOf = (field: Field, index = 0) =>
    view.columns.filter((one) => one.field === field && one.index === index)
  const textOf = (column: Column | undefined) =>
    column ? (findCell(view, row, column)?.text ?? '') : ''
  const localized = (field: Field, index = 0): ForeignText | null => {
    const inLanguage = (language: Language) =>
      textOf(columnsOf(field, index).find((one) => (one.language ?? view.language) === language)) ||
      null
    const text = { 'zh-CN': inLanguage('zh-CN'), en: inLanguage('en') }
    return text['zh-CN'] === null && text.en === null ? null : text
  }
  const first = (field: Field) => columnsOf(field)[0]
  return {
    place: placeOf(view, row.row, null),
    text: (field) => textOf(first(field)),
    cell: (field) => {
      const column = first(field)
      return column && findCell(view, row, column)
    },
    localized,
    numbered: (field) => {
      const texts = Array.from({ length: 10 }, (_, index) => localized(field, index))
      return texts.slice(0, texts.findLastIndex((text) => text !== null) + 1)
    },
    pictures: view.sheet.pictures.get(row.row) ?? [],
    report: (field, kind, texts, index = 0) => {
      const place = placeOf(view, row.row, columnsOf(field, index)[0] ?? null)
      findings.push(foreignFinding(place, kind, texts))
    },
    findings,
  }
}
