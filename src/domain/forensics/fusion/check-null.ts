import normal from '@stdlib/stats-base-dists-normal'
import { NORMAL_QUARTILE, quantile } from '../../quantile.ts'
import { upperDeviate } from '../upper-deviate.ts'

/** Fewer tests do not tell whether their p values are sound. */
const FEWEST_TESTS = 100

/** Standard errors times the root of the number of tests: of a median, and of the lower half's scale. */
const MEDIAN_ERROR = 1.2533
const SCALE_ERROR = 1.79

/** Smaller departures than this change no decision. */
const LEAST_DEPARTURE = 0.1

const SMALL = 0.05

const BINS = 20

/** Whether p values of one indicator are what they should be among persons nobody suspects. */
export interface NullCheck {
  readonly tested: number
  /** Of the normal deviates of p; 0 and 1 where p is sound. Null where there are too few tests. */
  readonly center: number | null
  readonly scale: number | null
  /** P values are smaller than they should be, so that those of the cohort itself were taken. */
  readonly corrected: boolean
  /** Tests in each twentieth from p = 0 to p = 1: equal heights where p is sound. */
  readonly histogram: readonly number[]
}

function histogramOf(ps: readonly number[]): number[] {
  const bins = Array.from({ length: BINS }, () => 0)
  for (const p of ps) {
    const bin = Math.min(BINS - 1, Math.floor(p * BINS))
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return bins
}

/** More small p values than chance brings: without them the upper tail is sound, whatever the rest. */
function hasManySmall(ps: readonly number[]): boolean {
  const share = ps.filter((p) => p < SMALL).length / ps.length
  return share > SMALL + 3 * Math.sqrt((SMALL * (1 - SMALL)) / ps.length)
}

/**
 * Compares p values with what they should be: their normal deviates have center 0 and scale 1 among
 * honest attempts (Efron 2004). Center is the median; scale comes from median to lower quartile,
 * the half in which nobody is suspected, so that many irregular attempts do not hide each other.
 * Where either is too great beyond chance, and
 * small p values are more than chance brings, the probability under the cohort's own null takes the
 * place of a smaller one; p values that are too great are left alone.
 */
export function checkNull(ps: readonly (number | null)[]): {
  readonly check: NullCheck
  /** By row, never smaller than what was given. */
  readonly ps: readonly (number | null)[]
} {
  const known = ps.filter((p) => p !== null)
  const deviates = Float64Array.from(known, (p) => upperDeviate(p)).sort()
  const center = quantile(deviates, 0.5)
  const scale = (center - quantile(deviates, 0.25)) / NORMAL_QUARTILE
  const isTold = known.length >= FEWEST_TESTS && Number.isFinite(center) && Number.isFinite(scale)
  const root = Math.sqrt(known.length)
  const corrected =
    isTold &&
    hasManySmall(known) &&
    (center > Math.max(LEAST_DEPARTURE, (3 * MEDIAN_ERROR) / root) ||
      scale > 1 + Math.max(LEAST_DEPARTURE, (3 * SCALE_ERROR) / root))
  const [shift, spread] = [Math.max(0, center), Math.max(1, scale)]
  const own = (p: number) => {
    const deviate = (upperDeviate(p) - shift) / spread
    return Math.max(p, Math.exp(normal.logcdf(-deviate, 0, 1)))
  }
  return {
    check: {
      tested: known.length,
      center: isTold ? center : null,
      scale: isTold ? scale : null,
      corrected,
      histogram: histogramOf(known),
    },
    ps: corrected ? ps.map((p) => (p === null ? null : own(p))) : ps,
  }
}
