import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import { scoreCohort } from '../../measurement/scoring/score-cohort.ts'
import {
  categoryTerms,
  evaluateCategories,
  type ScoringItem,
} from '../../measurement/scoring/scoring-item.ts'
import type { Abilities, PreparedCohort } from '../cohort/cohort-data.ts'

/** A person who changed answers, with what the other answers say of the ability. */
export interface Changer {
  readonly person: number
  /** Columns of changed items scored right or wrong, without those that were right again. */
  readonly columns: readonly number[]
  /** How many of these went from wrong to right: the changed items that are right in the end. */
  readonly wrongToRight: number
  /** Ability by the items never changed, with its posterior SD. */
  readonly theta: number
  readonly standardError: number
  /** By changed item: logit of being right at that ability, and its slope. */
  readonly logits: Float64Array
  readonly slopes: Float64Array
}

/** Fewer unchanged items don't tell an ability. */
const FEWEST_UNCHANGED = 10

/**
 * Everybody who changed an answer and left at least 10 as they were. An item counts by its first
 * answer and its last: there and back again is no change, and it says nothing of the ability
 * either. Only items with parameters that are scored right or wrong count. Cost is linear in the
 * cells of those who changed anything.
 */
export function changersOf(cohort: PreparedCohort): Changer[] {
  const { abilities, parameters } = cohort
  if (abilities === null) return []
  const first = firstAnswers(cohort)
  const columnsOf = columnsByPerson(cohort, first)
  const persons = [...columnsOf.keys()]
  const known = parameters.flatMap((item, column) => (item === null ? [] : [column]))
  const values = new Int8Array(persons.length * known.length)
  persons.forEach((person, row) => {
    known.forEach((column, place) => {
      const cell = person * parameters.length + column
      values[row * known.length + place] = first.has(cell)
        ? MISSING
        : (cohort.scores[cell] as number)
    })
  })
  const items = known.map((column) => parameters[column] as ScoringItem)
  const found = scoreCohort({ items, values, method: 'eap', prior: latentOf(abilities) })
  return persons.flatMap((person, row) => {
    if ((found.answered[row] as number) < FEWEST_UNCHANGED) return []
    const theta = found.theta[row] as number
    const standardError = found.standardError[row] as number
    const columns = columnsOf.get(person) ?? []
    return [
      { person, theta, standardError, columns, ...oddsOf(cohort, { person, columns, theta }) },
    ]
  })
}

/** First score of each cell that was changed, by cell. */
function firstAnswers({ changes, parameters }: PreparedCohort): Map<number, number> {
  const first = new Map<number, number>()
  for (const { person, item, from } of changes ?? []) {
    const cell = person * parameters.length + item
    if (from !== null && !first.has(cell)) first.set(cell, from)
  }
  return first
}

function columnsByPerson(
  { parameters, scores }: PreparedCohort,
  first: ReadonlyMap<number, number>,
): Map<number, number[]> {
  const columnsOf = new Map<number, number[]>()
  for (const [cell, before] of first) {
    const column = cell % parameters.length
    const after = scores[cell] as number
    const isBinary = parameters[column]?.locations.length === 1
    if (!isBinary || after === MISSING || (before > 0 && after > 0)) continue
    const person = (cell - column) / parameters.length
    const own = columnsOf.get(person)
    if (own) own.push(column)
    else columnsOf.set(person, [column])
  }
  return columnsOf
}

function oddsOf(
  { parameters, scores }: PreparedCohort,
  changer: Pick<Changer, 'person' | 'columns' | 'theta'>,
): Pick<Changer, 'logits' | 'slopes' | 'wrongToRight'> {
  const { person, columns, theta } = changer
  const terms = categoryTerms(2)
  const logits = new Float64Array(columns.length)
  const slopes = new Float64Array(columns.length)
  let wrongToRight = 0
  columns.forEach((column, place) => {
    evaluateCategories(parameters[column] as ScoringItem, theta, terms)
    logits[place] = (terms.logs[1] as number) - (terms.logs[0] as number)
    slopes[place] = (terms.slopes[1] as number) - (terms.slopes[0] as number)
    wrongToRight += scores[person * parameters.length + column] as number
  })
  return { logits, slopes, wrongToRight }
}

/** Distribution of ability: variance of the expectations and mean variance of what they leave. */
function latentOf({ eap, eapError }: Abilities) {
  const mean = eap.reduce((sum, theta) => sum + theta, 0) / eap.length
  const variance = eap.reduce(
    (sum, theta, person) => sum + (theta - mean) ** 2 + (eapError[person] as number) ** 2,
    0,
  )
  return { mean, deviation: Math.sqrt(variance / eap.length) }
}
