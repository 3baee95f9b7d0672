import { type CalibratedModel, itemModelOf } from '../calibration/item-models.ts'

/** An item on some scale: slope and intercepts (and logit c for 3PL), D = 1. */
export interface ScaledItem {
  readonly model: CalibratedModel
  readonly parameters: Float64Array
  /** Who answered it, where that is not everybody of its calibration. */
  readonly persons?: number
}

/** One item as calibrated on the scale to leave and on the scale to reach. */
export interface AnchorPair {
  readonly from: ScaledItem
  readonly onto: ScaledItem
}

/** theta on the new scale = slope * theta on the old scale + shift. */
export interface ScaleLink {
  /** A of the literature; above 0. */
  readonly slope: number
  /** B of the literature. */
  readonly shift: number
}

/**
 * The same item on the new scale (Kolen & Brennan 2014, ch. 6): a / A, and d - a B / A for each
 * intercept, k times that for category k of partial credit; guessing does not change.
 */
export function rescaleItem({ model, parameters }: ScaledItem, link: ScaleLink): ScaledItem {
  const a = (parameters[0] ?? 0) / link.slope
  const rescaled = parameters.map((value, at) => {
    if (at === 0) return a
    if (model === '3pl' && at === 2) return value
    const steps = model === 'gpcm' ? at : 1
    return value - steps * a * link.shift
  })
  // Slopes of 1 are what makes a Rasch item; stretched ones are only equal.
  return { model: model === 'rasch' ? '1pl' : model, parameters: rescaled }
}

/** Difficulty, or the locations of all steps of an item with more than two categories. */
export function locationsOf({ model, parameters }: ScaledItem): number[] {
  const a = parameters[0] ?? 0
  const last = model === '3pl' ? 2 : parameters.length
  return Array.from(parameters.subarray(1, last), (d, at) => {
    const before = model === 'gpcm' && at > 0 ? (parameters[at] ?? 0) : 0
    return -(d - before) / a
  })
}

/** Discrimination, difficulty (mean of the steps), guessing: how banks keep an item. */
export interface ItemConstants {
  readonly a: number
  readonly b: number
  readonly c: number
  /** Locations of the steps between categories; null for right and wrong. */
  readonly steps: readonly number[] | null
}

/** An item as banks keep it, in slope and intercepts; with steps the model tells how to read them. */
export function scaledItemOf(
  { a, b, c, steps }: ItemConstants,
  stepModel: 'grm' | 'gpcm' = 'grm',
): ScaledItem {
  if (steps) {
    let sum = 0
    const intercepts = steps.map((step) => {
      sum = stepModel === 'gpcm' ? sum + step : step
      return -a * sum
    })
    return { model: stepModel, parameters: Float64Array.of(a, ...intercepts) }
  }
  if (c === 0) return { model: '2pl', parameters: Float64Array.of(a, -a * b) }
  return { model: '3pl', parameters: Float64Array.of(a, -a * b, Math.log(c / (1 - c))) }
}

/** The other way round. */
export function itemConstantsOf(item: ScaledItem): ItemConstants {
  const steps = locationsOf(item)
  const b = steps.reduce((sum, step) => sum + step, 0) / steps.length
  const c = item.model === '3pl' ? 1 / (1 + Math.exp(-(item.parameters[2] ?? 0))) : 0
  return { a: item.parameters[0] ?? 0, b, c, steps: categoryCountOf(item) > 2 ? steps : null }
}

/** How many categories the item has. */
export function categoryCountOf({ model, parameters }: ScaledItem): number {
  return model === 'grm' || model === 'gpcm' ? parameters.length : 2
}

/** Probabilities of all categories at an ability. */
export function categoryChances(item: ScaledItem, theta: number): Float64Array {
  const count = categoryCountOf(item)
  const chances = new Float64Array(count)
  const slopes = new Float64Array(count * item.parameters.length)
  itemModelOf(item.model).evaluate(item.parameters, theta, { chances, slopes })
  return chances
}

/** Expected score at an ability: the probability of a right answer where there are two categories. */
export function expectedScore(item: ScaledItem, theta: number): number {
  return categoryChances(item, theta).reduce((sum, chance, points) => sum + points * chance, 0)
}
