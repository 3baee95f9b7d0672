import type { Finding } from '../../bank/finding.ts'
import { calibrate } from '../../measurement/calibration/calibrate.ts'
import type { Latent } from '../../measurement/calibration/expectation.ts'
import { scoringItemOf } from '../../measurement/calibration/irt-parameters.ts'
import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import { fitLognormalTimes } from '../../measurement/fit-lognormal-times.ts'
import { STANDARD_LATENT, scoreCohort } from '../../measurement/scoring/score-cohort.ts'
import type { ScoringItem } from '../../measurement/scoring/scoring-item.ts'
import { closeUpCategories, dropStrayCategories } from './close-up-categories.ts'
import type { Abilities, CohortData, PreparedCohort } from './cohort-data.ts'

/** Item parameters known beforehand, by column; null for items that have none. */
export interface KnownParameters {
  readonly items: readonly (ScoringItem | null)[]
  readonly latent: Latent
}

/**
 * Works out what indicators share: item parameters (as known, else calibrated on the cohort itself,
 * see `calibrate`), abilities and the lognormal model of times. Too small a cohort has none of the
 * first two; why is among the findings. Categories are numbered as the parameters number them.
 */
export function prepareCohort(
  recorded: CohortData,
  known: KnownParameters | null,
): { readonly cohort: PreparedCohort; readonly findings: readonly Finding[] } {
  const { data, parameters, latent, model, findings } = known
    ? given(recorded, known)
    : calibrated(recorded)
  const timeFit = data.times === null ? null : fitLognormalTimes(data.times)
  const abilities = model === null ? null : abilitiesOf(data, parameters, latent)
  return { cohort: { ...data, parameters, model, abilities, timeFit }, findings }
}

function given(recorded: CohortData, { items, latent }: KnownParameters) {
  const { data, findings } = dropStrayCategories(recorded, items)
  return { data, parameters: items, latent, model: 'given' as const, findings }
}

function calibrated(recorded: CohortData) {
  const { items, persons, scores } = recorded
  const rows = persons.map((_, person) =>
    items.map((_item, item) => {
      const score = scores[person * items.length + item] as number
      return score === MISSING ? null : score
    }),
  )
  const result = calibrate({ items, rows, withErrors: false })
  if ('refused' in result) {
    const none = items.map(() => null)
    const latent = STANDARD_LATENT
    return { data: recorded, parameters: none, latent, model: null, findings: result.findings }
  }
  const found = new Map(result.items.map((item) => [item.item, item]))
  const parameters = items.map((name) => {
    const item = found.get(name)
    return item ? scoringItemOf(item, result.model) : null
  })
  const { latent, model, findings } = result
  return { data: closeUpCategories(recorded), parameters, latent, model, findings }
}

function abilitiesOf(
  { persons, items, scores }: CohortData,
  parameters: readonly (ScoringItem | null)[],
  prior: Latent,
): Abilities {
  const kept = parameters.flatMap((item, column) => (item === null ? [] : [column]))
  const values = new Int8Array(persons.length * kept.length)
  for (let person = 0; person < persons.length; person += 1) {
    kept.forEach((column, place) => {
      values[person * kept.length + place] = scores[person * items.length + column] as number
    })
  }
  const own = kept.map((column) => parameters[column] as ScoringItem)
  const mle = scoreCohort({ items: own, values, method: 'mle' })
  const eap = scoreCohort({ items: own, values, method: 'eap', prior })
  return { mle: mle.theta, eap: eap.theta, eapError: eap.standardError, answered: eap.answered }
}
