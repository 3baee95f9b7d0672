/**
 * Evidence against honest work in bans (decimal logarithm of odds): the upper bound of the Bayes
 * factor that a probability can stand for, 1 / (-e p ln p) for p < 1/e (Sellke, Bayarri & Berger
 * 2001), else none. Given the probability adjusted for everybody who was tested: p = .05 weighs
 * 0.39, .0075 about 1, .001 1.73. Worked in logarithms, so that no p is too small.
 */
export function evidenceBans(p: number): number {
  if (!(p < 1 / Math.E)) return 0
  if (p <= 0) return Number.POSITIVE_INFINITY
  const log = Math.log(p)
  return Math.max(0, -(log + Math.log(-log) + 1) / Math.LN10)
}
