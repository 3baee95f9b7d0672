import { incompleteBeta } from '../../measurement/analysis/f-distribution.ts'

/** Right more often than this by chance: somebody knew the answers. */
const LEVEL = 0.05

/**
 * Whether rapid responses are right no more often than blind guessing makes them: the upper
 * binomial tail P(X >= right) = I_p(right, scored - right + 1) at the mean chance, which is no
 * smaller than that of chances which differ (Hoeffding 1956).
 */
export function looksGuessed(rapid: {
  readonly scored: number
  readonly right: number
  /** Sum of the chances to be right blindly. */
  readonly chance: number
}): boolean {
  const { scored, right, chance } = rapid
  if (right === 0) return true
  return incompleteBeta(Math.min(1, chance / scored), right, scored - right + 1) > LEVEL
}
