import { evaluate, type Fit, itemValues, latentOf, quadratureOf } from './fit.ts'
import { probabilitiesAt } from './item-models.ts'
import { differentiate, type FittedItem } from './maximize-item.ts'
import { personScores } from './person-scores.ts'
import { invertSymmetric } from './solve-symmetric.ts'

/** How the information about the parameters was found. */
export type InformationMethod = 'observed' | 'cross-product'

/** Covariances of the free parameters of a fit. */
export interface ParameterCovariance {
  readonly method: InformationMethod
  /** Covariance of two parameters, by their places in the fit's values; 0 where one is fixed. */
  readonly between: (one: number, other: number) => number
}

/** Places within the fit's values that move together: all slopes of a one-parameter model do. */
type FreeParameter = readonly number[]

/** Multiplications beyond which differentiating the score takes long: about a second. */
const MUCH_WORK = 5e8
/** Nodes that tell errors within half a percent, where all of them would take long. */
const COARSE_NODES = 21
/**
 * Persons for each parameter below which products of scores must not stand in: with 5 they made
 * errors 18 % too large in the median (up to 40 %; 1,636 persons, 340 parameters), with fewer
 * persons than parameters they say nothing at all.
 */
const ENOUGH_PERSONS_EACH = 20

/**
 * Covariances at a maximum. Observed information is the derivative of the score (the gradient of
 * the marginal log-likelihood, by Fisher's identity that of the expected one) by central
 * differences. Where that takes long and persons are many for each parameter, the sum of the
 * products of the persons' scores (Meilijson 1989) stands in. Null where the information is not
 * positive: the parameters can't be told.
 */
export function covarianceAt(
  fit: Fit,
  values: Float64Array,
  asked?: InformationMethod,
): ParameterCovariance | null {
  const free = freeParameters(fit)
  const isLong = workOf(fit, free.length) > MUCH_WORK
  const areMany = personsIn(fit) >= ENOUGH_PERSONS_EACH * free.length
  const method = asked ?? (isLong && areMany ? 'cross-product' : 'observed')
  const nodeCount = isLong ? Math.min(COARSE_NODES, fit.nodeCount) : fit.nodeCount
  const information =
    method === 'observed'
      ? observedInformation({ ...fit, nodeCount }, values, free)
      : crossProduct(fit, values, free)
  const inverse = invertSymmetric(information, free.length)
  if (!inverse) return null
  const placeOf = new Map(free.flatMap((places, at) => places.map((place) => [place, at])))
  return {
    method,
    between: (one, other) => {
      const [row, column] = [placeOf.get(one), placeOf.get(other)]
      if (row === undefined || column === undefined) return 0
      return inverse[row * free.length + column] ?? 0
    },
  }
}

/** Multiplications that differentiating the score takes: two passes for each parameter. */
function workOf({ order, blocks, nodeCount }: Fit, parameters: number): number {
  const patterns = blocks.reduce(
    (sum, { patternCount, items }) => sum + patternCount * items.length,
    0,
  )
  const pass = (order.matrix.personCount * blocks.length + patterns) * nodeCount * 2
  return 2 * parameters * pass
}

/** Equal rows may have been put together: their weights count the persons. */
function personsIn({ order }: Fit): number {
  return order.matrix.weights.reduce((sum, weight) => sum + weight, 0)
}

function freeParameters(fit: Fit): FreeParameter[] {
  const { fixed } = fit.order
  const own = fit.items.flatMap((_, item): FreeParameter[] => {
    if (fixed?.has(item)) return []
    const start = fit.offsets[item] ?? 0
    const places = [...itemValues(fit, new Float64Array(fit.size), item).keys()].map((at) => [
      start + at,
    ])
    return fit.isShared ? places.slice(1) : places
  })
  const slope = fit.isShared ? [fit.offsets.map((offset) => offset)] : []
  const latent = fit.isFree ? [[fit.size - 2], [fit.size - 1]] : []
  return [...slope, ...own, ...latent]
}

function observedInformation(
  fit: Fit,
  values: Float64Array,
  free: readonly FreeParameter[],
): Float64Array {
  const size = free.length
  const information = new Float64Array(size * size)
  free.forEach((places, row) => {
    const width = 1e-4 * Math.max(1, Math.abs(values[places[0] ?? 0] ?? 0))
    const moved = (by: number) => {
      const other = values.slice()
      for (const place of places) other[place] = (other[place] ?? 0) + by
      return scoreAt(fit, other, free)
    }
    const [above, below] = [moved(width), moved(-width)]
    for (let column = 0; column < size; column += 1) {
      const change = ((above[column] ?? 0) - (below[column] ?? 0)) / (2 * width)
      information[row * size + column] = -change
    }
  })
  return symmetric(information, size)
}

