import type { CalibratedModel } from '../calibration/item-models.ts'
import { MISSING } from '../calibration/response-matrix.ts'
import type { PlantKind } from './scenario.ts'

/** An item with the parameters that answers and times really follow. */
export interface SimulatedItem {
  readonly item: string
  readonly a: number
  /** Location as recorded in the bank: drift is not in it. Of steps the mean. */
  readonly b: number
  readonly c: number
  readonly steps: readonly number[] | null
  readonly alpha: number
  readonly beta: number
  /** What is added to the location of everybody. */
  readonly drift: number
  /** Place of the right option. */
  readonly key: number
  /** Attraction of each option to those who don't know, at theta 0 and its change with theta. */
  readonly attraction: readonly { readonly level: number; readonly slope: number }[]
}

/** Persons, one place each. */
export interface SimulatedPersons {
  readonly names: readonly string[]
  readonly groups: readonly string[]
  readonly theta: Float64Array
  readonly tau: Float64Array
}

/** One answer changed; values are options, or categories where there are no options. */
export interface AnswerChange {
  readonly person: number
  readonly item: number
  readonly from: number
  readonly to: number
  readonly seconds: number
}

/** One answer that did not come about by the model. */
export interface PlantedCell {
  readonly kind: PlantKind
  readonly person: number
  readonly item: number
  /** Place of the person whose answer it is; null where nobody's. */
  readonly source: number | null
}

/**
 * A simulated cohort; matrices go row by row as in a response matrix. Planting changes them in
 * place until the cohort is handed out.
 */
export interface Cohort {
  readonly model: CalibratedModel
  readonly persons: SimulatedPersons
  readonly items: readonly SimulatedItem[]
  /** Categories; -1 is missing. */
  readonly scores: Int8Array
  /** Places of options; -1 is missing. Null without options. */
  readonly options: Int8Array | null
  readonly optionCount: number
  /** Seconds; not-a-number is missing. Null without times. */
  readonly times: Float64Array | null
  /** Null where the scenario knows no changes. */
  readonly changes: AnswerChange[] | null
  readonly planted: PlantedCell[]
  /** Location shifts by item and group. */
  readonly dif: readonly { readonly item: string; readonly group: string; readonly size: number }[]
}

/** How many categories an item has: 2 for right and wrong. */
export function categoryCountOf({ steps }: Pick<SimulatedItem, 'steps'>): number {
  return steps === null ? 2 : steps.length + 1
}

/** Items a person answered, by place. */
export function answeredBy({ scores, items }: Cohort, person: number): number[] {
  const answered: number[] = []
  for (let item = 0; item < items.length; item += 1) {
    if (scores[person * items.length + item] !== MISSING) answered.push(item)
  }
  return answered
}

/** Seconds a person took for everything answered. */
export function totalSeconds({ times, items }: Cohort, person: number): number {
  const own = times?.subarray(person * items.length, (person + 1) * items.length) ?? []
  let total = 0
  for (const seconds of own) if (!Number.isNaN(seconds)) total += seconds
  return total
}
