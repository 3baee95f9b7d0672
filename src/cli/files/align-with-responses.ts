import { InputFault } from './input-fault.ts'
import type { Matrix } from './read-matrix.ts'
import { columnNamed, type TextTable, textCell } from './read-text-table.ts'

function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index]))
}

/** Numbers in the persons and items of the responses; not-a-number where there is none. */
export function alignNumbers(given: Matrix, responses: Matrix): Float64Array[] {
  const columns = columnsIn(given.file, given.items, responses)
  const persons = placesOf(responses.persons)
  const aligned = responses.persons.map(() =>
    new Float64Array(responses.items.length).fill(Number.NaN),
  )
  given.persons.forEach((person, index) => {
    const place = { file: given.file, row: given.rows[index] ?? 0, column: 'person' }
    const row = aligned[placeIn(persons, person, place)]
    columns.forEach((to, from) => {
      if (row) row[to] = given.cells[index]?.[from] ?? Number.NaN
    })
  })
  return aligned
}

/** Texts in the persons and items of the responses; without a column `person` rows are numbered. */
export function alignTexts(given: TextTable, responses: Matrix): (string | null)[][] {
  const { file, header, rows } = given
  const own = header.findIndex((name) => name.toLowerCase() === 'person')
  const from = header.flatMap((_, column) => (column === own ? [] : [column]))
  const names = from.map((column) => header[column] ?? '')
  const columns = columnsIn(file, names, responses)
  const persons = placesOf(responses.persons)
  const aligned = responses.persons.map(() => responses.items.map((): string | null => null))
  const seen = new Set<number>()
  rows.forEach((row, index) => {
    const person = own < 0 ? String(index + 1) : (row.cells[own] ?? '')
    const place = { file, row: row.line, column: 'person' }
    const at = placeIn(persons, person, place)
    if (seen.has(at)) throw new InputFault(`person ${person} appears twice`, place)
    seen.add(at)
    from.forEach((column, index) => {
      const to = columns[index] ?? -1
      const target = aligned[at]
      if (target) target[to] = textCell(row, column)
    })
  })
  return aligned
}

/** The right option of each item of the responses, from a table `item,key`. */
export function keysOf(given: TextTable, responses: Matrix): (string | null)[] {
  const [itemColumn, keyColumn] = [columnNamed(given, 'item'), columnNamed(given, 'key')]
  const keys = new Map<string, string | null>()
  for (const row of given.rows) {
    const item = row.cells[itemColumn] ?? ''
    const place = { file: given.file, row: row.line, column: 'item' }
    if (!responses.items.includes(item)) {
      throw new InputFault(`item ${item} is not among the responses`, place)
    }
    if (keys.has(item)) throw new InputFault(`item ${item} appears twice`, place)
    keys.set(item, textCell(row, keyColumn))
  }
  return responses.items.map((item) => keys.get(item) ?? null)
}

/** Columns of a table `person,group,...` in the order of the responses. */
export function groupingsOf(given: TextTable, responses: Matrix) {
  const own = columnNamed(given, 'person')
  const persons = placesOf(responses.persons)
  const names = given.header.filter((_, column) => column !== own)
  if (names.length === 0) {
    throw new InputFault('has no column of groups', { file: given.file, row: 1 })
  }
  const groupings = names.map((name) => ({
    name,
    groups: responses.persons.map((): string | null => null),
  }))
  const seen = new Set<number>()
  for (const row of given.rows) {
    const person = row.cells[own] ?? ''
    const place = { file: given.file, row: row.line, column: 'person' }
    const at = placeIn(persons, person, place)
    if (seen.has(at)) throw new InputFault(`person ${person} appears twice`, place)
    seen.add(at)
    for (const { name, groups } of groupings) {
      groups[at] = textCell(row, given.header.indexOf(name))
    }
  }
  return groupings
}

type Place = ConstructorParameters<typeof InputFault>[1]

function placeIn(persons: ReadonlyMap<string, number>, person: string, place: Place): number {
  const at = persons.get(person)
  if (at !== undefined) return at
  throw new InputFault(`person ${person} is not among the responses`, place)
}

function columnsIn(file: string, names: readonly string[], responses: Matrix): number[] {
  const items = placesOf(responses.items)
  return names.map((name) => {
    const column = items.get(name)
    if (column !== undefined) return column
    const place = { file, row: 1, column: name }
    throw new InputFault(`item ${name} is not among the responses`, place)
  })
}
