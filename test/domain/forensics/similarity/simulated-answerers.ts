import { prepareCohort } from '../../../../src/domain/forensics/cohort/prepare-cohort.ts'
import {
  type MatchModel,
  matchModelOfOptions,
  matchModelOfScores,
} from '../../../../src/domain/forensics/similarity/match-model.ts'
import {
  type Answerer,
  answererOf,
} from '../../../../src/domain/forensics/similarity/shared-answers.ts'
import { nominalAbilities } from '../../../../src/domain/measurement/calibration/nominal-abilities.ts'
import { fitNominalModel } from '../../../../src/domain/measurement/calibration/nominal-model.ts'
import type { Cohort } from '../../../../src/domain/measurement/simulation/cohort.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'

export interface Simulated {
  readonly cohort: Cohort
  readonly model: MatchModel
  readonly persons: readonly Answerer[]
  readonly answers: Int8Array
}

/** A simulated cohort with everything estimated from its own answers, scores or options. */
export function simulateAnswerers(
  scenario: Scenario,
  seed: string,
  kind: 'scores' | 'options',
  /** Persons left out of the calibration, by options. */
  excluded: ReadonlySet<number> = new Set(),
): Simulated {
  const cohort = simulateCohort(scenario, seed)
  const { model, abilities, answers } =
    kind === 'scores' ? byScores(cohort) : byOptions(cohort, excluded)
  const itemCount = cohort.items.length
  const persons = Array.from(abilities, (theta, person) => {
    const own = answers.subarray(person * itemCount, (person + 1) * itemCount)
    return answererOf(model, own, theta)
  })
  return { cohort, model, persons, answers }
}

function byScores({ persons, items, scores }: Cohort) {
  const nothing = { options: null, times: null, away: null, places: null, changes: null }
  const names = { persons: persons.names, items: items.map(({ item }) => item) }
  const rest = { groupings: [], suspectItems: [], earlier: null }
  const { cohort } = prepareCohort({ ...names, scores, ...nothing, ...rest }, null)
  if (!cohort.abilities) throw new Error('the simulated cohort could not be calibrated')
  return {
    model: matchModelOfScores(cohort.parameters),
    abilities: cohort.abilities.mle,
    answers: scores,
  }
}

function byOptions({ items, options, optionCount }: Cohort, excluded: ReadonlySet<number>) {
  if (!options) throw new Error('the scenario has no options')
  const keys = items.map(({ key }) => key)
  const counts = items.map(() => optionCount)
  const fit = fitNominalModel({ chosen: options, itemCount: items.length, counts, keys, excluded })
  return {
    model: matchModelOfOptions(fit.items, keys),
    abilities: nominalAbilities({ items: fit.items, chosen: options }),
    answers: options,
  }
}
