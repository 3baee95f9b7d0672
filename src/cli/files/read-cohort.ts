import { type Finding, say } from '../../domain/bank/finding.ts'
import type {
  ChosenOptions,
  CohortData,
  EarlierScore,
  ScoredChange,
} from '../../domain/forensics/cohort/cohort-data.ts'
import type { KnownParameters } from '../../domain/forensics/cohort/prepare-cohort.ts'
import { MISSING } from '../../domain/measurement/calibration/response-matrix.ts'
import { alignNumbers, alignTexts, groupingsOf, keysOf } from './align-with-responses.ts'
import { findContradictions } from './find-contradictions.ts'
import { InputFault } from './input-fault.ts'
import { readItemsFile } from './read-items.ts'
import { type Matrix, readMatrix } from './read-matrix.ts'
import { columnNamed, readTextTable, type TextTable, textCell } from './read-text-table.ts'

/** Files of a cohort; only the responses must be there. */
export interface CohortFiles {
  readonly responses: string
  readonly options?: string | undefined
  readonly key?: string | undefined
  readonly times?: string | undefined
  readonly changes?: string | undefined
  readonly groups?: string | undefined
  /** `items.json`: parameters known before the exam. */
  readonly items?: string | undefined
  /** Column `item`: said to be compromised before the data were looked at. */
  readonly suspectItems?: string | undefined
  /** `person,theta,se` of an earlier exam on the same scale. */
  readonly earlier?: string | undefined
}

export interface ReadCohort {
  readonly data: CohortData
  readonly known: KnownParameters | null
  readonly findings: readonly Finding[]
}

/** More categories or options than this were meant as something else. */
const MOST_CATEGORIES = 20
const MOST_OPTIONS = 100

/** Reads a cohort. @throws InputFault with file, row and column */
export async function readCohort(given: CohortFiles): Promise<ReadCohort> {
  const responses = await readMatrix(given.responses, 'category')
  const findings: Finding[] = []
  const keys = given.key === undefined ? null : await readKeys(given.key, responses, findings)
  const options =
    given.options === undefined || keys === null
      ? null
      : optionsFrom(await readTextTable(given.options), responses, keys)
  const data: CohortData = {
    persons: responses.persons,
    items: responses.items,
    scores: scoresOf(responses),
    options,
    times: given.times === undefined ? null : await readTimes(given.times, responses, findings),
    away: null,
    places: null,
    changes: given.changes === undefined ? null : await readChanges(given.changes, responses, keys),
    groupings:
      given.groups === undefined ? [] : groupingsOf(await readTextTable(given.groups), responses),
    suspectItems:
      given.suspectItems === undefined ? [] : await readSuspects(given.suspectItems, responses),
    earlier:
      given.earlier === undefined ? null : await readEarlier(given.earlier, responses, findings),
  }
  const known = given.items === undefined ? null : await readKnown(given.items, responses, findings)
  return { data, known, findings: [...findings, ...findContradictions(data)] }
}

function note(code: string, message: Finding['message']): Finding {
  return { pointer: '', item: null, severity: 'note', code, message }
}

function scoresOf({ file, cells, items, rows }: Matrix): Int8Array {
  const scores = new Int8Array(cells.length * items.length).fill(MISSING)
  for (const [person, row] of cells.entries()) {
    for (let item = 0; item < items.length; item += 1) {
      const cell = row[item] ?? Number.NaN
      if (Number.isNaN(cell)) continue
      if (cell > MOST_CATEGORIES) {
        const place = { file, row: rows[person] ?? 0, column: items[item] ?? '' }
        throw new InputFault(`expects a category up to ${MOST_CATEGORIES}, found ${cell}`, place)
      }
      scores[person * items.length + item] = cell
    }
  }
  return scores
}

/** A key may number the items instead of naming them: 1 is the first column. */
async function readKeys(file: string, responses: Matrix, findings: Finding[]) {
  const table = await readTextTable(file)
  const column = columnNamed(table, 'item')
  const names = table.rows.map((row) => row.cells[column] ?? '')
  const isNumbered =
    names.length === responses.items.length &&
    names.every((name, at) => name === String(at + 1) && !responses.items.includes(name))
  if (!isNumbered) return keysOf(table, responses)
  findings.push(
    note(
      'key-by-number',
      say(
        '答案表以序号指题目，已按作答表的列序对应。',
        'The key numbers items instead of naming them; they were taken in the order of columns.',
      ),
    ),
  )
  const keyColumn = columnNamed(table, 'key')
  return table.rows.map((row) => textCell(row, keyColumn))
}

function optionsFrom(
  table: TextTable,
  responses: Matrix,
  keys: readonly (string | null)[],
): ChosenOptions {
  const texts = alignTexts(table, responses)
  const width = responses.items.length
  const chosen = new Int8Array(texts.length * width).fill(MISSING)
  const places = keys.map((key) => new Map<string, number>(key === null ? [] : [[key, 0]]))
  for (const [person, row] of texts.entries()) {
    for (const [item, text] of row.entries()) {
      if (text === null) continue
      const own = places[item] as Map<string, number>
      if (!own.has(text)) own.set(text, own.size)
      chosen[person * width + item] = own.get(text) ?? MISSING
      if (own.size > MOST_OPTIONS) {
        const column = responses.items[item] ?? ''
        throw new InputFault(`has more than ${MOST_OPTIONS} options`, { file: table.file, column })
      }
    }
  }
  return {
    chosen,
    keys: Int8Array.from(keys, (key) => (key === null ? MISSING : 0)),
    counts: Int8Array.from(places, ({ size }) => size),
  }
}

