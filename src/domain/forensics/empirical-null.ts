import normal from '@stdlib/stats-base-dists-normal'
import { NORMAL_QUARTILE, quantile } from '../quantile.ts'

/** Fewer statistics do not tell what is usual. */
const FEWEST_FOR_NULL = 30

export interface NullTest {
  readonly z: number
  /** One-sided, for unusually great values. */
  readonly p: number
}

/**
 * Tests each value against what is usual in its own cohort (an empirical null, Efron 2004):
 * centered at the median, scaled by the distance from median to upper quartile. The upper half
 * sets the scale because only great values are flagged and real cohorts are skewed; a few
 * aberrant persons move neither. Null where there is no value or the cohort is too small.
 */
export function testAgainstCohort(values: readonly (number | null)[]): (NullTest | null)[] {
  const known = Float64Array.from(values.filter((value) => value !== null)).sort()
  const center = quantile(known, 0.5)
  const scale = (quantile(known, 0.75) - center) / NORMAL_QUARTILE
  if (known.length < FEWEST_FOR_NULL || !(scale > 0)) return values.map(() => null)
  return values.map((value) => {
    if (value === null) return null
    const z = (value - center) / scale
    return { z, p: Math.exp(normal.logcdf(-z, 0, 1)) }
  })
}
