import {
  type Expectation,
  expectCounts,
  type Latent,
  normalQuadrature,
  type Quadrature,
} from './expectation.ts'
import { type CalibratedModel, itemModelOf, probabilitiesAt } from './item-models.ts'
import { type FittedItem, type ItemPriors, NO_PRIORS, priorsOf } from './maximize-item.ts'
import { type PatternBlock, packPatterns } from './pattern-blocks.ts'
import type { ResponseMatrix } from './response-matrix.ts'

export interface FitOrder {
  /** Every item must have been answered in at least two ways. */
  readonly matrix: ResponseMatrix
  readonly model: CalibratedModel
  readonly priors?: ItemPriors
  /** Priors of single items, by place, in place of the common ones. */
  readonly itemPriors?: readonly ItemPriors[]
  /** Items whose parameters are known and stay; then the distribution of ability is estimated. */
  readonly fixed?: ReadonlyMap<number, Float64Array>
  /** Largest change of a parameter in one EM step at the end; 1e-5 unless told. */
  readonly tolerance?: number
  /** 61 unless told. */
  readonly nodeCount?: number
  readonly mostIterations?: number
  readonly onProgress?: (progress: FitProgress) => void
}

export interface FitProgress {
  readonly iteration: number
  readonly logLikelihood: number
  readonly largestChange: number
}

/** A fit in the making: what does not change while it goes on. */
export interface Fit {
  readonly order: FitOrder
  readonly blocks: readonly PatternBlock[]
  readonly items: readonly FittedItem[]
  readonly offsets: readonly number[]
  readonly size: number
  readonly nodeCount: number
  readonly isShared: boolean
  readonly isFree: boolean
}

/** Parameters with what one pass over the persons says of them. */
export interface Point {
  readonly values: Float64Array
  readonly expectation: Expectation
  /** Log-likelihood with priors: what must never fall. */
  readonly height: number
}

/** Everything about a fit that stays the same from step to step. */
export function prepareFit(order: FitOrder): Fit {
  const { matrix, model } = order
  const itemModel = itemModelOf(model)
  const counts = matrix.categoryCounts.map((count) => itemModel.parameterCount(count))
  const offsets: number[] = []
  let size = 0
  for (const count of counts) {
    offsets.push(size)
    size += count
  }
  const isFree = (order.fixed?.size ?? 0) > 0
  const item: FittedItem = {
    model: itemModel,
    hasGuessing: model === '3pl',
    priors: order.priors ?? NO_PRIORS,
  }
  return {
    order,
    blocks: packPatterns(matrix),
    items: matrix.categoryCounts.map((_, index) => {
      const own = order.itemPriors?.[index]
      return own ? { ...item, priors: own } : item
    }),
    offsets,
    size: size + (isFree ? 2 : 0),
    nodeCount: order.nodeCount ?? 61,
    isShared: model === 'rasch' || model === '1pl',
    isFree,
  }
}

/** Parameters to begin with; those that are fixed as they are. */
export function startValues(fit: Fit): Float64Array {
  const { matrix, fixed } = fit.order
  const values = new Float64Array(fit.size)
  fit.items.forEach(({ model }, item) => {
    values.set(fixed?.get(item) ?? model.start(sharesOf(matrix, item)), fit.offsets[item])
  })
  return values
}

function sharesOf({ values, itemCount, weights, categoryCounts }: ResponseMatrix, item: number) {
  const counts = Array.from({ length: categoryCounts[item] ?? 2 }, () => 0)
  let total = 0
  for (let person = 0; person < weights.length; person += 1) {
    const category = values[person * itemCount + item] as number
    if (category < 0) continue
    counts[category] = (counts[category] ?? 0) + (weights[person] as number)
    total += weights[person] as number
  }
  if (counts.filter((count) => count > 0).length < 2) {
    throw new Error(`item ${item + 1} was answered in one way only`)
  }
  return counts.map((count) => count / total)
}

/** The parameters of one item within all values; a view. */
export function itemValues(fit: Fit, values: Float64Array, item: number): Float64Array {
  const start = fit.offsets[item] ?? 0
  const end = fit.offsets[item + 1] ?? fit.size - (fit.isFree ? 2 : 0)
  return values.subarray(start, end)
}

export function latentOf(fit: Fit, values: Float64Array): Latent {
  if (!fit.isFree) return { mean: 0, deviation: 1 }
  return {
    mean: values[fit.size - 2] as number,
    deviation: Math.exp(values[fit.size - 1] as number),
  }
}

export function quadratureOf(fit: Fit, values: Float64Array): Quadrature {
  return normalQuadrature(fit.nodeCount, latentOf(fit, values))
}

/** One pass over the persons at some parameters. */
export function evaluate(fit: Fit, values: Float64Array): Point {
  const quadrature = quadratureOf(fit, values)
  const { matrix, fixed } = fit.order
  let prior = 0
  const probabilities = fit.items.map((item, index) => {
    const parameters = itemValues(fit, values, index)
    if (!fixed?.has(index)) prior += priorsOf(item, parameters).value
    const categoryCount = matrix.categoryCounts[index] ?? 2
    return probabilitiesAt(item.model, parameters, { nodes: quadrature.nodes, categoryCount })
  })
  const { weights } = matrix
  const expectation = expectCounts(fit.blocks, probabilities, { quadrature, weights })
  return { values, expectation, height: expectation.logLikelihood + prior }
}
