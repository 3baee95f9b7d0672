import { type CellObject, utils, type WorkSheet, write } from '@e965/xlsx'
import { LANGUAGES, type Language, type LocalizedText } from '../../text.ts'
import type { Bank, Stimulus } from '../bank.ts'
import type { Item, Option } from '../item.ts'
import type { Exported, ForeignFinding } from './foreign-bank.ts'
import { foreignFinding, wholeFile } from './foreign-finding.ts'
import { guardCell, guardStringCell } from './formula-guard.ts'
import {
  type Column,
  FIELDS,
  type Field,
  headerText,
  isLocalized,
  OPTION_LETTERS,
  PARAMETER_FIELDS,
} from './spreadsheet-columns.ts'
import { joinAccepted } from './spreadsheet-key.ts'
import { columnLetters, tidy } from './spreadsheet-rows.ts'
import { isWorkbookPicture, type LaidPicture, withPictures } from './spreadsheet-write-pictures.ts'

/** What a workbook's cell holds at most, by Excel's specifications and limits. */
const MOST_CHARACTERS = 32_767

interface Given {
  readonly format: 'xlsx' | 'csv'
  readonly language: Language
  readonly file: string
}

type WrittenColumn = Pick<Column, 'field' | 'index' | 'language'>

/** Columns for a bank: as many options and prompts as its items have. */
function columnsFor(items: readonly Item[]): WrittenColumn[] {
  const most = (count: (item: Item) => number) =>
    items.reduce((best, item) => Math.max(best, count(item)), 0)
  const hasParameters = items.some(({ parameters }) => parameters !== undefined)
  const counts: Partial<Record<Field, number>> = {
    option: most((item) => ('options' in item ? item.options.length : 0)),
    prompt: most((item) => ('prompts' in item ? item.prompts.length : 0)),
    options: 0,
    // Columns few banks need stand only where they hold something.
    enemies: items.some(({ enemies }) => enemies.length > 0) ? 1 : 0,
    ...Object.fromEntries(PARAMETER_FIELDS.map((field) => [field, hasParameters ? 1 : 0])),
  }
  return FIELDS.flatMap((field) =>
    Array.from({ length: counts[field] ?? 1 }, (_, index) => index).flatMap(
      (index): WrittenColumn[] =>
        isLocalized(field)
          ? LANGUAGES.map((language) => ({ field, index, language }))
          : [{ field, index, language: null }],
    ),
  )
}

function keyText(item: Item): string {
  const letterOf = (options: readonly Option[], id: string) =>
    OPTION_LETTERS.charAt(options.findIndex((option) => option.id === id))
  switch (item.type) {
    case 'single-choice':
      return letterOf(item.options, item.key)
    case 'multiple-choice':
    case 'ordering':
      return item.key.map((id) => letterOf(item.options, id)).join(',')
    case 'true-false':
      return item.key ? 'T' : 'F'
    case 'numeric':
      return String(item.key.value)
    case 'short-text':
      return joinAccepted(item.key.accepted)
    case 'matching':
      return item.prompts
        .map(({ id }, index) => `${index + 1}-${letterOf(item.options, item.key[id] ?? '')}`)
        .join(',')
  }
}

function localizedOf(
  item: Item,
  stimulus: Stimulus | undefined,
  { field, index }: WrittenColumn,
): LocalizedText | undefined {
  const texts: Partial<Record<Field, LocalizedText | undefined>> = {
    stem: item.stem,
    prompt: 'prompts' in item ? item.prompts[index]?.text : undefined,
    option: 'options' in item ? item.options[index]?.text : undefined,
    unit: 'unit' in item ? item.unit : undefined,
    rationale: item.rationale,
    source: item.source.title,
    provision: item.source.provision,
    'stimulus-title': stimulus?.title,
    stimulus: stimulus?.text,
  }
  return texts[field]
}

function cellText(item: Item, stimulus: Stimulus | undefined, column: WrittenColumn): string {
  if (column.language) return localizedOf(item, stimulus, column)?.[column.language] ?? ''
  const parameters = item.parameters?.values
  const texts: Partial<Record<Field, string>> = {
    id: item.id,
    competency: item.competency,
    level: item.level,
    type: item.type,
    key: keyText(item),
    tolerance: item.type === 'numeric' ? String(item.key.tolerance) : '',
    url: item.source.url ?? '',
    posts: item.posts.join(','),
    enemies: item.enemies.join(','),
    discrimination: String(parameters?.discrimination ?? ''),
    difficulty: String(parameters?.difficulty ?? ''),
    guessing: String(parameters?.guessing ?? ''),
  }
  return texts[column.field] ?? ''
}

/** What of an item has no column; Chinese, then English. */
function lossesOf(
  item: Item,
  { format }: Given,
): (readonly [code: string, zh: string, en: string])[] {
  const parts = [
    ...('options' in item ? [item.options] : []),
    ...('prompts' in item ? [item.prompts] : []),
  ]
  const hasOwnIds = parts.some((one) =>
    one.some(({ id }, index) => id !== OPTION_LETTERS.charAt(index)),
  )
  const ordered = item.type === 'ordering' && item.key.some((id, at) => item.options[at]?.id !== id)
  const pictures = item.pictures ?? []
  const losses = [
    [
      format === 'csv' ? pictures.length > 0 : !pictures.every(isWorkbookPicture),
      'pictures',
      format === 'csv' ? '图片' : 'WebP 图片',
      format === 'csv' ? 'pictures' : 'pictures in WebP',
    ],
    [
      format === 'xlsx' && pictures.some(({ alt }) => alt.en !== alt['zh-CN']),
      'picture-language',
      '图片说明的另一种语言',
      'what describes its pictures in the other language',
    ],
    [
      item.parameters !== undefined,
      'parameter-origin',
      '题目参数的来历和说明',
      'where its parameters come from',
    ],
    [item.timeParameters !== undefined, 'time-parameters', '作答时间参数', 'time parameters'],
    [hasOwnIds, 'option-ids', '选项编号', 'ids of options'],
    [ordered, 'option-order', '选项的显示次序', 'the order options are shown in'],
  ] as const
  return losses.flatMap(([isLost, code, zh, en]) => (isLost ? [[code, zh, en] as const] : []))
}

