import normal from '@stdlib/stats-base-dists-normal'

/**
 * P(X >= x) of a chi-square with whole degrees of freedom, as a finite sum of positive terms
 * (Abramowitz & Stegun 1964, 26.4.4 and 26.4.5), so that small ones neither cancel nor, before
 * 1e-300, vanish.
 */
export function upperChiSquare(x: number, degrees: number): number {
  if (!(x > 0)) return 1
  const half = x / 2
  const odd = degrees % 2 === 1
  let sum = odd ? 2 * Math.exp(normal.logcdf(-Math.sqrt(x), 0, 1)) : 0
  // Terms exp(-y) y^s / Gamma(s + 1) for s = 0, 1, 2... or s = 1/2, 3/2...
  let log = odd ? -half + 0.5 * Math.log(half) - Math.log(Math.sqrt(Math.PI) / 2) : -half
  for (let power = odd ? 0.5 : 0; power < degrees / 2 - 0.25; power += 1) {
    sum += Math.exp(log)
    log += Math.log(half / (power + 1))
  }
  return Math.min(1, sum)
}
