interface PairMoments {
  readonly n: number
  readonly covariance: number
  readonly variances: readonly [number, number]
}

/** Moments over the places where both have a number; with n - 1 in the denominator. */
export function pairMoments(left: Float64Array, right: Float64Array): PairMoments {
  let [n, one, other] = [0, 0, 0]
  for (let at = 0; at < left.length; at += 1) {
    const [x, y] = [left[at] as number, right[at] as number]
    // A sum with a missing value is not a number.
    if (Number.isNaN(x + y)) continue
    n += 1
    one += x
    other += y
  }
  const [meanX, meanY] = [one / n, other / n]
  let [xy, xx, yy] = [0, 0, 0]
  for (let at = 0; at < left.length; at += 1) {
    const [x, y] = [(left[at] as number) - meanX, (right[at] as number) - meanY]
    if (Number.isNaN(x + y)) continue
    xy += x * y
    xx += x * x
    yy += y * y
  }
  const free = Math.max(1, n - 1)
  return { n, covariance: xy / free, variances: [xx / free, yy / free] }
}

/** What is left of a variance by rounding where all values are equal. */
const NO_SPREAD = 1e-14

/** Pearson's correlation where both have a number; null below three pairs or without spread. */
export function correlation(left: Float64Array, right: Float64Array): number | null {
  const { n, covariance, variances } = pairMoments(left, right)
  const [one, other] = variances
  if (n < 3 || !(one > NO_SPREAD) || !(other > NO_SPREAD)) return null
  return Math.max(-1, Math.min(1, covariance / Math.sqrt(one * other)))
}

/** Mean and standard deviation (n - 1) of the numbers there are; null where there is none. */
export function meanAndDeviation(
  values: Float64Array,
): { readonly n: number; readonly mean: number; readonly deviation: number } | null {
  const own = values.filter((value) => !Number.isNaN(value))
  if (own.length === 0) return null
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length
  const squares = own.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { n: own.length, mean, deviation: Math.sqrt(squares / Math.max(1, own.length - 1)) }
}

/**
 * 95 % interval of a correlation by Fisher's z (Fisher 1921): tanh(atanh r -+ 1.96 / sqrt(n - 3));
 * null below four pairs.
 */
export function correlationInterval(r: number, n: number): readonly [number, number] | null {
  if (n < 4) return null
  const z = Math.atanh(Math.max(-0.999999, Math.min(0.999999, r)))
  const half = 1.959964 / Math.sqrt(n - 3)
  return [Math.tanh(z - half), Math.tanh(z + half)]
}
