import type { ScoringItem } from '../scoring/scoring-item.ts'
import type { CalibratedModel } from './item-models.ts'

/** An item's parameters on the scale N(0, 1), D = 1. */
export interface CalibratedItem {
  readonly item: string
  readonly a: number
  /** Difficulty; of items with more than two categories the mean of the steps. */
  readonly b: number
  readonly c: number
  /** Locations of the steps between categories; null for right and wrong. */
  readonly steps: readonly number[] | null
  /** Null where the information does not suffice to tell. */
  readonly se: {
    readonly a: number
    readonly b: number
    readonly c: number
    readonly steps: readonly number[] | null
  } | null
  /** How many persons answered it. */
  readonly n: number
}

/** What is known of an item beforehand. */
export type Anchor = Pick<CalibratedItem, 'a' | 'b' | 'c' | 'steps'>

/** The inverse of `irtOf`: slope, intercepts and logit of guessing, as a fit has them. */
export function interceptsOf({ a, b, c, steps }: Anchor, model: CalibratedModel): Float64Array {
  const locations = steps ?? [b]
  let sum = 0
  const intercepts = locations.map((step) => {
    sum -= a * step
    return model === 'gpcm' ? sum : -a * step
  })
  const guessing = Math.min(0.98, Math.max(0.001, c))
  const logit = model === '3pl' ? [Math.log(guessing / (1 - guessing))] : []
  return Float64Array.of(a, ...intercepts, ...logit)
}

/** The item as scoring takes it; categories are those the calibration kept. */
export function scoringItemOf({ a, b, c, steps }: Anchor, model: CalibratedModel): ScoringItem {
  const isGraded = model === 'grm' || model === 'gpcm'
  return {
    model: isGraded ? model : 'logistic',
    discrimination: a,
    locations: steps ?? [b],
    guessing: c,
  }
}

/** One item's estimates, as slopes and intercepts. */
interface Told {
  readonly parameters: Float64Array
  readonly model: CalibratedModel
  /** Covariance of two of the item's parameters. */
  readonly between: (one: number, other: number) => number
  readonly isTold: boolean
}

/** Slopes and intercepts as discrimination and locations; errors by the delta method. */
export function irtOf(told: Told): Pick<CalibratedItem, 'a' | 'b' | 'c' | 'steps' | 'se'> {
  const { parameters, model, between, isTold } = told
  const a = parameters[0] ?? 1
  const isThree = model === '3pl'
  const intercepts = [...parameters.subarray(1, isThree ? 2 : parameters.length)]
  const isPartial = model === 'gpcm'
  const steps = intercepts.map((d, at) => {
    const before = isPartial && at > 0 ? (intercepts[at - 1] ?? 0) : 0
    return -(d - before) / a
  })
  const c = isThree ? 1 / (1 + Math.exp(-(parameters[2] ?? 0))) : 0
  const b = steps.reduce((sum, step) => sum + step, 0) / steps.length
  const gradientOf = (weights: readonly number[]) => variance(weights, between)
  const errorOfStep = (at: number): number => {
    const weights = Array.from({ length: parameters.length }, () => 0)
    weights[0] = model === 'rasch' ? 0 : -(steps[at] ?? 0) / a
    weights[at + 1] = -1 / a
    if (isPartial && at > 0) weights[at] = 1 / a
    return Math.sqrt(gradientOf(weights))
  }
  const errors = steps.map((_, at) => errorOfStep(at))
  const isSingle = steps.length === 1
  const se = {
    a: model === 'rasch' ? 0 : Math.sqrt(between(0, 0)),
    b: isSingle ? (errors[0] ?? 0) : meanError(told, steps),
    c: isThree ? c * (1 - c) * Math.sqrt(between(2, 2)) : 0,
    steps: isSingle ? null : errors,
  }
  return { a, b, c, steps: isSingle ? null : steps, se: isTold ? se : null }
}

/** Of the mean of the steps: for partial credit only the last intercept is left in the sum. */
function meanError({ parameters, model, between }: Told, steps: readonly number[]): number {
  const a = parameters[0] ?? 1
  const count = steps.length
  const mean = steps.reduce((sum, step) => sum + step, 0) / count
  const weights = Array.from({ length: parameters.length }, (_, at) => {
    if (at === 0) return -mean / a
    return model === 'gpcm' && at < count ? 0 : -1 / (a * count)
  })
  return Math.sqrt(variance(weights, between))
}

function variance(
  weights: readonly number[],
  between: (one: number, other: number) => number,
): number {
  const sum = weights.reduce(
    (outer, one, row) =>
      outer +
      weights.reduce((inner, other, column) => inner + one * other * between(row, column), 0),
    0,
  )
  return Math.max(0, sum)
}