function findingsOf(bank: Bank, given: Given, rows: readonly (readonly string[])[]) {
  const { file } = given
  const findings: ForeignFinding[] = [
    foreignFinding(
      wholeFile(file),
      ['lossy', 'frame-not-written'],
      [
        '表格不含题库标题、胜任力与岗位的定义、依据核对日期和材料编号',
        'the sheet has no place for the title of the bank, the definitions of competencies and ' +
          'posts, the days sources were checked on and ids of stimuli',
      ],
    ),
  ]
  for (const [index, item] of bank.items.entries()) {
    const place = { ...wholeFile(file), row: index + 2, pointer: item.id }
    for (const [code, zh, en] of lossesOf(item, given)) {
      findings.push(
        foreignFinding(
          place,
          ['lossy', code],
          [`${item.id}：表格不含${zh}`, `${item.id}: the sheet has no place for ${en}`],
        ),
      )
    }
    if ((rows[index] ?? []).some((text) => tidy(text) !== text)) {
      const texts = [
        `${item.id}：首尾空白或回车符不会保留`,
        `${item.id}: white space around texts or carriage returns are not kept`,
      ] as const
      findings.push(foreignFinding(place, ['lossy', 'white-space'], texts))
    }
  }
  return findings
}

/** A text cell that stays text also when edited; `_x000D_` would be read as a character. */
function toCell(text: string): CellObject {
  if (text === '') return { t: 'z' }
  const value = guardStringCell(text).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  return { t: 's', v: value, z: '@' }
}

function toSheet(rows: readonly (readonly string[])[]): WorkSheet {
  const width = rows.reduce((best, row) => Math.max(best, row.length), 0)
  return {
    '!data': rows.map((row) => row.map(toCell)),
    '!ref': `A1:${columnLetters(width - 1)}${rows.length}`,
    '!cols': Array.from({ length: width }, () => ({ wch: 18 })),
  }
}

/** A workbook of text cells only, sheet by sheet. */
export function toXlsx(sheets: readonly (readonly [string, readonly (readonly string[])[]])[]) {
  const book = utils.book_new()
  for (const [name, rows] of sheets) utils.book_append_sheet(book, toSheet(rows), name)
  // With a table of shared strings cells are of type s, not str, which is a formula's result.
  const written: ArrayBuffer = write(book, {
    type: 'array',
    bookType: 'xlsx',
    compression: true,
    bookSST: true,
  })
  return new Uint8Array(written)
}

/** A sheet as CSV: UTF-8 with byte order mark, every cell quoted, none of them a formula. */
export function toCsv(rows: readonly (readonly string[])[]): Uint8Array {
  const lines = rows.map((row) =>
    row.map((text) => `"${guardCell(text).replaceAll('"', '""')}"`).join(','),
  )
  return new TextEncoder().encode(`\ufeff${lines.join('\r\n')}\r\n`)
}

/** The pictures of each item in its row, side by side beyond the last column. */
function laidPictures(items: readonly Item[], width: number, language: Language): LaidPicture[] {
  return items.flatMap(({ pictures = [] }, index) =>
    pictures.filter(isWorkbookPicture).map((picture, place) => ({
      row: index + 1,
      column: width + place,
      picture,
      alt: picture.alt[language],
    })),
  )
}

/**
 * Writes a bank as a spreadsheet, one row an item, with columns for both languages; CSV is UTF-8
 * with byte order mark. No cell can become a formula: CSV cells that look like one get an
 * apostrophe, which our reader takes away; in a workbook all cells are text. What has no column
 * is told. @throws RangeError if a text is longer than a workbook's cell can be
 */
export function writeSpreadsheet(bank: Bank, given: Given): Exported {
  const columns = columnsFor(bank.items)
  const header = columns.map((column) => headerText(column, given.language))
  const stimuli = new Map(bank.stimuli.map((stimulus) => [stimulus.id, stimulus]))
  const rows = bank.items.map((item) =>
    columns.map((column) => cellText(item, stimuli.get(item.stimulus ?? ''), column)),
  )
  const isTooLong = rows.some((row) => row.some(({ length }) => length >= MOST_CHARACTERS))
  if (given.format === 'xlsx' && isTooLong) {
    throw new RangeError(`a cell of a workbook holds at most ${MOST_CHARACTERS} characters`)
  }
  const all = [header, ...rows]
  const bytes =
    given.format === 'csv'
      ? toCsv(all)
      : withPictures(
          toXlsx([[given.language === 'en' ? 'Items' : '试题', all]]),
          laidPictures(bank.items, columns.length, given.language),
        )
  return { bytes, findings: findingsOf(bank, given, rows) }
}
