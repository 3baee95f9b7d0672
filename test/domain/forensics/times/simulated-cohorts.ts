import type { PreparedCohort } from '../../../../src/domain/forensics/cohort/cohort-data.ts'
import type { PersonIndicator } from '../../../../src/domain/forensics/cohort/person-indicator.ts'
import { prepareCohort } from '../../../../src/domain/forensics/cohort/prepare-cohort.ts'
import type { PlantedCell } from '../../../../src/domain/measurement/simulation/cohort.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'

/** What a test changes of a simulated cohort before it is looked at. */
export interface Changes {
  /** Item parameters known, as after an earlier calibration; else estimated on the cohort. */
  readonly known: boolean
  readonly times?: (seconds: number, person: number, item: number) => number
}

/** A cohort with known truth as indicators see it, and who in it does what was planted. */
export function preparedCohort(
  scenario: Scenario,
  seed: string,
  { known, times: change = (seconds) => seconds }: Changes,
): {
  readonly cohort: PreparedCohort
  readonly planted: ReadonlySet<number>
  readonly cells: readonly PlantedCell[]
} {
  const simulated = simulateCohort(scenario, seed)
  const { items, persons, scores, times } = simulated
  const rows = persons.names.map((_, person) =>
    Float64Array.from(items, (_item, item) =>
      change(times?.[person * items.length + item] ?? Number.NaN, person, item),
    ),
  )
  const { cohort } = prepareCohort(
    {
      persons: persons.names,
      items: items.map(({ item }) => item),
      scores,
      options: null,
      times: times === null ? null : rows,
      away: null,
      places: null,
      changes: null,
      groupings: [],
      suspectItems: [],
      earlier: null,
    },
    known
      ? {
          items: items.map(({ a, b, c }) => ({
            model: 'logistic' as const,
            discrimination: a,
            locations: [b],
            guessing: c,
          })),
          latent: { mean: 0, deviation: 1 },
        }
      : null,
  )
  return {
    cohort,
    planted: new Set(simulated.planted.map(({ person }) => person)),
    cells: simulated.planted,
  }
}

/** Parts of scenarios. */
export const FIGURES = {
  /** Items of ordinary spread. */
  items: (count: number) => ({
    items: {
      count,
      a: { kind: 'lognormal' as const, mean: 0, sd: 0.2 },
      b: { kind: 'normal' as const, mean: 0, sd: 1 },
    },
  }),
}

/** Honest persons on items of ordinary spread, with times. */
export const HONEST: Scenario = {
  persons: 400,
  model: '2pl',
  ...FIGURES.items(40),
  times: { correlation: 0.3 },
}

/** p values of those who could be tested. */
export function testedPs(indicator: PersonIndicator, cohort: PreparedCohort): number[] {
  return indicator.test(cohort).tests.flatMap((test) => {
    const p = test?.p ?? null
    return p === null ? [] : [p]
  })
}

export function shareBelow(ps: readonly number[], level: number): number {
  return ps.filter((p) => p < level).length / ps.length
}
