import type { CohortData } from '../../../../src/domain/forensics/cohort/cohort-data.ts'
import type { CohortTests } from '../../../../src/domain/forensics/cohort/person-indicator.ts'
import {
  type KnownParameters,
  prepareCohort,
} from '../../../../src/domain/forensics/cohort/prepare-cohort.ts'
import type { Cohort } from '../../../../src/domain/measurement/simulation/cohort.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'

/** A simulated cohort as recorded; the true parameters; and who was planted. */
export function recorded(scenario: Scenario, seed: string) {
  const cohort = simulateCohort(scenario, seed)
  const keyOf = (item: number) => cohort.items[item]?.key
  const scoreOf = (item: number, value: number) =>
    cohort.options === null ? value : Number(value === keyOf(item))
  const data: CohortData = {
    persons: cohort.persons.names,
    items: cohort.items.map(({ item }) => item),
    scores: cohort.scores,
    options: null,
    times: null,
    away: null,
    places: null,
    changes:
      cohort.changes?.map(({ person, item, from, to, seconds }) => ({
        person,
        item,
        from: scoreOf(item, from),
        to: scoreOf(item, to),
        seconds,
      })) ?? null,
    groupings: [],
    suspectItems: [],
    earlier: null,
  }
  const planted = [...new Set(cohort.planted.map(({ person }) => person))]
  return { data, known: knownOf(cohort), planted, theta: cohort.persons.theta }
}

function knownOf({ items, model }: Cohort): KnownParameters {
  return {
    items: items.map(({ a, b, c, steps }) => ({
      model: model === 'grm' || model === 'gpcm' ? model : 'logistic',
      discrimination: a,
      locations: steps ?? [b],
      guessing: c,
    })),
    latent: { mean: 0, deviation: 1 },
  }
}

/** Under the true parameters. */
export function prepared(scenario: Scenario, seed: string) {
  const found = recorded(scenario, seed)
  return { ...found, cohort: prepareCohort(found.data, found.known).cohort }
}

/** Shares of those tested that have a p below each level; of some persons where told. */
export function sharesBelow(
  { tests }: CohortTests,
  levels: readonly number[],
  persons: readonly number[] = tests.map((_, person) => person),
): number[] {
  const values = persons.flatMap((person) => tests[person]?.p ?? [])
  return levels.map((level) => values.filter((p) => p < level).length / values.length)
}

/** A share that chance exceeds once in a thousand times, where the true one is `share`. */
export function chanceBound(share: number, count: number): number {
  return share + 3.1 * Math.sqrt((share * (1 - share)) / count) + 1 / count
}
