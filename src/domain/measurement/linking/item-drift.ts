import { quantile } from '../../quantile.ts'
import { normalQuadrature } from '../calibration/expectation.ts'
import { locationError, meanLocation } from './location-error.ts'
import {
  type AnchorPair,
  categoryCountOf,
  expectedScore,
  rescaleItem,
  type ScaleLink,
} from './scaled-item.ts'

/** How one common item differs from itself once the scales are linked. */
export interface ItemDrift {
  /** Location on the scale to reach less the linked one: below 0 it has become harder. */
  readonly difference: number
  /** The difference over its error, in robust standard deviations of all common items. */
  readonly z: number
  /** Linked slope over the slope on the scale to reach; .9 to 1.1 is called stable. */
  readonly slopeRatio: number
  /** Root mean squared difference of the curves over N(0, 1), as a share of the full score. */
  readonly rmsd: number
  readonly drifted: boolean
}

/** Robust z beyond which a location has drifted (2.7 is two-sided .007 of a normal). */
const FAR_Z = 2.7
/** Difference of curves that matters, as a share of the full score (OECD 2017 uses .12). */
const NOTABLE_RMSD = 0.1
/** Standard deviation of a normal distribution over its interquartile range. */
const DEVIATIONS_PER_RANGE = 0.74
/** Logits that are no drift however large the samples: model error, rounding. */
const TRIFLE = 0.05

/**
 * Compares every common item with itself under a link. Drifted is an item whose location differs
 * by a robust |z| > 2.7 (Huynh & Meyer 2010: (d - median) / (0.74 interquartile range)) or whose
 * curves differ by RMSD > .10. Unlike there, each difference d is first divided by its own
 * sampling error: locations of flat and of extreme items scatter more, and undivided they would
 * be called drifted several times too often. z is never in units smaller than that error.
 */
export function itemDrifts(
  pairs: readonly AnchorPair[],
  link: ScaleLink,
  persons: { readonly from: number; readonly onto: number },
): ItemDrift[] {
  const linked = pairs.map(({ from, onto }) => ({ from: rescaleItem(from, link), onto }))
  const differences = linked.map(({ from, onto }) => meanLocation(onto) - meanLocation(from))
  const standardized = pairs.map((pair, at) => {
    return (differences[at] ?? 0) / errorOf(pair, link, persons)
  })
  const ordered = standardized.toSorted((left, right) => left - right)
  const center = quantile(ordered, 0.5)
  const range = quantile(ordered, 0.75) - quantile(ordered, 0.25)
  const deviation = Math.max(1, DEVIATIONS_PER_RANGE * range)
  return linked.map((pair, at) => {
    const z = ((standardized[at] ?? 0) - center) / deviation
    const rmsd = curveDifference(pair)
    return {
      difference: differences[at] ?? 0,
      z,
      slopeRatio: (pair.from.parameters[0] ?? 0) / (pair.onto.parameters[0] ?? 1),
      rmsd,
      drifted: Math.abs(z) > FAR_Z || rmsd > NOTABLE_RMSD,
    }
  })
}

/**
 * Of the difference of two calibrations, each with its own candidates: what they told of an item
 * is known on their own scale, before the link stretches it. An item that tells nothing differs by
 * nothing.
 */
function errorOf(
  pair: AnchorPair,
  { slope }: ScaleLink,
  persons: { readonly from: number; readonly onto: number },
): number {
  const before = locationError(pair.from, pair.from.persons ?? persons.from) ?? Number.MAX_VALUE
  const after = locationError(pair.onto, pair.onto.persons ?? persons.onto) ?? Number.MAX_VALUE
  return Math.hypot(slope * before, after, TRIFLE)
}

/** How far out a drift is, in units of what is allowed. */
export function severityOf({ z, rmsd }: ItemDrift): number {
  return Math.max(Math.abs(z) / FAR_Z, rmsd / NOTABLE_RMSD)
}

function curveDifference({ from, onto }: AnchorPair): number {
  const { nodes, weights } = normalQuadrature(61)
  const full = categoryCountOf(onto) - 1
  const square = nodes.reduce((sum, theta, node) => {
    const apart = (expectedScore(onto, theta) - expectedScore(from, theta)) / full
    return sum + (weights[node] as number) * apart * apart
  }, 0)
  return Math.sqrt(square)
}
