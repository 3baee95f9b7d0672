import normal from '@stdlib/stats-base-dists-normal'

/** Above this the quantile function of the library is exact enough. */
const LIBRARY_FROM = 1e-6
const STEPS = 6

/**
 * The standard normal deviate z with P(Z > z) = p, for 0 < p <= 1; infinite at 0 (and, negative, at
 * 1). Small p by Newton's method on log P(Z > z), started at its asymptote: the library's quantile
 * works on 2p - 1, which loses digits from 1e-10 on and all of them below 1e-16.
 */
export function upperDeviate(p: number): number {
  if (!(p < LIBRARY_FROM) || p === 0) return -normal.quantile(p, 0, 1)
  const sought = Math.log(p)
  let z = Math.sqrt(-2 * sought - Math.log(-4 * Math.PI * sought))
  for (let step = 0; step < STEPS; step += 1) {
    const log = normal.logcdf(-z, 0, 1)
    z += (log - sought) / Math.exp(normal.logpdf(z, 0, 1) - log)
  }
  return z
}
