import { type Random, seededRandom } from '../../random.ts'
import {
  answeredBy,
  type Cohort,
  categoryCountOf,
  type SimulatedItem,
  totalSeconds,
} from './cohort.ts'
import { drawWrongOption } from './draw-answers.ts'
import { countOf, drawNormal, drawPlace, drawPlaces } from './draw-value.ts'
import { plantCopies } from './plant-copies.ts'
import type { Plant, PlantOf } from './scenario.ts'

/** Right answers by chance where the scenario has no options: as with four. */
const GUESS = 0.25
const GUESS_SECONDS = 2
/** Spread of the logarithm of what guessing and looking up take. */
const TIME_SPREAD = 0.3
const KNOWN = 0.95
const KNOWN_TIME_FACTOR = 0.5
const LOOK_UP_SECONDS = 40
/** Answers are tampered with in one go after the end. */
const TAMPERING_SECONDS = 120

/**
 * Puts one behaviour into a cohort, in place. It draws from a stream of its own and touches only
 * the cells that it writes to `planted`.
 */
export function plantBehaviour(cohort: Cohort, plant: Plant, stream: readonly string[]): void {
  const random = seededRandom(stream[0] ?? '', ...stream.slice(1))
  switch (plant.kind) {
    case 'rapid-guessing':
      guessRapidly(cohort, plant, random)
      break
    case 'copying-pairs':
    case 'copying-rings':
      plantCopies(cohort, plant, random)
      break
    case 'preknowledge':
      knowBefore(cohort, plant, random)
      break
    case 'look-up':
      lookUp(cohort, plant, random)
      break
    case 'tampered-answers':
      tamper(cohort, plant, random)
      break
    case 'speed-change':
      changeSpeed(cohort, plant, random)
      break
  }
}

function guessRapidly(cohort: Cohort, plant: PlantOf<'rapid-guessing'>, random: Random): void {
  for (const person of somePersons(cohort, plant.persons, random)) {
    for (const item of someAnswered(cohort, { person, share: plant.items }, random)) {
      const known = cohort.items[item] as SimulatedItem
      const count = categoryCountOf(known)
      if (cohort.options) {
        const chosen = Math.floor(random() * cohort.optionCount)
        setAnswer(cohort, { person, item }, [chosen === known.key ? 1 : 0, chosen])
      } else {
        const chances = count === 2 ? [1 - GUESS, GUESS] : new Float64Array(count).fill(1)
        setAnswer(cohort, { person, item }, [drawPlace(chances, random), null])
      }
      const seconds = (plant.seconds ?? GUESS_SECONDS) * Math.exp(TIME_SPREAD * drawNormal(random))
      setTime(cohort, { person, item }, () => seconds)
      cohort.planted.push({ kind: plant.kind, person, item, source: null })
    }
  }
}

function knowBefore(cohort: Cohort, plant: PlantOf<'preknowledge'>, random: Random): void {
  const { items } = cohort
  const leaked = Array.isArray(plant.items)
    ? plant.items.map((name) => items.findIndex(({ item }) => item === name))
    : drawPlaces(countOf(plant.items, items.length), items.length, random)
  const factor = plant.timeFactor ?? KNOWN_TIME_FACTOR
  for (const person of somePersons(cohort, plant.persons, random)) {
    const answered = new Set(answeredBy(cohort, person))
    for (const item of leaked.filter((place) => answered.has(place))) {
      if (random() < (plant.chance ?? KNOWN)) answerRight(cohort, { person, item })
      else answerWrong(cohort, { person, item }, random)
      setTime(cohort, { person, item }, (seconds) => seconds * factor)
      cohort.planted.push({ kind: plant.kind, person, item, source: null })
    }
  }
}

function lookUp(cohort: Cohort, plant: PlantOf<'look-up'>, random: Random): void {
  const { chance = KNOWN, addedSeconds = LOOK_UP_SECONDS } = plant
  for (const person of somePersons(cohort, plant.persons, random)) {
    for (const item of someAnswered(cohort, { person, share: plant.items }, random)) {
      if (random() < chance) answerRight(cohort, { person, item })
      else answerWrong(cohort, { person, item }, random)
      const added = addedSeconds * Math.exp(TIME_SPREAD * drawNormal(random))
      setTime(cohort, { person, item }, (seconds) => seconds + added)
      cohort.planted.push({ kind: plant.kind, person, item, source: null })
    }
  }
}

function tamper(cohort: Cohort, plant: PlantOf<'tampered-answers'>, random: Random): void {
  const { items, scores, options, changes } = cohort
  for (const person of somePersons(cohort, plant.persons, random)) {
    const end = totalSeconds(cohort, person)
    const cellOf = (item: number) => person * items.length + item
    const wrong = answeredBy(cohort, person).filter(
      (item) => (scores[cellOf(item)] as number) < highest(cohort, item),
    )
    for (const place of drawPlaces(countOf(plant.items, wrong.length), wrong.length, random)) {
      const item = wrong[place] as number
      const answers = options ?? scores
      const from = answers[cellOf(item)] as number
      answerRight(cohort, { person, item })
      const to = answers[cellOf(item)] as number
      const seconds = end + TAMPERING_SECONDS * random()
      changes?.push({ person, item, from, to, seconds })
      cohort.planted.push({ kind: plant.kind, person, item, source: null })
    }
  }
}

function changeSpeed(cohort: Cohort, plant: PlantOf<'speed-change'>, random: Random): void {
  for (const person of somePersons(cohort, plant.persons, random)) {
    const answered = answeredBy(cohort, person)
    for (const item of answered.slice(Math.round(plant.after * answered.length))) {
      setTime(cohort, { person, item }, (seconds) => seconds * plant.timeFactor)
      cohort.planted.push({ kind: plant.kind, person, item, source: null })
    }
  }
}

function somePersons({ persons }: Cohort, share: number, random: Random): number[] {
  return drawPlaces(countOf(share, persons.names.length), persons.names.length, random)
}

function someAnswered(
  cohort: Cohort,
  { person, share }: { readonly person: number; readonly share: number },
  random: Random,
): number[] {
  const answered = answeredBy(cohort, person)
  const places = drawPlaces(countOf(share, answered.length), answered.length, random)
  return places.map((place) => answered[place] as number)
}

interface Place {
  readonly person: number
  readonly item: number
}

function highest({ items }: Cohort, item: number): number {
  return categoryCountOf(items[item] as SimulatedItem) - 1
}

function answerRight(cohort: Cohort, at: Place): void {
  const { key } = cohort.items[at.item] as SimulatedItem
  setAnswer(cohort, at, [highest(cohort, at.item), key])
}

function answerWrong(cohort: Cohort, at: Place, random: Random): void {
  const { persons, items, options } = cohort
  const theta = persons.theta[at.person] as number
  const wrong = options ? drawWrongOption(items[at.item] as SimulatedItem, theta, random) : null
  setAnswer(cohort, at, [0, wrong])
}

function setAnswer(
  { scores, options, items }: Cohort,
  { person, item }: Place,
  [score, option]: readonly [number, number | null],
): void {
  const cell = person * items.length + item
  scores[cell] = score
  if (options && option !== null) options[cell] = option
}

function setTime(
  { times, items }: Cohort,
  { person, item }: Place,
  change: (seconds: number) => number,
): void {
  const cell = person * items.length + item
  if (times) times[cell] = change(times[cell] as number)
}
