import { type Finding, say } from '../../domain/bank/finding.ts'
import type { Retested } from '../../domain/forensics/score-gain/judge-retests.ts'
import { MISSING } from '../../domain/measurement/calibration/response-matrix.ts'
import type { ScoringItem } from '../../domain/measurement/scoring/scoring-item.ts'
import { InputFault } from './input-fault.ts'
import { readItems } from './read-items.ts'
import { type Matrix, readMatrix } from './read-matrix.ts'

/** Attempts, re-tests and the parameters that put both on one scale. */
export interface RetestFiles {
  readonly responses: string
  /** Same shape as the responses; only those who sat again. */
  readonly retest: string
  /** `items.json`: may hold more items than either file. */
  readonly items: string
}

export interface ReadRetests {
  readonly retested: readonly Retested[]
  readonly findings: readonly Finding[]
}

/**
 * Reads attempts and supervised re-tests of the same persons. Items without parameters are left
 * out of both and named. @throws InputFault where somebody sat only the re-test, where no item of
 * it has parameters, or where a category goes beyond an item's steps
 */
export async function readRetests(given: RetestFiles): Promise<ReadRetests> {
  const [responses, again] = [
    await readMatrix(given.responses, 'category'),
    await readMatrix(given.retest, 'category'),
  ]
  const items = await readItems(given.items)
  const [first, second] = [responses, again].map(({ items: names }) =>
    names.map((name) => items.get(name)?.scoring ?? null),
  ) as [(ScoringItem | null)[], (ScoringItem | null)[]]
  if (second.every((item) => item === null)) {
    const reason = 'has parameters of none of the items of the re-test'
    throw new InputFault(reason, { file: given.items })
  }
  const places = new Map(responses.persons.map((name, at) => [name, at]))
  const retested = again.persons.map((person, row) => {
    const own = places.get(person)
    if (own === undefined) {
      const place = { file: again.file, row: again.rows[row] ?? 0, column: 'person' }
      throw new InputFault(`person ${person} is not among the responses`, place)
    }
    return {
      person,
      first: sittingOf(responses, own, first),
      second: sittingOf(again, row, second),
    }
  })
  return { retested, findings: leftOut(again.items, second) }
}

function sittingOf(matrix: Matrix, row: number, parameters: readonly (ScoringItem | null)[]) {
  const items: ScoringItem[] = []
  const categories: number[] = []
  parameters.forEach((item, column) => {
    if (item === null) return
    const score = matrix.cells[row]?.[column] ?? Number.NaN
    const most = item.locations.length
    if (score > most) {
      const place = { row: matrix.rows[row] ?? 0, column: matrix.items[column] ?? '' }
      const reason = `expects at most ${most} by the item's parameters, found ${score}`
      throw new InputFault(reason, { file: matrix.file, ...place })
    }
    items.push(item)
    categories.push(Number.isNaN(score) ? MISSING : score)
  })
  return { items, categories }
}

function leftOut(names: readonly string[], parameters: readonly (ScoringItem | null)[]): Finding[] {
  const absent = names.filter((_, column) => parameters[column] === null)
  if (absent.length === 0) return []
  const named = absent.slice(0, 8).join(', ')
  const message = say(
    `复测中 ${absent.length} 题没有给定参数，未计入：${named}。`,
    `${absent.length} items of the re-test have no parameters and were left out: ${named}.`,
  )
  return [{ pointer: '', item: null, severity: 'note', code: 'retest-without-parameters', message }]
}
