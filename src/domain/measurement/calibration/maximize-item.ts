import type { ItemModel } from './item-models.ts'
import { solveSymmetric } from './solve-symmetric.ts'

/** A normal prior on one parameter. */
export interface NormalPrior {
  readonly mean: number
  readonly deviation: number
}

/** Priors that keep small samples from wild estimates; null where there is none. */
export interface ItemPriors {
  /** On log a. */
  readonly logSlope: NormalPrior | null
  /** On every intercept d. */
  readonly intercept: NormalPrior | null
  /** On logit c, of models that have it. */
  readonly logitGuessing: NormalPrior | null
}

export const NO_PRIORS: ItemPriors = { logSlope: null, intercept: null, logitGuessing: null }

/** Expected responses of one item: category k at node q stands at k * nodeCount + q. */
export interface ItemCounts {
  readonly counts: Float64Array
  readonly nodes: Float64Array
  readonly categoryCount: number
}

/** Value, gradient and expected information of an item's expected log-likelihood with priors. */
export interface Derivatives {
  readonly value: number
  readonly gradient: Float64Array
  /** Row by row, symmetric. */
  readonly information: Float64Array
}

/** How the parameters are to be read: only the three-parameter model has guessing at place 2. */
export interface FittedItem {
  readonly model: ItemModel
  readonly hasGuessing: boolean
  readonly priors: ItemPriors
}

const MOST_STEPS = 12
const SMALL_STEP = 1e-7
const MOST_HALVINGS = 12

/** M-step of one item: Fisher scoring with halved steps; what it gives is never worse. */
export function maximizeItem(
  item: FittedItem,
  start: Float64Array,
  data: ItemCounts,
): Float64Array {
  let parameters = start
  let current = differentiate(item, parameters, data)
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const move = solveSymmetric(current.information, current.gradient)
    if (!move) return parameters
    const better = climb(item, { parameters, move, value: current.value }, data)
    if (!better) return parameters
    const size = better.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (parameters[at] ?? 0))),
      0,
    )
    parameters = better
    if (size < SMALL_STEP) return parameters
    current = differentiate(item, parameters, data)
  }
  return parameters
}

function climb(
  item: FittedItem,
  from: {
    readonly parameters: Float64Array
    readonly move: Float64Array
    readonly value: number
  },
  data: ItemCounts,
): Float64Array | null {
  let share = 1
  for (let halving = 0; halving < MOST_HALVINGS; halving += 1) {
    const moved = from.parameters.map((value, at) => value + share * (from.move[at] ?? 0))
    if (isAllowed(item, moved) && heightOf(item, moved, data) >= from.value - 1e-10) return moved
    share /= 2
  }
  return null
}

/** Whether parameters are within bounds, and priors defined there. */
export function isAllowed({ model, priors }: FittedItem, parameters: Float64Array): boolean {
  return model.isValid(parameters) && (priors.logSlope === null || (parameters[0] ?? 0) > 0)
}

function heightOf(item: FittedItem, parameters: Float64Array, data: ItemCounts): number {
  const { counts, nodes, categoryCount } = data
  const chances = new Float64Array(categoryCount)
  const slopes = new Float64Array(categoryCount * parameters.length)
  let value = priorsOf(item, parameters).value
  for (let node = 0; node < nodes.length; node += 1) {
    item.model.evaluate(parameters, nodes[node] as number, { chances, slopes })
    for (let category = 0; category < categoryCount; category += 1) {
      const count = counts[category * nodes.length + node] as number
      if (count > 0) value += count * Math.log(chances[category] as number)
    }
  }
  return value
}

/** Derivatives of the expected log-likelihood and priors at some parameters. */
export function differentiate(
  item: FittedItem,
  parameters: Float64Array,
  { counts, nodes, categoryCount }: ItemCounts,
): Derivatives {
  const size = parameters.length
  const chances = new Float64Array(categoryCount)
  const slopes = new Float64Array(categoryCount * size)
  const prior = priorsOf(item, parameters)
  const gradient = prior.gradient
  const information = prior.information
  let value = prior.value
  for (let node = 0; node < nodes.length; node += 1) {
    let total = 0
    for (let category = 0; category < categoryCount; category += 1) {
      total += counts[category * nodes.length + node] as number
    }
    if (total < 1e-12) continue
    item.model.evaluate(parameters, nodes[node] as number, { chances, slopes })
    for (let category = 0; category < categoryCount; category += 1) {
      const chance = chances[category] as number
      const count = counts[category * nodes.length + node] as number
      value += count * Math.log(chance)
      const row = category * size
      for (let one = 0; one < size; one += 1) {
        const slope = (slopes[row + one] as number) / chance
        gradient[one] = (gradient[one] as number) + count * slope
        for (let other = 0; other <= one; other += 1) {
          const at = one * size + other
          information[at] =
            (information[at] as number) + total * slope * (slopes[row + other] as number)
        }
      }
    }
  }
  mirror(information, size)
  return { value, gradient, information }
}

function mirror(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < row; column += 1) {
      matrix[column * size + row] = matrix[row * size + column] as number
    }
  }
}

/** Log density of the priors up to a constant, with its derivatives. */
export function priorsOf(
  { hasGuessing, priors }: FittedItem,
  parameters: Float64Array,
): Derivatives {
  const size = parameters.length
  const gradient = new Float64Array(size)
  const information = new Float64Array(size * size)
  let value = 0
  const add = (prior: NormalPrior | null, at: number): void => {
    if (!prior) return
    // The slope's prior is on its log; d log a / da = 1 / a.
    const isSlope = at === 0
    const raw = parameters[at] as number
    const off = ((isSlope ? Math.log(raw) : raw) - prior.mean) / prior.deviation
    const change = isSlope ? 1 / raw : 1
    value -= 0.5 * off * off
    gradient[at] = (gradient[at] as number) - (off / prior.deviation) * change
    information[at * size + at] =
      (information[at * size + at] as number) + (change / prior.deviation) ** 2
  }
  add(priors.logSlope, 0)
  for (let at = 1; at < size; at += 1) {
    add(hasGuessing && at === 2 ? priors.logitGuessing : priors.intercept, at)
  }
  return { value, gradient, information }
}
