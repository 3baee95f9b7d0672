import { type Random, seededRandom } from '../../random.ts'
import { itemModelOf } from '../calibration/item-models.ts'
import { MISSING } from '../calibration/response-matrix.ts'
import {
  type Cohort,
  categoryCountOf,
  type SimulatedItem,
  type SimulatedPersons,
} from './cohort.ts'
import { drawNormal, drawPlace, drawPlaces } from './draw-value.ts'
import type { Scenario } from './scenario.ts'

interface Sitting {
  readonly items: readonly SimulatedItem[]
  readonly persons: SimulatedPersons
  readonly seed: string
}

/**
 * Scored answers by the model of the scenario, with shifts of location for everybody (drift) and
 * for a group (DIF). Every cell takes one number of the stream, whatever comes of it.
 */
export function drawScores(scenario: Scenario, { items, persons, seed }: Sitting): Int8Array {
  const random = seededRandom(seed, 'answers')
  const model = itemModelOf(scenario.model)
  const groups = [...new Set(persons.groups)]
  const parameters = groups.map((group) =>
    items.map((item) => slopeAndIntercepts(scenario, item, group)),
  )
  const places = persons.groups.map((group) => groups.indexOf(group))
  const most = Math.max(...items.map(categoryCountOf))
  const chances = new Float64Array(most)
  const slopes = new Float64Array(most * (most + 1))
  const scores = new Int8Array(persons.names.length * items.length)
  for (let person = 0; person < persons.names.length; person += 1) {
    const own = parameters[places[person] as number] as Float64Array[]
    for (let item = 0; item < items.length; item += 1) {
      const values = own[item] as Float64Array
      chances.fill(0)
      model.evaluate(values, persons.theta[person] as number, { chances, slopes })
      const count = categoryCountOf(items[item] as SimulatedItem)
      scores[person * items.length + item] = drawPlace(chances.subarray(0, count), random)
    }
  }
  return scores
}

/** [a, d...] (and logit c) as calibration has them: d = -a b, cumulated for partial credit. */
function slopeAndIntercepts(
  { model, dif = [] }: Scenario,
  { item, a, b, c, steps, drift }: SimulatedItem,
  group: string,
): Float64Array {
  const own = dif.filter((one) => one.item === item && one.group === group)
  const shift = own.reduce((sum, { size }) => sum + size, drift)
  if (steps === null) {
    const intercept = -a * (b + shift)
    if (model !== '3pl') return Float64Array.of(a, intercept)
    return Float64Array.of(a, intercept, Math.log(c) - Math.log1p(-c))
  }
  let sum = 0
  const intercepts = steps.map((step) => {
    sum += step + shift
    return -a * (model === 'gpcm' ? sum : step + shift)
  })
  return Float64Array.of(a, ...intercepts)
}

/**
 * The option chosen: the key where the answer is right, else a distractor by attraction
 * exp(level + slope theta) (nested logit, Suh & Bolt 2010).
 */
export function drawOptions(scores: Int8Array, { items, persons, seed }: Sitting): Int8Array {
  const random = seededRandom(seed, 'options')
  return scores.map((score, cell) => {
    const item = items[cell % items.length] as SimulatedItem
    const theta = persons.theta[Math.floor(cell / items.length)] as number
    const wrong = drawWrongOption(item, theta, random)
    return score === 1 ? item.key : wrong
  })
}

/** A distractor, by how much it attracts persons of an ability. */
export function drawWrongOption(item: SimulatedItem, theta: number, random: Random): number {
  const weights = item.attraction.map(({ level, slope }, option) =>
    option === item.key ? 0 : Math.exp(level + slope * theta),
  )
  const chosen = drawPlace(weights, random)
  // Where the key comes last and rounding leaves nothing, the one before it was meant.
  return chosen === item.key ? item.key - 1 : chosen
}

/** Lognormal times (van der Linden 2006): log T = beta - tau + e, e ~ N(0, alpha^-2). */
export function drawTimes({ items, persons, seed }: Sitting): Float64Array {
  const random = seededRandom(seed, 'times')
  return Float64Array.from({ length: persons.names.length * items.length }, (_, cell) => {
    const { alpha, beta } = items[cell % items.length] as SimulatedItem
    const tau = persons.tau[Math.floor(cell / items.length)] as number
    return Math.exp(beta - tau + drawNormal(random) / alpha)
  })
}

/** Leaves out what a person's form has not, and what was skipped by chance. */
export function leaveOut(cohort: Cohort, { forms, missing }: Scenario, seed: string): void {
  const { items, persons } = cohort
  const choosing = seededRandom(seed, 'forms')
  const skipping = seededRandom(seed, 'missing')
  const perPerson = typeof forms === 'object' ? forms.itemsPerPerson : items.length
  for (let person = 0; person < persons.names.length; person += 1) {
    const left = new Set(drawPlaces(items.length - perPerson, items.length, choosing))
    for (let item = 0; item < items.length; item += 1) {
      const isSkipped = skipping() < (missing?.share ?? 0)
      if (isSkipped || left.has(item)) clearCell(cohort, person * items.length + item)
    }
  }
}

/** Leaves out the items that a person came to only after the time was used up. */
export function leaveUnreached(cohort: Cohort, timeLimitSeconds: number): void {
  const { items, persons, times } = cohort
  if (!times) return
  for (let person = 0; person < persons.names.length; person += 1) {
    let used = 0
    for (let item = 0; item < items.length; item += 1) {
      const cell = person * items.length + item
      if (used >= timeLimitSeconds) clearCell(cohort, cell)
      else if (cohort.scores[cell] !== MISSING) used += times[cell] ?? 0
    }
  }
}

function clearCell({ scores, options, times }: Cohort, cell: number): void {
  scores[cell] = MISSING
  if (options) options[cell] = MISSING
  if (times) times[cell] = Number.NaN
}
