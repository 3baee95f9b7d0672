import type { PersonTest } from '../cohort/person-indicator.ts'
import type { IndicatorRun } from './flag-of.ts'

/** An indicator's tests as far as they can be used, and how many can't. */
export interface SoundRun {
  readonly run: IndicatorRun
  /** Persons whose statistic or p is no number, or whose p is no probability. */
  readonly unsound: number
}

/** Takes out what is no figure: better not tested, and said, than a rank among the others. */
export function soundTests(run: IndicatorRun): SoundRun {
  const { tests } = run.outcome
  const unsound = tests.filter((test) => test !== null && !isSound(test)).length
  if (unsound === 0) return { run, unsound }
  const sound = tests.map((test) => (test !== null && isSound(test) ? test : null))
  return { run: { ...run, outcome: { ...run.outcome, tests: sound } }, unsound }
}

function isSound({ statistic, p }: PersonTest): boolean {
  return Number.isFinite(statistic) && (p === null || (p >= 0 && p <= 1))
}
