import { MISSING } from '../calibration/response-matrix.ts'
import type { Cohort } from './cohort.ts'

/** A table of a cohort, as it is written to a file; null is an empty cell. */
export interface CohortTable {
  readonly file: string
  readonly header: readonly string[]
  /** Made one by one: a large cohort need not be in memory twice. */
  readonly rows: Iterable<readonly (string | number | null)[]>
}

/**
 * The tables of a cohort in the forms that the other commands read. `truth.csv` says what is
 * behind them: ability and speed of every person, shifts of items, and every cell that was planted
 * (`with` is whom an answer was copied from).
 */
export function cohortTables(cohort: Cohort): CohortTable[] {
  const { options, times, changes, persons } = cohort
  return [
    matrixTable('responses.csv', cohort, (cell) => presentOr(cohort.scores[cell])),
    ...(options
      ? [matrixTable('options.csv', cohort, (cell) => letterOf(options[cell])), keyTable(cohort)]
      : []),
    ...(times ? [matrixTable('times.csv', cohort, (cell) => secondsOf(times[cell]))] : []),
    {
      file: 'groups.csv',
      header: ['person', 'group'],
      rows: persons.names.map((name, place) => [name, persons.groups[place] ?? '']),
    },
    ...(changes ? [changesTable(cohort)] : []),
    truthTable(cohort),
  ]
}

/** The content of `items.json`: parameters as the bank has them, drift not included. */
export function itemsDocument({ model, items }: Cohort) {
  return {
    model,
    D: 1,
    items: items.map(({ item, a, b, c, steps }) => ({
      item,
      a,
      b,
      c,
      ...(steps === null ? {} : { steps }),
    })),
  }
}

function matrixTable(
  file: string,
  { persons, items }: Cohort,
  cellAt: (cell: number) => string | number | null,
): CohortTable {
  function* rows() {
    for (const [person, name] of persons.names.entries()) {
      yield [name, ...items.map((_, item) => cellAt(person * items.length + item))]
    }
  }
  return { file, header: ['person', ...items.map(({ item }) => item)], rows: rows() }
}

function keyTable({ items }: Cohort): CohortTable {
  const rows = items.map(({ item, key }) => [item, letterOf(key)])
  return { file: 'key.csv', header: ['item', 'key'], rows }
}

function changesTable({ changes, persons, items, options }: Cohort): CohortTable {
  const answer = (value: number) => (options ? letterOf(value) : value)
  const rows = (changes ?? []).map(({ person, item, from, to, seconds }) => [
    persons.names[person] ?? '',
    items[item]?.item ?? '',
    answer(from),
    answer(to),
    secondsOf(seconds),
  ])
  return { file: 'changes.csv', header: ['person', 'item', 'from', 'to', 'seconds'], rows }
}

function truthTable({ persons, items, planted, dif, times }: Cohort): CohortTable {
  const nameOf = (person: number) => persons.names[person] ?? ''
  function* rows() {
    for (const [place, name] of persons.names.entries()) {
      yield [name, null, 'ability', null, persons.theta[place] ?? null]
      if (times) yield [name, null, 'speed', null, persons.tau[place] ?? null]
    }
    for (const { item, drift } of items) {
      if (drift !== 0) yield [null, item, 'drift', null, drift]
    }
    for (const { item, group, size } of dif) yield [null, item, 'dif', group, size]
    for (const { kind, person, item, source } of planted) {
      const other = source === null ? null : nameOf(source)
      yield [nameOf(person), items[item]?.item ?? '', kind, other, null]
    }
  }
  return { file: 'truth.csv', header: ['person', 'item', 'kind', 'with', 'value'], rows: rows() }
}

function presentOr(score: number | undefined): number | null {
  return score === undefined || score === MISSING ? null : score
}

function letterOf(option: number | undefined): string | null {
  if (option === undefined || option === MISSING) return null
  return String.fromCharCode('A'.charCodeAt(0) + option)
}

/** Milliseconds are as fine as a service could tell. */
function secondsOf(seconds: number | undefined): number | null {
  if (seconds === undefined || Number.isNaN(seconds)) return null
  return Math.max(0.001, Math.round(seconds * 1000) / 1000)
}
