import type { Bank } from '../../bank/bank.ts'
import type { Item } from '../../bank/item.ts'
import { digestOf } from '../../digest.ts'
import { type AbilityTracker, trackAbility } from '../../measurement/estimate-ability.ts'
import { parametersOf } from '../../measurement/item-parameters.ts'
import { seededRandom } from '../../random.ts'
import { arrangeItem } from '../arrange-form.ts'
import type { AdaptiveDelivery, Blueprint } from '../blueprint.ts'
import { eligibleItems, enemiesAmong } from '../cells.ts'
import type { AdaptiveCertificate, AdaptiveEnding, AdaptiveForm, FormItem } from '../form.ts'
import { chooseItem, countByCell, type Supply } from './choose-item.ts'

/** Bank and adaptive blueprint made ready for many attempts. */
export interface PreparedAdaptive {
  /** The longest an attempt can be: all cells of the blueprint, full. */
  readonly mostItems: number
  /** Items there are to choose from. */
  readonly supply: number
  readonly begin: (seed: string) => AdaptiveRun
}

/** One adaptive attempt: equal seeds and equal answers give equal items, byte for byte. */
export interface AdaptiveRun {
  /** The item in hand, its options in the order shown; null once the attempt has ended. */
  readonly current: () => { readonly item: Item; readonly placed: FormItem } | null
  /** Puts the item in hand away, answered rightly or not, and takes the next. */
  readonly leave: (correct: boolean) => void
  /** Puts the item in hand away and takes no other: the attempt is about to close. */
  readonly finish: (correct: boolean) => void
  /** What was given so far, the item in hand included. */
  readonly form: () => AdaptiveForm
  /** Expected a posteriori ability and its standard error from the items left behind. */
  readonly ability: () => { readonly theta: number; readonly standardError: number }
}

/** How an attempt is delivered that is adaptive; null for every other. */
export function adaptiveDelivery({ delivery }: Blueprint): AdaptiveDelivery | null {
  return delivery?.mode === 'adaptive' ? delivery : null
}

/**
 * Makes a bank ready for adaptive attempts. Each item comes from the cell that lags furthest
 * behind its share of the blueprint (Kingsbury & Zara 1989), there by chance from the most
 * informative ones at the interim EAP ability (randomesque, Kingsbury & Zara 1989), and such that
 * the blueprint can still be filled without enemies meeting. The first is chosen at an ability
 * drawn near the mean, so that not everybody begins alike. Throws where the blueprint is not
 * adaptive.
 */
export function prepareAdaptive(bank: Bank, blueprint: Blueprint): PreparedAdaptive {
  const delivery = adaptiveDelivery(blueprint)
  if (!delivery) throw new Error('the blueprint is not adaptive')
  const eligible = eligibleItems(bank, blueprint)
  const items = eligible.flat()
  const cellOf = eligible.flatMap((cellItems, cell) => cellItems.map(() => cell))
  const needs = blueprint.cells.map(({ itemCount }) => itemCount)
  const enemies = enemiesAmong(items)
  const supply: Supply = {
    blueprint,
    delivery,
    items,
    parameters: items.map((item) => parametersOf(item).values),
    cells: needs.map((_, cell) => cellOf.flatMap((of, index) => (of === cell ? [index] : []))),
    pool: { cellOf, needs, enemies },
    mostItems: needs.reduce((sum, need) => sum + need, 0),
    hasEnemies: enemies.some((list) => list.length > 0),
  }
  return {
    mostItems: supply.mostItems,
    supply: items.length,
    begin: (seed) => beginRun(supply, seed),
  }
}

/** Half the width of the range, around the mean, from which the first ability is drawn. */
const FIRST_SPREAD = 0.5

/** Where one attempt stands. */
interface Course {
  readonly seed: string
  readonly tracker: AbilityTracker
  /** Item indexes in the order given, and the items as shown. */
  readonly given: number[]
  readonly placed: FormItem[]
  left: number
  ability: { readonly theta: number; readonly standardError: number }
  ended: AdaptiveEnding | null
}

function beginRun(supply: Supply, seed: string): AdaptiveRun {
  const tracker = trackAbility()
  const theta = (2 * seededRandom(seed, 'adaptive', 'start')() - 1) * FIRST_SPREAD
  const { standardError } = tracker.estimate()
  const ability = { theta, standardError }
  const course: Course = { seed, tracker, given: [], placed: [], left: 0, ability, ended: null }
  takeItem(supply, course)
  return {
    current: () => {
      const { given, placed, left } = course
      const [item, last] = [supply.items[given[left] ?? -1], placed[left]]
      return item && last ? { item, placed: last } : null
    },
    leave: (correct) => {
      putAway(supply, course, correct)
      if (course.ended === null) takeItem(supply, course)
    },
    finish: (correct) => putAway(supply, course, correct),
    form: () => ({
      items: [...course.placed],
      certificate: certificateOf(supply, course),
      digest: digestOf(course.placed),
    }),
    ability: () => course.ability,
  }
}

function takeItem(supply: Supply, course: Course): void {
  const { given, ability, seed } = course
  const index = chooseItem(supply, { given, theta: ability.theta }, seed)
  const item = index === null ? undefined : supply.items[index]
  if (index === null || !item) {
    course.ended = 'no-items-left'
    return
  }
  const before = given.flatMap((one) => supply.items[one] ?? [])
  course.placed.push(arrangeItem(item, seed, before))
  given.push(index)
}

function putAway(
  { parameters, delivery, mostItems }: Supply,
  course: Course,
  correct: boolean,
): void {
  const values = parameters[course.given[course.left] ?? -1]
  if (!values) throw new Error('the adaptive attempt has ended')
  course.left += 1
  course.tracker.add({ parameters: values, correct })
  const { theta, standardError } = course.tracker.estimate()
  course.ability = { theta, standardError }
  const { fewestItems, standardError: target } = delivery
  if (course.left >= fewestItems && standardError <= target) course.ended = 'precision'
  else if (course.left === mostItems) course.ended = 'length'
}

function certificateOf(
  { blueprint, pool, delivery, mostItems }: Supply,
  { given, left, ability, ended }: Course,
): AdaptiveCertificate {
  const counts = countByCell(pool, given.slice(0, left))
  const value = round(ability.standardError)
  const target = delivery.standardError
  return {
    kind: 'adaptive',
    items: left,
    standardError: { value, target, within: ability.standardError <= target },
    ended,
    cells: blueprint.cells.map(({ competency, level, itemCount }, cell) => ({
      competency,
      level,
      given: counts[cell] ?? 0,
      aimed: round((itemCount * left) / mostItems),
    })),
  }
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
