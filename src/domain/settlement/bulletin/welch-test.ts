import normal from '@stdlib/stats-base-dists-normal'

/**
 * Two-sided p that two groups of values have one mean, whatever their spreads (Welch 1947,
 * Biometrika 34:28). Student's tail by Wallace (1959, Annals of Mathematical Statistics 30:1124),
 * within .002 from three degrees of freedom on.
 * @returns null where a group has fewer than two values or nothing varies
 */
export function welchTest(
  left: readonly number[],
  right: readonly number[],
): { readonly difference: number; readonly standardError: number; readonly p: number } | null {
  if (left.length < 2 || right.length < 2) return null
  const [own, other] = [momentsOf(left), momentsOf(right)]
  const variance = own.error + other.error
  if (!(variance > 0)) return null
  const freedom =
    variance ** 2 / (own.error ** 2 / (left.length - 1) + other.error ** 2 / (right.length - 1))
  const difference = own.mean - other.mean
  const standardError = Math.sqrt(variance)
  return { difference, standardError, p: studentTails(difference / standardError, freedom) }
}

/** P(|T| >= |t|) of Student's distribution. */
export function studentTails(t: number, freedom: number): number {
  const z =
    Math.sqrt(freedom * Math.log1p(t ** 2 / freedom)) * ((8 * freedom + 1) / (8 * freedom + 3))
  return 2 * normal.cdf(-z, 0, 1)
}

/** The mean, and the squared error of it. */
function momentsOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, error: squares / (values.length - 1) / values.length }
}
