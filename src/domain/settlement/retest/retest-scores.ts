import type { JudgedRetest } from '../../forensics/score-gain/judge-retests.ts'
import { onCommonScale } from '../../measurement/scoring/on-common-scale.ts'
import { COMMON_SCALE } from '../../measurement/scoring/scale-score.ts'
import type { RetestView } from '../../review/retest-views.ts'

/**
 * A comparison as people read it: both sittings on the common scale with 95 % intervals, their
 * difference and its standard error in points of that scale, not rounded and not cut at its ends.
 * Null where nothing was compared.
 */
export function retestScores(judged: JudgedRetest | null): RetestView['comparison'] {
  if (!judged?.comparison || judged.holm === null) return null
  const { first, second, difference, standardError, observed, expected, p } = judged.comparison
  return {
    first: onCommonScale(first),
    second: onCommonScale(second),
    difference: COMMON_SCALE.deviation * difference,
    standardError: COMMON_SCALE.deviation * standardError,
    right: observed,
    expectedRight: expected,
    p,
    adjusted: judged.holm,
    differs: judged.flagged,
  }
}
