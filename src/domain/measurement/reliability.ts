import type { PointEstimate } from './point-estimates.ts'

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/**
 * Share of the variance of estimates that is not error. Estimates shrunk by a prior (EAP, MAP):
 * var / (var + mean SE^2), as mirt; unshrunk ones (ML, WLE): 1 - mean SE^2 / var, never below 0.
 * Null for fewer than two persons.
 */
export function empiricalReliability(
  estimates: readonly PointEstimate[],
  shrunk: boolean,
): number | null {
  if (estimates.length < 2) return null
  const thetas = estimates.map(({ theta }) => theta)
  const center = mean(thetas)
  const squares = thetas.reduce((sum, theta) => sum + (theta - center) ** 2, 0)
  const variance = squares / (thetas.length - 1)
  const error = mean(estimates.map(({ standardError }) => standardError ** 2))
  if (shrunk) return variance / (variance + error)
  return variance > 0 ? Math.max(0, 1 - error / variance) : 0
}
