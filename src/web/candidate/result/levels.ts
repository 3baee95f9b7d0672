import type { Estimate } from '../../../domain/measurement/scores.ts'
import type { ResultView } from '../../../domain/settlement/result-views.ts'

export type Result = NonNullable<ResultView['result']>

/** Half-width of a 95 % interval in standard errors. */
const Z_95 = 1.96

export type Competency = Result['competencies'][number]

/** Competencies to show on their own: where it adds something, or where that is not known. */
export function ownCompetencies({ competencies }: Result): readonly Competency[] {
  return competencies.filter(({ worth }) => worth === null || worth === 'adds-value')
}

export interface Interval {
  readonly low: number
  readonly high: number
}

export function intervalOf({ theta, standardError }: Estimate): Interval {
  return { low: theta - Z_95 * standardError, high: theta + Z_95 * standardError }
}

/** Probability of the level named; null where none is. */
export function levelProbability(estimate: Estimate): number | null {
  if (!estimate.enoughEvidence || estimate.level === null) return null
  return estimate.levels.find(({ level }) => level === estimate.level)?.probability ?? null
}

export type NextStep = 'none' | 'below' | 'near' | 'at' | 'above'

/** Below this probability the level itself is left open. */
const SURE = 0.66

/** What to do next for a competency, from its level against the passing one. */
export function nextStep(estimate: Estimate, result: Result): NextStep {
  const probability = levelProbability(estimate)
  if (probability === null) return 'none'
  const place = (id: string | null): number => result.levels.findIndex((level) => level.id === id)
  const passing = place(result.passingLevel)
  const difference = place(estimate.level) - passing
  if (difference > 0) return 'above'
  // Just under or just over the cut: the level could as well be the other one.
  const cut = result.levels[passing]?.cut ?? null
  const { low, high } = intervalOf(estimate)
  if (probability < SURE && cut !== null && low < cut && cut < high) return 'near'
  return difference < 0 ? 'below' : 'at'
}

export interface Scale {
  readonly from: number
  readonly to: number
  /** Place on the scale in percent, 0 to 100. */
  readonly percent: (theta: number) => number
}

/** A scale that shows every interval and every cut, at least from -2.5 to 2.5. */
export function scaleOf(result: Result): Scale {
  const estimates = [result.overall, ...ownCompetencies(result).map(({ estimate }) => estimate)]
  const ends = estimates.filter((estimate) => estimate.enoughEvidence).map(intervalOf)
  const from = Math.max(-4.5, Math.min(-2.5, ...ends.map(({ low }) => low - 0.1)))
  const to = Math.min(4.5, Math.max(2.5, ...ends.map(({ high }) => high + 0.1)))
  return {
    from,
    to,
    percent: (theta) => Math.min(100, Math.max(0, ((theta - from) / (to - from)) * 100)),
  }
}
