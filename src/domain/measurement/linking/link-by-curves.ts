import { normalQuadrature } from '../calibration/expectation.ts'
import {
  type AnchorPair,
  categoryChances,
  categoryCountOf,
  expectedScore,
  type ScaledItem,
  type ScaleLink,
} from './scaled-item.ts'

export type CurveMethod = 'haebara' | 'stocking-lord'

/**
 * Abilities on the scale to reach that count: 61 from -6 to 6 weighted N(0, 1), or 40 from -4 to
 * 4 that count alike (the default of the R package plink).
 */
export type LinkWeights = 'normal' | 'uniform'

interface Points {
  readonly nodes: Float64Array
  /** Square roots of the weights. */
  readonly roots: Float64Array
}

interface Criterion {
  readonly method: CurveMethod
  readonly weights: LinkWeights
}

const MOST_STEPS = 200
const SMALL_STEP = 1e-10
const MOST_DAMPING = 1e12
const NUDGE = 1e-5

/**
 * Least squares between curves: of every item (Haebara 1980) or of the whole set's expected score
 * (Stocking & Lord 1983), by Levenberg-Marquardt from a start. Null where it does not settle.
 */
export function linkByCurves(
  pairs: readonly AnchorPair[],
  start: ScaleLink,
  { method, weights }: Criterion,
): ScaleLink | null {
  const { nodes, roots } = pointsOf(weights)
  const curves = method === 'haebara' ? itemCurves : scoreCurve
  const target = curves(
    pairs.map(({ onto }) => onto),
    nodes,
  )
  const from = pairs.map((pair) => pair.from)
  return descend(({ slope, shift }) => {
    // An item moved to the new scale does there what it did at the same place of the old one.
    const places = nodes.map((theta) => (theta - shift) / slope)
    return curves(from, places).map((value, at) => {
      const root = roots[at % nodes.length] as number
      return root * ((target[at] as number) - value)
    })
  }, start)
}

/** Probabilities of every category but the first, item by item and category by category. */
function itemCurves(items: readonly ScaledItem[], thetas: Float64Array): Float64Array {
  const sizes = items.map((item) => categoryCountOf(item) - 1)
  const size = sizes.reduce((sum, count) => sum + count, 0)
  const curves = new Float64Array(size * thetas.length)
  let offset = 0
  items.forEach((item, place) => {
    const count = sizes[place] ?? 1
    thetas.forEach((theta, node) => {
      const chances = categoryChances(item, theta)
      for (let category = 1; category <= count; category += 1) {
        const at = (offset + category - 1) * thetas.length + node
        curves[at] = chances[category] as number
      }
    })
    offset += count
  })
  return curves
}

/** Expected score of the whole set. */
function scoreCurve(items: readonly ScaledItem[], thetas: Float64Array): Float64Array {
  return thetas.map((theta) => items.reduce((sum, item) => sum + expectedScore(item, theta), 0))
}

function pointsOf(weights: LinkWeights): Points {
  if (weights === 'uniform') {
    const nodes = Float64Array.from({ length: 40 }, (_, at) => -4 + (8 * at) / 39)
    return { nodes, roots: nodes.map(() => 1) }
  }
  const quadrature = normalQuadrature(61)
  return { nodes: quadrature.nodes, roots: quadrature.weights.map(Math.sqrt) }
}

const squared = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0)

/** Levenberg-Marquardt in two unknowns (Marquardt 1963), derivatives by central differences. */
function descend(
  difference: (link: ScaleLink) => Float64Array,
  start: ScaleLink,
): ScaleLink | null {
  let link = start
  let current = difference(link)
  let damping = 1e-3
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const move = moveFrom(difference, { link, current, damping })
    const next = { slope: link.slope + move.slope, shift: link.shift + move.shift }
    if (Math.hypot(move.slope, move.shift) < SMALL_STEP) return link
    const tried = next.slope > 0 ? difference(next) : null
    if (tried && squared(tried) <= squared(current)) {
      link = next
      current = tried
      damping /= 10
    } else damping *= 10
    // No step leads lower: the bottom, as far as numbers can tell.
    if (damping > MOST_DAMPING) return link
  }
  return null
}

function moveFrom(
  difference: (link: ScaleLink) => Float64Array,
  at: { readonly link: ScaleLink; readonly current: Float64Array; readonly damping: number },
): ScaleLink {
  const { link, current, damping } = at
  const along = (slope: number, shift: number) => {
    const up = difference({ slope: link.slope + slope, shift: link.shift + shift })
    const down = difference({ slope: link.slope - slope, shift: link.shift - shift })
    return up.map((value, index) => (value - (down[index] ?? 0)) / (2 * NUDGE))
  }
  const [bySlope, byShift] = [along(NUDGE, 0), along(0, NUDGE)]
  const dot = (left: Float64Array, right: Float64Array) =>
    left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0)
  const [ss, sh, hh] = [dot(bySlope, bySlope), dot(bySlope, byShift), dot(byShift, byShift)]
  const [s, h] = [-dot(bySlope, current), -dot(byShift, current)]
  const [first, last] = [ss * (1 + damping), hh * (1 + damping)]
  const determinant = first * last - sh * sh
  if (!(determinant > 0)) return { slope: 0, shift: 0 }
  return { slope: (last * s - sh * h) / determinant, shift: (first * h - sh * s) / determinant }
}
