import { say } from '../../bank/finding.ts'
import { csvRows } from '../../bank/formats/csv-rows.ts'
import type { AttendanceImport } from './views.ts'

/** One row of an attendance list that is sound. */
export interface AttendanceRow {
  readonly row: number
  readonly account: string
  readonly day: string
  readonly hours: number
  readonly what: string
}
type Fault = AttendanceImport['faults'][number]

const COLUMNS = ['account', 'day', 'hours', 'what'] as const
type ColumnName = (typeof COLUMNS)[number]
const HEADERS: Readonly<Record<ColumnName, readonly string[]>> = {
  account: ['account', '账号', '帐号'],
  day: ['day', 'date', '日期'],
  hours: ['hours', '学时', '小时'],
  what: ['what', 'event', '活动', '内容'],
}
const MOST_ROWS = 20_000
const MOST_HOURS = 24
const LONGEST = 200

/**
 * An attendance list as CSV with a header: account, day (YYYY-MM-DD), hours, event, in any order,
 * in English or Chinese. What is wrong is told by line of the file and column.
 * @param today the last day that can have been attended, `YYYY-MM-DD`
 */
export function readAttendance(
  csv: string,
  today: string,
): { readonly rows: readonly AttendanceRow[]; readonly faults: readonly Fault[] } {
  const { records, faultLine } = csvRows(csv)
  if (faultLine !== null) return refused(faultLine, '引号没有配对', 'the quotes do not close')
  const [header, ...body] = records
  if (header === undefined) return refused(1, '文件是空的', 'the file is empty')
  const places = placesIn(header.cells)
  const missing = COLUMNS.filter((column) => places[column] === -1)
  if (missing.length > 0) {
    return {
      rows: [],
      faults: missing.map((column) => ({
        ...{ row: header.line, column },
        message: say(`缺少“${HEADERS[column].at(1)}”列`, `there is no column “${column}”`),
      })),
    }
  }
  if (body.length > MOST_ROWS) {
    return refused(header.line, `超过 ${MOST_ROWS} 行`, `more than ${MOST_ROWS} rows`)
  }
  const read = body.map(({ line, cells }) => {
    const textOf = (column: ColumnName) => (cells[places[column]] ?? '').trim()
    return rowOf(line, textOf, today)
  })
  const rows = read.flatMap(({ row }) => (row === null ? [] : [row]))
  return { rows, faults: [...read.flatMap(({ faults }) => faults), ...repeated(rows)] }
}

function refused(row: number, zh: string, en: string) {
  return { rows: [], faults: [{ row, column: null, message: say(zh, en) }] }
}

function placesIn(header: readonly string[]): Readonly<Record<ColumnName, number>> {
  const names = header.map((text) => text.trim().toLowerCase())
  const placeOf = (column: ColumnName) => names.findIndex((name) => HEADERS[column].includes(name))
  return {
    account: placeOf('account'),
    day: placeOf('day'),
    hours: placeOf('hours'),
    what: placeOf('what'),
  }
}

function rowOf(
  row: number,
  textOf: (column: ColumnName) => string,
  today: string,
): { readonly row: AttendanceRow | null; readonly faults: readonly Fault[] } {
  const [account, day, hours, what] = COLUMNS.map(textOf) as [string, string, string, string]
  const faults: Fault[] = []
  const fault = (column: ColumnName, zh: string, en: string) =>
    faults.push({ row, column, message: say(zh, en) })
  if (account === '') fault('account', '没有账号', 'no account')
  if (!isDay(day)) fault('day', '日期应写作 2026-03-15', 'write the day as 2026-03-15')
  else if (day > today) fault('day', '日期在将来', 'the day lies in the future')
  const count = Number(hours)
  if (!/^\d{1,2}(\.\d{1,2})?$/.test(hours) || count > MOST_HOURS) {
    fault('hours', '学时应为 0 至 24 的数', 'hours must be a number from 0 to 24')
  }
  if (what === '') fault('what', '没有写明活动', 'the event is missing')
  if (what.length > LONGEST) {
    fault('what', `活动名称超过 ${LONGEST} 字`, `the event is longer than ${LONGEST} characters`)
  }
  return { row: faults.length > 0 ? null : { row, account, day, hours: count, what }, faults }
}

/** Whether a text is a day of the calendar. */
function isDay(text: string): boolean {
  if (!/^20\d{2}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text)
}

/** One person's hours of a day and event can't be told twice in one list, nor exceed the day. */
function repeated(rows: readonly AttendanceRow[]): Fault[] {
  const days = Map.groupBy(rows, ({ account, day }) => `${account} ${day}`)
  return [...days.values()].flatMap((own) => {
    const events = new Set<string>()
    let hours = 0
    return own.flatMap((one): Fault[] => {
      hours += one.hours
      if (events.has(one.what)) {
        return [
          { row: one.row, column: 'what', message: say('与前面一行重复', 'repeats a row above') },
        ]
      }
      events.add(one.what)
      if (hours <= MOST_HOURS) return []
      const message = say('同一天合计超过 24 学时', 'more than 24 hours on one day')
      return [{ row: one.row, column: 'hours', message }]
    })
  })
}
