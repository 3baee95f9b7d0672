import { checkNull, type NullCheck } from './check-null.ts'
import type { IndicatorRun, JudgedTest } from './flag-of.ts'
import { type FusedPerson, fuseTests } from './fuse-tests.ts'
import { soundTests } from './sound-tests.ts'

/** Tests of one indicator as the whole exam sees them. */
export interface JudgedIndicator {
  readonly run: IndicatorRun
  readonly nullCheck: NullCheck
  /** By person; null where too little was recorded. */
  readonly tests: readonly (JudgedTest | null)[]
  /** Persons for whom it gave no figure that could be used; they count as not tested. */
  readonly unsound: number
  /**
   * The indicator's own, above which a person was flagged; or where the false discovery rate
   * decides the smallest statistic that was flagged; null where nobody was.
   */
  readonly threshold: number | null
}

export interface JudgedCohort {
  readonly indicators: readonly JudgedIndicator[]
  /** By person. */
  readonly persons: readonly FusedPerson[]
}

function thresholdOf(run: IndicatorRun, tests: readonly (JudgedTest | null)[]): number | null {
  if (run.indicator.threshold !== null) return run.indicator.threshold
  let least: number | null = null
  for (const test of tests) {
    if (test?.flagged && test.statistic < (least ?? Number.POSITIVE_INFINITY)) {
      least = test.statistic
    }
  }
  return least
}

/**
 * Judges all tests of an exam together: p values are checked against their null (`checkNull`),
 * fused over indicators and families, and called with the false discovery rate held over all
 * persons (`fuseTests`). Indicators without p flag above their threshold, not at it.
 */
export function judgeTests(
  given: readonly IndicatorRun[],
  { persons: count, fdr }: { readonly persons: number; readonly fdr: number },
): JudgedCohort {
  const sound = given.map(soundTests)
  const runs = sound.map(({ run }) => run)
  const checked = runs.map(({ outcome }) => checkNull(outcome.tests.map((test) => test?.p ?? null)))
  const series = runs.map(({ indicator }, place) => ({
    indicator: indicator.id,
    family: indicator.family,
    ps: checked[place]?.ps ?? [],
  }))
  const persons = fuseTests(series, { persons: count, fdr })
  const indicators = runs.map((run, place): JudgedIndicator => {
    const tests = run.outcome.tests.map((test, person): JudgedTest | null => {
      if (test === null) return null
      const p = series[place]?.ps[person] ?? null
      const q = persons[person]?.qs[place] ?? null
      const { threshold } = run.indicator
      const isPast = p === null && threshold !== null && test.statistic > threshold
      return { statistic: test.statistic, p, q, flagged: isPast || (q !== null && q <= fdr) }
    })
    const nullCheck = checked[place]?.check as NullCheck
    const unsound = sound[place]?.unsound ?? 0
    return { run, nullCheck, tests, unsound, threshold: thresholdOf(run, tests) }
  })
  return { indicators, persons }
}
