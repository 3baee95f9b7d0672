import normal from '@stdlib/stats-base-dists-normal'

/** Upper quartile of the standard normal distribution. */
const NORMAL_QUARTILE = 0.6744897501960817

/** Fewer statistics do not tell what is usual. */
const FEWEST_FOR_NULL = 30

/** A quantile by linear interpolation (type 7 of Hyndman & Fan 1996). */
function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((left, right) => left - right)
  const place = share * (ordered.length - 1)
  const low = Math.floor(place)
  const below = ordered[low] ?? Number.NaN
  return below + (place - low) * ((ordered[low + 1] ?? below) - below)
}

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
  const known = values.filter((value) => value !== null)
  const center = quantile(known, 0.5)
  const scale = (quantile(known, 0.75) - center) / NORMAL_QUARTILE
  if (known.length < FEWEST_FOR_NULL || !(scale > 0)) return values.map(() => null)
  return values.map((value) => {
    if (value === null) return null
    const z = (value - center) / scale
    return { z, p: Math.exp(normal.logcdf(-z, 0, 1)) }
  })
}
