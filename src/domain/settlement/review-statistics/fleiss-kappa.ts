/** Agreement beyond chance with its standard error and 95 % interval. */
export interface Kappa {
  readonly value: number
  readonly standardError: number
  readonly low: number
  readonly high: number
}

/**
 * Fleiss' kappa (1971, Psychological Bulletin 76:378): agreement of raters who are
 * interchangeable, beyond what the shares of the categories give by chance; of two raters it is
 * Scott's pi. Its standard error is that of Gwet (2008, BJMSP 61:29, eq. 23), which holds
 * whatever the agreement; the interval takes Student's t with one degree of freedom fewer than
 * subjects. Null with fewer than two subjects, or where all ratings are of one category.
 * @param counts by subject, how many raters chose each category: as many raters everywhere, at
 *   least two
 */
export function fleissKappa(counts: readonly (readonly number[])[]): Kappa | null {
  const subjects = counts.length
  const raters = sum(counts[0] ?? [])
  const categories = counts[0]?.length ?? 0
  if (subjects < 2 || raters < 2) return null
  const shares = Array.from({ length: categories }, (_, category) => {
    return sum(counts.map((row) => row[category] ?? 0)) / (subjects * raters)
  })
  const byChance = sum(shares.map((share) => share ** 2))
  if (byChance >= 1) return null
  const agreed = counts.map((row) => {
    return sum(row.map((count) => count * (count - 1))) / (raters * (raters - 1))
  })
  const value = (sum(agreed) / subjects - byChance) / (1 - byChance)
  const deviations = counts.map((row, subject) => {
    const own = ((agreed[subject] ?? 0) - byChance) / (1 - byChance)
    const chance = sum(row.map((count, category) => ((shares[category] ?? 0) * count) / raters))
    return own - (2 * (1 - value) * (chance - byChance)) / (1 - byChance) - value
  })
  const variance = sum(deviations.map((one) => one ** 2)) / (subjects * (subjects - 1))
  const standardError = Math.sqrt(variance)
  const half = studentQuantile975(subjects - 1) * standardError
  const low = Math.max(-1, value - half)
  return { value, standardError, low, high: Math.min(1, value + half) }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

const Z = 1.959964
/** As tabled where the expansion is off: 1 to 5 degrees of freedom. */
const FEW = [12.7062, 4.30265, 3.18245, 2.77645, 2.57058]

/**
 * The .975 quantile of Student's t by the Cornish-Fisher expansion (Abramowitz & Stegun 26.7.5),
 * right to three digits from six degrees of freedom on.
 */
export function studentQuantile975(degreesOfFreedom: number): number {
  const exact = FEW[degreesOfFreedom - 1]
  if (exact !== undefined) return exact
  const n = degreesOfFreedom
  const first = (Z ** 3 + Z) / 4
  const second = (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96
  const third = (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384
  return Z + first / n + second / n ** 2 + third / n ** 3
}