/** Differences are exact to many digits, yet never quite symmetric. */
function symmetric(matrix: Float64Array, size: number): Float64Array {
  return matrix.map((value, at) => {
    const [row, column] = [Math.floor(at / size), at % size]
    return (value + (matrix[column * size + row] ?? 0)) / 2
  })
}

/** Gradient of the marginal log-likelihood with priors by the free parameters. */
function scoreAt(fit: Fit, values: Float64Array, free: readonly FreeParameter[]): Float64Array {
  const { expectation } = evaluate(fit, values)
  const { nodes } = quadratureOf(fit, values)
  const whole = new Float64Array(fit.size)
  fit.items.forEach((item, index) => {
    const { gradient } = differentiate(
      ownPriors(fit, item, index),
      itemValues(fit, values, index),
      {
        counts: expectation.counts[index] as Float64Array,
        nodes,
        categoryCount: fit.order.matrix.categoryCounts[index] ?? 2,
      },
    )
    whole.set(gradient, fit.offsets[index])
  })
  if (fit.isFree) {
    const { mean, deviation } = latentOf(fit, values)
    nodes.forEach((node, at) => {
      const mass = expectation.mass[at] ?? 0
      const off = (node - mean) / deviation
      whole[fit.size - 2] = (whole[fit.size - 2] ?? 0) + (mass * off) / deviation
      whole[fit.size - 1] = (whole[fit.size - 1] ?? 0) + mass * (off * off - 1)
    })
  }
  return gather(whole, free)
}

/** A shared slope has one prior, not one per item. */
function ownPriors(fit: Fit, item: FittedItem, index: number): FittedItem {
  if (!fit.isShared || index === 0) return item
  return { ...item, priors: { ...item.priors, logSlope: null } }
}

function gather(whole: Float64Array, free: readonly FreeParameter[]): Float64Array {
  return Float64Array.from(free, (places) =>
    places.reduce((sum, place) => sum + (whole[place] ?? 0), 0),
  )
}

function crossProduct(
  fit: Fit,
  values: Float64Array,
  free: readonly FreeParameter[],
): Float64Array {
  const size = free.length
  const information = priorInformation(fit, values, free)
  const { nodes } = quadratureOf(fit, values)
  const tables = fit.items.map((item, index) => ({
    chances: probabilitiesAt(item.model, itemValues(fit, values, index), {
      nodes,
      categoryCount: fit.order.matrix.categoryCounts[index] ?? 2,
    }),
    scores: scoreTables(fit, values, index),
  }))
  const quadrature = quadratureOf(fit, values)
  const latent = fit.isFree ? latentOf(fit, values) : null
  for (const { weight, scores } of personScores(fit, tables, { quadrature, latent })) {
    const own = gather(scores, free)
    for (let row = 0; row < size; row += 1) {
      const one = weight * (own[row] as number)
      if (one === 0) continue
      for (let column = 0; column < size; column += 1) {
        const at = row * size + column
        information[at] = (information[at] as number) + one * (own[column] as number)
      }
    }
  }
  return information
}

function priorInformation(
  fit: Fit,
  values: Float64Array,
  free: readonly FreeParameter[],
): Float64Array {
  const size = free.length
  const information = new Float64Array(size * size)
  fit.items.forEach((item, index) => {
    const parameters = itemValues(fit, values, index)
    const none = { counts: new Float64Array(0), nodes: new Float64Array(0), categoryCount: 0 }
    const { information: own } = differentiate(ownPriors(fit, item, index), parameters, none)
    const start = fit.offsets[index] ?? 0
    parameters.forEach((_, at) => {
      const place = free.findIndex((places) => places.includes(start + at))
      if (place < 0) return
      const diagonal = place * size + place
      information[diagonal] = (information[diagonal] ?? 0) + (own[at * parameters.length + at] ?? 0)
    })
  })
  return information
}

/** d log P_k / d parameter at each node: category k, parameter p, node q at (k * p' + p) * q' + q. */
function scoreTables(fit: Fit, values: Float64Array, index: number): Float64Array {
  const { nodes } = quadratureOf(fit, values)
  const item = fit.items[index] as FittedItem
  const parameters = itemValues(fit, values, index)
  const categoryCount = fit.order.matrix.categoryCounts[index] ?? 2
  const chances = new Float64Array(categoryCount)
  const slopes = new Float64Array(categoryCount * parameters.length)
  const table = new Float64Array(slopes.length * nodes.length)
  nodes.forEach((theta, node) => {
    item.model.evaluate(parameters, theta, { chances, slopes })
    slopes.forEach((slope, at) => {
      const chance = chances[Math.floor(at / parameters.length)] ?? 1
      table[at * nodes.length + node] = slope / chance
    })
  })
  return table
}
