/**
 * Share of flagged attempts in which something was wrong: pi TPR / (pi TPR + (1 - pi) FPR), for a
 * share `prevalence` of attempts with irregular work, of which `power` are flagged. Null where
 * nothing would be flagged at all.
 */
export function positivePredictiveValue(given: {
  readonly prevalence: number
  readonly power: number
  readonly falseFlagRate: number
}): number | null {
  const found = given.prevalence * given.power
  const flagged = found + (1 - given.prevalence) * given.falseFlagRate
  return flagged > 0 ? found / flagged : null
}
