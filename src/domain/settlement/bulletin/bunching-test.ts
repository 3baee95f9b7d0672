import normal from '@stdlib/stats-base-dists-normal'

/** Half the width of the band around the cut, in standard deviations of the scale. */
export const BAND = 0.3
/** Results in the band below which nothing is said. */
const FEWEST_IN_BAND = 10

interface BandCount {
  readonly above: number
  readonly below: number
  /** Logarithm of observed odds of above to below, less what a smooth distribution would give. */
  readonly excess: number
  readonly variance: number
}

/**
 * One-sided p that a unit's results pile up just above the cut more than the others' do. The idea
 * of the density test of McCrary (2008, Journal of Econometrics 142:698), simplified: results
 * within 0.3 of the cut are counted on either side; what a smooth density would give on each side
 * is that of a normal distribution with the group's own mean and spread (as the counterfactual of
 * Kleven 2016, Annual Review of Economics 8:435); the others' excess over theirs is what the form
 * of the scale brings with it. Difference of log odds with variance by counts (Woolf 1955), half a
 * result added to each (Haldane 1956).
 * @param unit results less the cut
 * @param others the same of everybody else
 */
export function bunchingTest(
  unit: readonly number[],
  others: readonly number[],
): { readonly p: number; readonly above: number; readonly below: number } | null {
  const [own, rest] = [countBand(unit), countBand(others)]
  if (own === null || rest === null) return null
  const z = (own.excess - rest.excess) / Math.sqrt(own.variance + rest.variance)
  return { p: normal.cdf(-z, 0, 1), above: own.above, below: own.below }
}

function countBand(values: readonly number[]): BandCount | null {
  const above = values.filter((value) => value >= 0 && value < BAND).length
  const below = values.filter((value) => value < 0 && value >= -BAND).length
  if (above + below < FEWEST_IN_BAND) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const spread = Math.sqrt(squares / (values.length - 1))
  if (!(spread > 0)) return null
  const middle = normal.cdf(0, mean, spread)
  const up = normal.cdf(BAND, mean, spread) - middle
  const down = middle - normal.cdf(-BAND, mean, spread)
  const excess = Math.log((above + 0.5) / (below + 0.5)) - Math.log(up / down)
  return { above, below, excess, variance: 1 / (above + 0.5) + 1 / (below + 0.5) }
}
