import type { Language } from '../../text.ts'
import type { ItemType } from '../item-type.ts'
import type { ForeignBank, ForeignFinding, ForeignItem, ForeignPicture } from './foreign-bank.ts'
import { foreignFinding, wholeFile } from './foreign-finding.ts'
import { itemCounter, type TellProgress } from './import-progress.ts'
import {
  type Column,
  EXPLANATION_SHEETS,
  findHeader,
  type Header,
  isHeader,
  MERGED_FIELDS,
} from './spreadsheet-columns.ts'
import { unseenPictures, withoutHeader } from './spreadsheet-file-findings.ts'
import { findLetters, findLevel, findTruth, findType } from './spreadsheet-key.ts'
import { readParameters, strayParameterColumns } from './spreadsheet-parameters.ts'
import { anchoredPictureOf } from './spreadsheet-pictures.ts'
import {
  findCell,
  placeOf,
  type RowView,
  type SheetView,
  shorten,
  viewRow,
} from './spreadsheet-row.ts'
import { readSheets, type Sheet, type SheetFault, type SheetRow } from './spreadsheet-rows.ts'
import { readTask } from './spreadsheet-task.ts'

const HAN = /\p{Script=Han}/u

/** What unmarked columns are in: the language no other column marks, else that of the stems. */
function languageOf({ rows }: Sheet, { columns, row: headerRow }: Header): Language {
  const marked = columns.filter(({ field }) => field === 'stem').map(({ language }) => language)
  if (marked.includes('en')) return 'zh-CN'
  if (marked.includes('zh-CN')) return 'en'
  const stem = columns.find(({ field }) => field === 'stem')?.at ?? 0
  const hasHan = rows.some(({ row, cells }) => row > headerRow && HAN.test(cells[stem]?.text ?? ''))
  return hasHan ? 'zh-CN' : 'en'
}

/** The type a row names, else its sheet, else the one its key can only belong to. */
function typeOf(row: RowView, sheetName: string | null): ItemType | null {
  const word = row.text('type')
  if (word !== '') return findType(word)
  const named = findType(sheetName ?? '')
  if (named) return named
  const hasOptions = row.numbered('option').length > 0 || row.localized('options') !== null
  if (!hasOptions) return findTruth(row.text('key')) === null ? null : 'true-false'
  const letters = findLetters(row.text('key'))
  if (!letters) return null
  return letters.length === 1 ? 'single-choice' : 'multiple-choice'
}

function failType(row: RowView): null {
  const cell = shorten(row.text('type'))
  const known = '单选、多选、判断、数值、填空、排序、匹配'
  row.report(
    'type',
    ['error', 'type-unknown'],
    [
      `题型应为${known}之一：“${cell}”`,
      'expects single-choice, multiple-choice, true-false, numeric, short-text, ordering or ' +
        `matching: "${cell}"`,
    ],
  )
  return null
}

function readItem(row: RowView, sheetName: string | null): ForeignItem | null {
  const stem = row.localized('stem')
  if (!stem) row.report('stem', ['error', 'stem-missing'], ['没有题干', 'there is no stem'])
  const levelWord = row.text('level')
  const level = findLevel(levelWord)
  if (levelWord !== '' && level === null) {
    const cell = shorten(levelWord)
    const said = [`不认识的认知层次：“${cell}”`, `unknown level: "${cell}"`] as const
    row.report('level', ['warning', 'level-unknown'], said)
  }
  const type = typeOf(row, sheetName) ?? failType(row)
  const task = type && readTask(row, type)
  if (!stem || !task) return null
  const source = row.localized('source')
  const provision = row.localized('provision')
  const url = row.text('url') || null
  const text = row.localized('stimulus')
  const enemies = readIds(row.text('enemies'))
  const parameters = readParameters(row)
  const nothing = { 'zh-CN': null, en: null }
  return {
    place: row.place,
    id: row.text('id') || null,
    competency: row.text('competency') || null,
    level,
    posts: readIds(row.text('posts')),
    stem,
    rationale: row.localized('rationale'),
    source: source || provision || url ? { title: source ?? nothing, provision, url } : null,
    stimulus: text && { title: row.localized('stimulus-title'), text },
    task,
    pictures: readPictures(row),
    ...(enemies.length > 0 ? { enemies } : {}),
    ...(parameters ? { parameters } : {}),
  }
}

function readPictures(row: RowView): ForeignPicture[] {
  return row.pictures.flatMap((anchored) => {
    const picture = anchoredPictureOf(anchored)
    if (picture) return [picture]
    row.report(
      'stem',
      ['lossy', 'picture-unfit'],
      [
        '此行的一张图片不是 PNG、JPEG、GIF 或 WebP，或过大，或不在文件中',
        'a picture at this row is no PNG, JPEG, GIF or WebP, is too large or is not in the file',
      ],
    )
    return []
  })
}

function readIds(text: string): string[] {
  return text
    .split(/[,，、;；|\n]/)
    .map((id) => id.trim())
    .filter((id) => id !== '')
}

/** Error values, formulas and merged cells of a row; all but errors once a column. */
function cellFindings(view: SheetView, row: SheetRow, told: Set<string>): ForeignFinding[] {
  const findings: ForeignFinding[] = []
  const once = (kind: 'formula' | 'merged', column: Column, texts: readonly [string, string]) => {
    if (told.has(`${kind} ${column.at}`)) return
    told.add(`${kind} ${column.at}`)
    findings.push(foreignFinding(placeOf(view, row.row, column), ['note', `${kind}-cell`], texts))
  }
  for (const column of view.columns) {
    const own = row.cells[column.at]
    const cell = findCell(view, row, column)
    if (own?.oddity === 'failed' || own?.oddity === 'no-value') {
      const texts = [
        `单元格没有可用的值：“${shorten(own.text)}”`,
        `the cell has no usable value: "${shorten(own.text)}"`,
      ] as const
      findings.push(foreignFinding(placeOf(view, row.row, column), ['error', 'cell-failed'], texts))
    }
    if (own?.oddity === 'formula') {
      once('formula', column, ['公式：取其计算结果', 'a formula: its computed value was taken'])
    }
    if (cell !== own && MERGED_FIELDS.has(column.field)) {
      once('merged', column, [
        '合并单元格：其值用于所覆盖的每一行',
        'a merged cell: its value holds for every row it covers',
      ])
    }
  }
  return findings
}

