import type { ScoringItem } from '../../measurement/scoring/scoring-item.ts'

/** Room for one person's items: how each was weighted, how likely it was right, what came of it. */
export interface ContrastCells {
  /** How many places are filled. */
  count: number
  /** P(right | theta) and its derivative by theta. */
  readonly chances: Float64Array
  readonly slopes: Float64Array
  /** Known before the answer: never a function of whether it was right. */
  readonly weights: Float64Array
  /** 1 or 0. */
  readonly right: Float64Array
}

/** Room for so many items. */
export function contrastCells(itemCount: number): ContrastCells {
  const room = () => new Float64Array(itemCount)
  return { count: 0, chances: room(), slopes: room(), weights: room(), right: room() }
}

/** P(right) and its derivative, three-parameter logistic with D = 1 (Birnbaum 1968). */
export function chanceAt(
  theta: number,
  { discrimination: a, locations, guessing: c }: ScoringItem,
): { readonly chance: number; readonly slope: number } {
  const known = 1 / (1 + Math.exp(-a * (theta - (locations[0] as number))))
  return { chance: c + (1 - c) * known, slope: (1 - c) * a * known * (1 - known) }
}

/** Where wrong answers are so rare, or right ones, no smooth curve meets the tail. */
const MOST_SKEWNESS = 1

/** Fewer items that carry the statistic leave its distribution too lumpy for any tail. */
const FEWEST_CARRYING = 3

/**
 * Whether answers are right more often where the weights are high than ability explains: the
 * weighted sum of score residuals with the direction of ability taken out,
 * T = sum (x - P) (w - c r), r = P' / (PQ), c = sum P' w / sum P' r, so that an error in theta does
 * not matter to the first order (C(alpha) test, Neyman 1959; the same correction as that of lz* by
 * Snijders 2001). T over its SD is brought to a standard normal by its third moment: Pearson III
 * and Wilson & Hilferty (1931). Null where fewer than three items carry it (sum of variances
 * squared over sum of squares), or where the skewness is beyond 1: nearly everything was expected to
 * be right, or wrong, and its distribution is lumps. High: right where weighted.
 */
export function scoreContrast(cells: ContrastCells): number | null {
  const { count, chances, slopes, weights, right } = cells
  let [along, information] = [0, 0]
  for (let at = 0; at < count; at += 1) {
    const [chance, slope] = [chances[at] as number, slopes[at] as number]
    if (isCertain(chance)) continue
    along += slope * (weights[at] as number)
    information += (slope * slope) / (chance * (1 - chance))
  }
  const tilt = information > 0 ? along / information : 0
  let [sum, variance, fourth, third] = [0, 0, 0, 0]
  for (let at = 0; at < count; at += 1) {
    const chance = chances[at] as number
    if (isCertain(chance)) continue
    const spread = chance * (1 - chance)
    const weight = (weights[at] as number) - (tilt * (slopes[at] as number)) / spread
    const own = spread * weight * weight
    sum += ((right[at] as number) - chance) * weight
    variance += own
    fourth += own * own
    third += own * weight * (1 - 2 * chance)
  }
  if (!(variance > 0) || variance * variance < FEWEST_CARRYING * fourth) return null
  const skewness = third / variance ** 1.5
  return Math.abs(skewness) > MOST_SKEWNESS ? null : normalized(sum / Math.sqrt(variance), skewness)
}

/** As far as a double can tell: such an item says nothing, and there is no dividing by its spread. */
function isCertain(chance: number): boolean {
  return !(chance > 0 && chance < 1)
}

/** A standardized sum of known skewness as a standard normal deviate. */
function normalized(z: number, skewness: number): number {
  if (Math.abs(skewness) < 1e-4) return z
  const half = skewness / 2
  // Cube roots are odd: values beyond the end of the Pearson III stay ordered.
  return (3 / half) * (Math.cbrt(1 + half * z) - 1) + half / 3
}
