import normal from '@stdlib/stats-base-dists-normal'

/** Successes out of trials at one point of an ordered scale. */
export interface ScoredShare {
  readonly score: number
  readonly count: number
  readonly total: number
}

/**
 * Cochran-Armitage test for a linear trend of shares (Agresti 2002, Categorical Data Analysis,
 * section 5.3.5): z, above 0 where shares rise with the score, and its two-sided p. Null where
 * there are fewer than two scores, or where all or none of the trials succeeded.
 */
export function trendOfShares(
  groups: readonly ScoredShare[],
): { readonly z: number; readonly p: number } | null {
  const made = groups.filter(({ total }) => total > 0)
  const total = sum(made.map((one) => one.total))
  const share = sum(made.map(({ count }) => count)) / total
  const mean = sum(made.map((one) => one.total * one.score)) / total
  const spread = sum(made.map((one) => one.total * (one.score - mean) ** 2))
  if (made.length < 2 || spread === 0 || share === 0 || share === 1) return null
  const slope = sum(made.map(({ score, count }) => count * (score - mean)))
  const z = slope / Math.sqrt(share * (1 - share) * spread)
  return { z, p: 2 * normal.cdf(-Math.abs(z), 0, 1) }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
