import { seededRandom } from '../../random.ts'
import { MISSING } from '../calibration/response-matrix.ts'
import {
  type AnswerChange,
  type Cohort,
  categoryCountOf,
  type SimulatedItem,
  totalSeconds,
} from './cohort.ts'
import {
  drawOptions,
  drawScores,
  drawTimes,
  drawWrongOption,
  leaveOut,
  leaveUnreached,
} from './draw-answers.ts'
import { drawItems } from './draw-items.ts'
import { drawPersons } from './draw-persons.ts'
import { plantBehaviour } from './plant-behaviour.ts'
import type { Scenario } from './scenario.ts'

/** Of honest changes to a right answer's item, how often the new answer is the right one. */
const FROM_RIGHT = 0.3

/**
 * A cohort with known truth: equal scenarios and seeds give equal cohorts. Every decision draws
 * from a stream of its own, so that what is planted changes nothing else. The scenario must have
 * passed `checkScenario`.
 */
export function simulateCohort(scenario: Scenario, seed: string): Cohort {
  const items = drawItems(scenario, seed)
  const persons = drawPersons(scenario, seed)
  const sitting = { items, persons, seed }
  const scores = drawScores(scenario, sitting)
  const cohort: Cohort = {
    model: scenario.model,
    persons,
    items,
    scores,
    options: scenario.options ? drawOptions(scores, sitting) : null,
    optionCount: scenario.options?.count ?? 0,
    times: scenario.times ? drawTimes(sitting) : null,
    changes: hasChanges(scenario) ? [] : null,
    planted: [],
    dif: scenario.dif ?? [],
  }
  leaveOut(cohort, scenario, seed)
  scenario.planted?.forEach((plant, place) => {
    plantBehaviour(cohort, plant, [seed, 'planted', String(place), plant.kind])
  })
  const limit = scenario.missing?.timeLimitSeconds
  if (limit !== undefined) leaveUnreached(cohort, limit)
  return { ...cohort, ...whatIsLeft(cohort, scenario, seed) }
}

function hasChanges({ changes, planted = [] }: Scenario): boolean {
  return changes !== undefined || planted.some(({ kind }) => kind === 'tampered-answers')
}

/** Changes and planted cells of items that were reached; changes in the order they were made. */
function whatIsLeft(
  cohort: Cohort,
  scenario: Scenario,
  seed: string,
): Pick<Cohort, 'changes' | 'planted'> {
  const { scores, items } = cohort
  const isThere = ({ person, item }: { readonly person: number; readonly item: number }) =>
    scores[person * items.length + item] !== MISSING
  const changes = cohort.changes?.filter(isThere) ?? null
  for (const change of honestChanges(cohort, scenario.changes?.share ?? 0, seed)) {
    changes?.push(change)
  }
  changes?.sort((left, right) => left.person - right.person || left.seconds - right.seconds)
  return { changes, planted: cohort.planted.filter(isThere) }
}

/**
 * Changes of persons who thought again: what the answer was before. Each cell takes three numbers
 * of the stream, whatever comes of it; answers that were tampered with are left alone.
 */
function honestChanges(cohort: Cohort, share: number, seed: string): AnswerChange[] {
  const { items, scores, persons } = cohort
  const random = seededRandom(seed, 'changes')
  const wrong = seededRandom(seed, 'changed from')
  const tampered = new Set(cohort.changes?.map(({ person, item }) => person * items.length + item))
  const changes: AnswerChange[] = []
  for (let person = 0; person < persons.names.length; person += 1) {
    const total = share > 0 ? totalSeconds(cohort, person) : 0
    for (let item = 0; item < items.length; item += 1) {
      const cell = person * items.length + item
      const [isChanged, kind, moment] = [random() < share, random(), random()]
      if (!isChanged || scores[cell] === MISSING || tampered.has(cell)) continue
      const { from, to } = answersOf(cohort, { person, item, kind }, wrong)
      if (from !== to) changes.push({ person, item, from, to, seconds: total * moment })
    }
  }
  return changes
}

/** The answer there is, and one that it may have come from. */
function answersOf(
  { items, scores, options, persons }: Cohort,
  { person, item, kind }: { readonly person: number; readonly item: number; readonly kind: number },
  random: () => number,
): Pick<AnswerChange, 'from' | 'to'> {
  const cell = person * items.length + item
  const own = items[item] as SimulatedItem
  const score = scores[cell] as number
  if (!options) {
    const other = Math.floor(kind * (categoryCountOf(own) - 1))
    return { from: other < score ? other : other + 1, to: score }
  }
  const to = options[cell] as number
  const distractor = drawWrongOption(own, persons.theta[person] as number, random)
  if (to !== own.key && (kind < FROM_RIGHT || distractor === to)) return { from: own.key, to }
  return { from: distractor, to }
}
