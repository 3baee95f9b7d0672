import type { Latent, Quadrature } from './expectation.ts'
import { type CalibratedModel, itemModelOf } from './item-models.ts'

/** What a fitted model says about item scores, and which of its parameters were estimated. */
export interface FittedScores {
  readonly model: CalibratedModel
  readonly parameters: readonly Float64Array[]
  readonly categoryCounts: readonly number[]
  readonly latent: Latent
  readonly quadrature: Quadrature
  /** Items whose parameters were known; then the distribution of ability was estimated. */
  readonly fixed: ReadonlySet<number>
}

/** Conditional moments of an item's score at the nodes. */
export interface ItemMoments {
  readonly first: Float64Array
  readonly second: Float64Array
  /** Derivatives of the first moment, by parameter. */
  readonly slopes: readonly Float64Array[]
}

/** Expected score and expected square of the score of every item at every node. */
export function scoreMoments(fitted: FittedScores): ItemMoments[] {
  const model = itemModelOf(fitted.model)
  const { nodes } = fitted.quadrature
  return fitted.parameters.map((own, item) => {
    const categoryCount = fitted.categoryCounts[item] ?? 2
    const chances = new Float64Array(categoryCount)
    const derivatives = new Float64Array(categoryCount * own.length)
    const first = new Float64Array(nodes.length)
    const second = new Float64Array(nodes.length)
    const slopes = Array.from(own, () => new Float64Array(nodes.length))
    nodes.forEach((theta, node) => {
      model.evaluate(own, theta, { chances, slopes: derivatives })
      const sum = (of: (category: number) => number) =>
        chances.reduce((total, _, category) => total + of(category), 0)
      first[node] = sum((category) => category * (chances[category] ?? 0))
      second[node] = sum((category) => category * category * (chances[category] ?? 0))
      slopes.forEach((slope, at) => {
        slope[node] = sum((category) => category * (derivatives[category * own.length + at] ?? 0))
      })
    })
    return { first, second, slopes }
  })
}

/** How a free parameter moves the model: items' first moments, or the weights of the nodes. */
export type Direction =
  | { readonly slopes: ReadonlyMap<number, Float64Array>; readonly weights: null }
  | { readonly slopes: null; readonly weights: Float64Array }

/** One direction for each free parameter of the fit. */
export function freeDirections(fitted: FittedScores, moments: readonly ItemMoments[]): Direction[] {
  const directions: Direction[] = []
  const shared = new Map<number, Float64Array>()
  moments.forEach(({ slopes }, item) => {
    if (fitted.fixed.has(item)) return
    slopes.forEach((slope, at) => {
      const isSlope = at === 0
      if (isSlope && fitted.model === '1pl') shared.set(item, slope)
      else if (!isSlope || fitted.model !== 'rasch') {
        directions.push({ slopes: new Map([[item, slope]]), weights: null })
      }
    })
  })
  if (shared.size > 0) directions.push({ slopes: shared, weights: null })
  const [byMean, byDeviation] = weightDerivatives(fitted)
  const isLatentFree = fitted.fixed.size > 0
  if (isLatentFree) directions.push({ slopes: null, weights: byMean })
  if (isLatentFree || fitted.model === 'rasch') {
    directions.push({ slopes: null, weights: byDeviation })
  }
  return directions
}

/** Of normal node weights that sum to 1: by the mean and by the log of the deviation. */
function weightDerivatives({ latent, quadrature }: FittedScores): [Float64Array, Float64Array] {
  const { nodes, weights } = quadrature
  const of = (score: (off: number) => number) => {
    const scores = nodes.map((node) => score((node - latent.mean) / latent.deviation))
    const mean = scores.reduce((sum, value, node) => sum + value * (weights[node] as number), 0)
    return scores.map((value, node) => (weights[node] as number) * (value - mean))
  }
  return [of((off) => off / latent.deviation), of((off) => off * off)]
}
