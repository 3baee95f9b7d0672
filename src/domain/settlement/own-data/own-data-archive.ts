import { strToU8, zipSync } from 'fflate'
import { guardCell } from '../../bank/formats/formula-guard.ts'
import type { OwnData, OwnSection, OwnValue } from './own-data.ts'
import { ownDataPage } from './own-data-page.ts'
import { isLocalized } from './own-value.ts'

/** Spreadsheets take CSV for UTF-8 only with it. */
const BYTE_ORDER_MARK = '\uFEFF'

/**
 * One ZIP with everything: a page to read in each language, all as JSON, and a CSV file for each
 * kind of record. Equal data give equal bytes.
 */
export function ownDataArchive(data: OwnData): Uint8Array {
  const tables = data.sections.map((section): [string, Uint8Array] => [
    `csv/${section.id}.csv`,
    strToU8(BYTE_ORDER_MARK + csvOf(section)),
  ])
  const files = {
    '阅读.html': strToU8(ownDataPage(data, 'zh-CN')),
    'read-me.html': strToU8(ownDataPage(data, 'en')),
    'data.json': strToU8(`${JSON.stringify(jsonOf(data), null, 2)}\n`),
    ...Object.fromEntries(tables),
  }
  return zipSync(files, { mtime: new Date(data.madeAt) })
}

function jsonOf({ name, madeAt, sections }: OwnData): object {
  return {
    format: 'probity-own-data/1',
    name,
    madeAt,
    sections: Object.fromEntries(sections.map(({ id, ...section }) => [id, section])),
  }
}

/** Per RFC 4180; texts in two languages stand side by side. */
function csvOf({ columns, rows }: OwnSection): string {
  const isText = (id: string) => rows.some((row) => isLocalized(row[id] ?? null))
  const header = columns.flatMap(({ id }) => (isText(id) ? [`${id}_zh`, `${id}_en`] : [id]))
  const lines = rows.map((row) =>
    columns.flatMap(({ id }) => {
      const value = row[id] ?? null
      if (!isText(id)) return [cellOf(value)]
      return isLocalized(value) ? [cellOf(value['zh-CN']), cellOf(value.en)] : [cellOf(value), '']
    }),
  )
  return [header.map(cellOf), ...lines].map((cells) => `${cells.join(',')}\r\n`).join('')
}

function cellOf(value: OwnValue): string {
  if (value === null) return ''
  if (typeof value !== 'string' && typeof value !== 'object') return String(value)
  const text = guardCell(typeof value === 'string' ? value : JSON.stringify(value))
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