async function readTimes(file: string, responses: Matrix, findings: Finding[]) {
  const times = alignNumbers(await readMatrix(file, 'seconds'), responses)
  let none = 0
  for (const row of times) {
    for (let item = 0; item < row.length; item += 1) {
      if (!((row[item] ?? Number.NaN) <= 0)) continue
      row[item] = Number.NaN
      none += 1
    }
  }
  if (none > 0) {
    findings.push(
      note(
        'times-not-positive',
        say(
          `${none} 个作答时间为零或负数，按未记录处理。`,
          `${none} times are zero or below and were taken as not recorded.`,
        ),
      ),
    )
  }
  return times
}

function placeOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, at) => [name, at]))
}

async function readChanges(
  file: string,
  responses: Matrix,
  keys: readonly (string | null)[] | null,
): Promise<ScoredChange[]> {
  const table = await readTextTable(file)
  const [person, item, from, to] = ['person', 'item', 'from', 'to'].map((name) =>
    columnNamed(table, name),
  ) as [number, number, number, number]
  const seconds = table.header.findIndex((name) => name.toLowerCase() === 'seconds')
  const [persons, items] = [placeOf(responses.persons), placeOf(responses.items)]
  return table.rows.map((row): ScoredChange => {
    const at = (column: string) => ({ file, row: row.line, column })
    const own = persons.get(row.cells[person] ?? '')
    if (own === undefined) {
      throw new InputFault(`person ${row.cells[person]} is not among the responses`, at('person'))
    }
    const column = items.get(row.cells[item] ?? '')
    if (column === undefined) {
      throw new InputFault(`item ${row.cells[item]} is not among the responses`, at('item'))
    }
    const score = (name: 'from' | 'to', cell: string | null) => {
      if (cell === null) return null
      if (keys !== null) return keys[column] == null ? null : Number(cell === keys[column])
      if (/^\d{1,2}$/.test(cell) && Number(cell) <= MOST_CATEGORIES) return Number(cell)
      throw new InputFault(`expects a category, or give --key: found "${cell}"`, at(name))
    }
    return {
      person: own,
      item: column,
      from: score('from', textCell(row, from)),
      to: score('to', textCell(row, to)),
      seconds: seconds < 0 ? null : numberIn(textCell(row, seconds), at('seconds')),
    }
  })
}

function numberIn(cell: string | null, place: ConstructorParameters<typeof InputFault>[1]) {
  if (cell === null) return null
  const value = Number(cell)
  if (Number.isFinite(value)) return value
  throw new InputFault(`expects a number, found "${cell}"`, place)
}

async function readSuspects(file: string, responses: Matrix): Promise<number[]> {
  const table = await readTextTable(file)
  const [column, items] = [columnNamed(table, 'item'), placeOf(responses.items)]
  const found = table.rows.map((row) => {
    const place = items.get(row.cells[column] ?? '')
    if (place !== undefined) return place
    const reason = `item ${row.cells[column]} is not among the responses`
    throw new InputFault(reason, { file, row: row.line, column: 'item' })
  })
  return [...new Set(found)].sort((left, right) => left - right)
}

/** Whoever sat only the earlier exam is left out, and counted. */
async function readEarlier(file: string, responses: Matrix, findings: Finding[]) {
  const table = await readTextTable(file)
  const [person, theta, error] = ['person', 'theta', 'se'].map((name) =>
    columnNamed(table, name),
  ) as [number, number, number]
  const persons = placeOf(responses.persons)
  const earlier: (EarlierScore | null)[] = responses.persons.map(() => null)
  let others = 0
  for (const row of table.rows) {
    const at = persons.get(row.cells[person] ?? '')
    const place = (column: string) => ({ file, row: row.line, column })
    const score = numberIn(textCell(row, theta), place('theta'))
    const standardError = numberIn(textCell(row, error), place('se'))
    if ((standardError ?? 0) < 0) throw new InputFault('expects 0 or more', place('se'))
    if (at === undefined) others += 1
    else if (earlier[at]) {
      throw new InputFault(`person ${row.cells[person]} appears twice`, place('person'))
    } else if (score !== null && standardError !== null) {
      earlier[at] = { theta: score, standardError }
    }
  }
  if (others > 0) {
    findings.push(
      note(
        'earlier-persons-absent',
        say(
          `以往成绩中有 ${others} 人未参加本次考试，已略去。`,
          `${others} persons with earlier scores did not sit this exam and were left out.`,
        ),
      ),
    )
  }
  return earlier
}

async function readKnown(
  file: string,
  responses: Matrix,
  findings: Finding[],
): Promise<KnownParameters> {
  const { items, latent } = await readItemsFile(file)
  const columns = responses.items.map((name) => items.get(name)?.scoring ?? null)
  for (const [column, item] of columns.entries()) {
    if (item) checkCategories(responses, column, item.locations.length)
  }
  const absent = responses.items.filter((_, at) => columns[at] === null)
  if (absent.length === columns.length) {
    throw new InputFault('has parameters of none of the items of the responses', { file })
  }
  if (absent.length > 0) {
    const names = absent.slice(0, 8).join(', ')
    findings.push(
      note(
        'items-without-parameters',
        say(
          `${absent.length} 题没有给定参数，凡依赖参数的指标均不含这些题：${names}。`,
          `${absent.length} items have no parameters and are left out where parameters are needed: ${names}.`,
        ),
      ),
    )
  }
  return { items: columns, latent }
}

/** A category beyond an item's steps has no probability under its parameters. */
function checkCategories({ file, cells, rows, items }: Matrix, column: number, most: number) {
  for (const [person, row] of cells.entries()) {
    const score = row[column] ?? Number.NaN
    if (!(score > most)) continue
    const place = { file, row: rows[person] ?? 0, column: items[column] ?? '' }
    throw new InputFault(`expects at most ${most} by the item's parameters, found ${score}`, place)
  }
}
