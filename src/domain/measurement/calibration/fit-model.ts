import type { Latent } from './expectation.ts'
import {
  evaluate,
  type Fit,
  type FitOrder,
  itemValues,
  latentOf,
  type Point,
  prepareFit,
  quadratureOf,
  startValues,
} from './fit.ts'
import type { CalibratedModel } from './item-models.ts'
import { isAllowed, maximizeItem, NO_PRIORS } from './maximize-item.ts'
import { maximizeShared } from './maximize-shared.ts'

/** A fitted model, in slopes and intercepts. */
export interface FittedModel {
  readonly model: CalibratedModel
  /** Per item [a, d...] (and logit c for 3PL), on a scale with D = 1. */
  readonly parameters: readonly Float64Array[]
  readonly latent: Latent
  /** Log marginal likelihood of the responses; priors are not in it. */
  readonly logLikelihood: number
  readonly parameterCount: number
  /** EM steps made, those within acceleration included. */
  readonly iterations: number
  readonly converged: boolean
}

const MOST_ITERATIONS = 2000

/**
 * Marginal maximum likelihood by EM (Bock & Aitkin 1981) with normal ability, made faster by
 * squared extrapolation (SQUAREM, Varadhan & Roland 2008): an extrapolated point is kept only
 * where the likelihood with priors does not fall. Throws where an item was answered in one way.
 */
export function fitModel(order: FitOrder): FittedModel {
  return runFit(order).fitted
}

/** The same, with all that standard errors are made from. */
export function runFit(order: FitOrder): {
  readonly fit: Fit
  /** All parameters in the order of the fit, slopes as estimated on the scale N(0, 1). */
  readonly values: Float64Array
  readonly fitted: FittedModel
} {
  const fit = prepareFit(order)
  const tolerance = order.tolerance ?? 1e-5
  const most = order.mostIterations ?? MOST_ITERATIONS
  let point = evaluate(fit, startValues(fit))
  let iterations = 0
  let converged = false
  while (iterations < most && !converged) {
    const first = stepFrom(fit, point)
    const change = largestDifference(first, point.values)
    converged = change < tolerance
    const next = evaluate(fit, first)
    iterations += 1
    if (converged) {
      point = next
      break
    }
    const second = stepFrom(fit, next)
    iterations += 1
    point = extrapolate(fit, { before: point.values, next, second })
    const { logLikelihood } = point.expectation
    order.onProgress?.({ iteration: iterations, logLikelihood, largestChange: change })
  }
  const fitted = resultOf(fit, point, { iterations, converged })
  return { fit, values: point.values, fitted }
}

/** M-step: the parameters that the expected counts make most likely. */
function stepFrom(fit: Fit, { values, expectation }: Point): Float64Array {
  const { nodes } = quadratureOf(fit, values)
  const { matrix, fixed } = fit.order
  const next = values.slice()
  const data = fit.items.map((_, index) => ({
    counts: expectation.counts[index] as Float64Array,
    nodes,
    categoryCount: matrix.categoryCounts[index] ?? 2,
  }))
  if (fit.isShared) {
    const pairs = fit.items.map((_, index) => itemValues(fit, values, index))
    maximizeShared(pairs, data, fit.order.priors ?? NO_PRIORS).forEach((pair, index) => {
      next.set(pair, fit.offsets[index])
    })
  } else {
    fit.items.forEach((item, index) => {
      const own = data[index]
      if (!own || fixed?.has(index)) return
      next.set(maximizeItem(item, itemValues(fit, values, index), own), fit.offsets[index])
    })
  }
  if (fit.isFree) setLatent(fit, next, { nodes, mass: expectation.mass })
  return next
}

function setLatent(
  fit: Fit,
  values: Float64Array,
  { nodes, mass }: { readonly nodes: Float64Array; readonly mass: Float64Array },
): void {
  const total = mass.reduce((sum, value) => sum + value, 0)
  const expected = (of: (node: number) => number) =>
    nodes.reduce((sum, node, at) => sum + of(node) * (mass[at] as number), 0) / total
  const mean = expected((node) => node)
  values[fit.size - 2] = mean
  values[fit.size - 1] = 0.5 * Math.log(expected((node) => (node - mean) ** 2))
}

interface TwoSteps {
  readonly before: Float64Array
  readonly next: Point
  readonly second: Float64Array
}

/** Scheme S3 of SQUAREM; falls back to the plain second step. */
function extrapolate(fit: Fit, { before, next, second }: TwoSteps): Point {
  let [moved, bent] = [0, 0]
  for (let at = 0; at < fit.size; at += 1) {
    const step = (next.values[at] as number) - (before[at] as number)
    const turn = (second[at] as number) - (next.values[at] as number) - step
    moved += step * step
    bent += turn * turn
  }
  const length = bent > 0 ? Math.max(1, Math.sqrt(moved / bent)) : 1
  if (length > 1) {
    const far = before.map((value, at) => {
      const step = (next.values[at] as number) - value
      const turn = (second[at] as number) - (next.values[at] as number) - step
      return value + 2 * length * step + length * length * turn
    })
    if (areAllowed(fit, far)) {
      const point = evaluate(fit, far)
      if (point.height >= next.height - 1e-9) return point
    }
  }
  return evaluate(fit, second)
}

function areAllowed(fit: Fit, values: Float64Array): boolean {
  return fit.items.every((item, index) => isAllowed(item, itemValues(fit, values, index)))
}

function largestDifference(left: Float64Array, right: Float64Array): number {
  return left.reduce((most, value, at) => Math.max(most, Math.abs(value - (right[at] ?? 0))), 0)
}

function resultOf(
  fit: Fit,
  { values, expectation }: Point,
  ended: { readonly iterations: number; readonly converged: boolean },
): FittedModel {
  const { model, fixed } = fit.order
  const parameters = fit.items.map((_, index) => itemValues(fit, values, index).slice())
  const slope = parameters[0]?.[0] ?? 1
  const free = parameters.reduce(
    (sum, own, index) => sum + (fixed?.has(index) ? 0 : own.length),
    fit.isFree ? 2 : 0,
  )
  const isRasch = model === 'rasch'
  return {
    model,
    // Rasch: the common slope is the spread of ability, each item's slope is 1.
    parameters: isRasch ? parameters.map(([, d = 0]) => Float64Array.of(1, d)) : parameters,
    latent: isRasch ? { mean: 0, deviation: slope } : latentOf(fit, values),
    logLikelihood: expectation.logLikelihood,
    parameterCount: fit.isShared ? fit.items.length + 1 : free,
    ...ended,
  }
}
