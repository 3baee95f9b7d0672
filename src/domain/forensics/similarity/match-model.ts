import {
  type NominalItem,
  writeNominalChances,
} from '../../measurement/calibration/nominal-item.ts'
import {
  categoryCountOf,
  categoryTerms,
  evaluateCategories,
  type ScoringItem,
} from '../../measurement/scoring/scoring-item.ts'

/**
 * How likely each answer to each item is at an ability, whether answers are scores or options.
 * Columns are those of the cohort; an item without parameters has no categories and is shared by
 * nobody.
 */
export interface MatchModel {
  readonly itemCount: number
  /** Most categories of any item, at least 1: item j's categories stand from j * stride on. */
  readonly stride: number
  /** Categories per item; 0 without parameters. */
  readonly counts: Int8Array
  /** The right category per item; -1 where it is not known. */
  readonly keys: Int8Array
  /** Writes P(category | theta) of every item into itemCount * stride values, 0 past its count. */
  readonly categoryChances: (theta: number, into: Float64Array) => void
}

/** Two answers to an item are alike where their scores are; the highest is the right one. */
export function matchModelOfScores(parameters: readonly (ScoringItem | null)[]): MatchModel {
  const counts = Int8Array.from(parameters, (item) => (item ? categoryCountOf(item) : 0))
  const stride = Math.max(1, ...counts)
  const terms = categoryTerms(stride)
  return {
    itemCount: parameters.length,
    stride,
    counts,
    keys: counts.map((count) => count - 1),
    categoryChances: (theta, into) => {
      into.fill(0)
      parameters.forEach((item, column) => {
        if (item) evaluateCategories(item, theta, terms)
        for (let category = 0; category < (counts[column] as number); category += 1) {
          into[column * stride + category] = Math.exp(terms.logs[category] as number)
        }
      })
    },
  }
}

/** Two answers to an item are alike where the same option was chosen. */
export function matchModelOfOptions(
  items: readonly (NominalItem | null)[],
  keys: ArrayLike<number>,
): MatchModel {
  const counts = Int8Array.from(items, (item) => item?.slopes.length ?? 0)
  const stride = Math.max(1, ...counts)
  return {
    itemCount: items.length,
    stride,
    counts,
    keys: Int8Array.from(items, (item, column) => (item ? (keys[column] ?? -1) : -1)),
    categoryChances: (theta, into) => {
      into.fill(0)
      items.forEach((item, column) => {
        if (item) {
          writeNominalChances(item, theta, into.subarray(column * stride, (column + 1) * stride))
        }
      })
    },
  }
}
