import chisquare from '@stdlib/stats-base-dists-chisquare'

/** P(X <= x) of a noncentral chi-square: central ones mixed by Poisson weights (Johnson 1959). */
function cumulative(x: number, degrees: number, noncentrality: number): number {
  const mean = noncentrality / 2
  if (mean === 0) return chisquare.cdf(x, degrees)
  const reach = 10 + 7 * Math.sqrt(mean)
  const first = Math.max(0, Math.floor(mean - reach))
  let logWeight = -mean
  for (let at = 1; at <= first; at += 1) logWeight += Math.log(mean / at)
  let sum = 0
  for (let at = first; at <= mean + reach; at += 1) {
    if (at > first) logWeight += Math.log(mean / at)
    sum += Math.exp(logWeight) * chisquare.cdf(x, degrees + 2 * at)
  }
  return sum
}

/**
 * The noncentrality at which a value would be reached with the given probability: the bounds of
 * a confidence interval, as in Browne & Cudeck (1993). 0 where even a central one is that great.
 */
export function noncentralityAt(value: number, degrees: number, probability: number): number {
  if (chisquare.cdf(value, degrees) <= probability) return 0
  let [low, high] = [0, Math.max(1, value)]
  while (cumulative(value, degrees, high) > probability) high *= 2
  for (let step = 0; step < 45; step += 1) {
    const middle = (low + high) / 2
    if (cumulative(value, degrees, middle) > probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}