function headerFindings(view: SheetView, header: Header): ForeignFinding[] {
  // No place of an item: these findings are about the file.
  const at = wholeFile(view.file)
  const told = (label: string, code: string, texts: readonly [string, string]) =>
    foreignFinding({ ...at, column: label }, ['lossy', code], texts)
  return [
    ...header.unknown.map((label) =>
      told(label, 'unknown-column', ['不认识的列，未读取', 'an unknown column; it is not read']),
    ),
    ...header.doubled.map((label) =>
      told(label, 'doubled-column', ['重复的列，未读取', 'a column given before; it is not read']),
    ),
    ...strayParameterColumns(header.columns).map(({ label }) =>
      told(label, 'parameters-incomplete', [
        '区分度、难度、猜测三列须同时给出，未读取',
        'discrimination, difficulty and guessing are read only together; it is not read',
      ]),
    ),
  ]
}

/** What a sheet gives, and which pictures of the workbook were looked at for it. */
interface SheetBank extends ForeignBank {
  readonly seenMedia: readonly (string | null)[]
}

function readSheet(
  file: string,
  { sheet, header }: { readonly sheet: Sheet; readonly header: Header },
  onRow: () => void,
): SheetBank {
  const stray = new Set(strayParameterColumns(header.columns))
  const columns = header.columns.filter((column) => !stray.has(column))
  const view = { file, sheet, columns, language: languageOf(sheet, header) }
  const findings = headerFindings(view, header)
  const items: ForeignItem[] = []
  const told = new Set<string>()
  const seenMedia: (string | null)[] = []
  for (const row of sheet.rows) {
    onRow()
    if (row.row <= header.row || columns.every(({ at }) => !row.cells[at]?.text)) continue
    const cells = cellFindings(view, row, told)
    const rowView = viewRow(view, row)
    const item = readItem(rowView, sheet.name)
    findings.push(...cells, ...rowView.findings)
    seenMedia.push(...rowView.pictures.map(({ part }) => part))
    if (item && !cells.some(({ severity }) => severity === 'error')) items.push(item)
  }
  return { items, findings, seenMedia }
}

/** Takes out items whose id an earlier one has, and tells where that is. */
function withoutDoubles({ items, findings }: ForeignBank): ForeignBank {
  const first = new Map<string, ForeignItem>()
  const doubled: ForeignFinding[] = []
  const kept = items.filter((item) => {
    const earlier = item.id === null ? undefined : first.get(item.id)
    if (item.id !== null && !earlier) first.set(item.id, item)
    if (!earlier) return true
    const where = earlier.place.pointer ?? String(earlier.place.row)
    const texts = [
      `编号“${shorten(item.id ?? '')}”与 ${where} 行重复`,
      `the id "${shorten(item.id ?? '')}" is also that of row ${where}`,
    ] as const
    doubled.push(foreignFinding(item.place, ['error', 'duplicate-id'], texts))
    return false
  })
  return { items: kept, findings: [...findings, ...doubled] }
}

function failed(file: string, { fault, message, row }: SheetFault): ForeignBank {
  const place = { ...wholeFile(file), row }
  return {
    items: [],
    findings: [foreignFinding(place, ['error', fault], [message['zh-CN'], message.en])],
  }
}

/**
 * Reads items from a spreadsheet, xlsx or CSV (UTF-8, UTF-16 or GBK), told by its bytes. Columns
 * are known by Chinese or English headers in any order, which may stand below a title; every sheet
 * with a header is read; a picture belongs to the item of the row it begins in. Rows with errors
 * are left out, each told by row and column. White space around a cell's text is not kept, and
 * line ends become \n. Progress is told in rows.
 */
export function readSpreadsheet(
  bytes: Uint8Array,
  file: string,
  onProgress?: TellProgress,
): ForeignBank {
  const read = readSheets(bytes)
  if ('fault' in read) return failed(file, read)
  const sheets = read.sheets.map((sheet) => ({ sheet, header: findHeader(sheet) }))
  const tables = sheets.flatMap(({ sheet, header }) =>
    header && isHeader(header) ? [{ sheet, header }] : [],
  )
  const rowCount = tables.reduce((sum, { sheet }) => sum + sheet.rows.length, 0)
  const onRow = itemCounter(rowCount, onProgress)
  const fitting = tables.map((table) => readSheet(file, table, onRow))
  const others = sheets.filter(
    ({ sheet, header }) =>
      !(header && isHeader(header)) && !EXPLANATION_SHEETS.includes(sheet.name ?? ''),
  )
  const severity = fitting.length > 0 ? 'note' : 'error'
  const seen = new Set(fitting.flatMap(({ seenMedia }) => seenMedia))
  const unseen = read.media.filter((part) => !seen.has(part)).length
  return withoutDoubles({
    items: fitting.flatMap(({ items }) => items),
    findings: [
      ...fitting.flatMap(({ findings }) => findings),
      ...others.map((one) => withoutHeader(file, one, severity)),
      ...(unseen > 0 ? [unseenPictures(file, unseen)] : []),
    ],
  })
}
