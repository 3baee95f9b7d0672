/**
 * An item of the nominal response model (Bock 1972): P(k | theta) is proportional to
 * exp(slope_k theta + intercept_k). A category that nobody chose has intercept -Infinity, so that
 * its probability is 0 wherever it is asked for.
 */
export interface NominalItem {
  readonly slopes: Float64Array
  readonly intercepts: Float64Array
}

/** Writes the probability of every category at an ability into `into`. */
export function writeNominalChances(
  { slopes, intercepts }: NominalItem,
  theta: number,
  into: Float64Array,
): void {
  const count = slopes.length
  let highest = Number.NEGATIVE_INFINITY
  for (let category = 0; category < count; category += 1) {
    const exponent = (slopes[category] as number) * theta + (intercepts[category] as number)
    into[category] = exponent
    if (exponent > highest) highest = exponent
  }
  let total = 0
  for (let category = 0; category < count; category += 1) {
    const weight = Math.exp((into[category] as number) - highest)
    into[category] = weight
    total += weight
  }
  for (let category = 0; category < count; category += 1) {
    into[category] = (into[category] as number) / total
  }
}
