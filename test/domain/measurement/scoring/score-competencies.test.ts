import t from 'tap'
import type { CohortOrder } from '../../../../src/domain/measurement/scoring/score-cohort.ts'
import {
  FEWEST_FOR_CORRELATIONS,
  scoreCompetencies,
} from '../../../../src/domain/measurement/scoring/score-competencies.ts'
import type { ScoringItem } from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { deviate } from '../../forensics/simulated-attempts.ts'

interface Planted extends CohortOrder {
  readonly names: readonly string[]
  /** Person by person, one ability per competency. */
  readonly traits: readonly (readonly number[])[]
}

const COMPETENCIES = ['law', 'ethics', 'writing']

/** Three abilities per person with one correlation between any two, and items of known values. */
function plant(given: {
  readonly correlation: number
  readonly persons: number
  readonly itemsEach: number
  readonly seed: string
  readonly missing?: number
}): Planted {
  const { correlation, persons, itemsEach, missing = 0 } = given
  const random = seededRandom(given.seed, 'competencies')
  const names = COMPETENCIES.flatMap((name) => Array.from({ length: itemsEach }, () => name))
  const items = names.map(
    (): ScoringItem => ({
      model: 'logistic',
      discrimination: Math.exp(0.3 * deviate(random)),
      locations: [Math.max(-2, Math.min(2, deviate(random)))],
      guessing: 0,
    }),
  )
  const traits = Array.from({ length: persons }, () => {
    const common = deviate(random)
    return COMPETENCIES.map(
      () => Math.sqrt(correlation) * common + Math.sqrt(1 - correlation) * deviate(random),
    )
  })
  const values = Int8Array.from(
    traits.flatMap((own) =>
      items.map(({ discrimination, locations }, at) => {
        const theta = own[Math.floor(at / itemsEach)] ?? 0
        const right = 1 / (1 + Math.exp(-discrimination * (theta - (locations[0] ?? 0))))
        const isRight = random() < right
        return random() < missing ? -1 : Number(isRight)
      }),
    ),
  )
  return { items, values, method: 'eap', names, traits }
}

function meanSquaredErrors({ traits }: Planted, theta: (person: number, at: number) => number) {
  return COMPETENCIES.map((_, at) => {
    const sum = traits.reduce((total, own, person) => {
      return total + ((own[at] ?? 0) - theta(person, at)) ** 2
    }, 0)
    return sum / traits.length
  })
}

function scored(planted: Planted) {
  const found = scoreCompetencies(planted, planted.names)
  const { plain, augmented, value } = found
  if (!augmented || !value) throw new Error('nothing was augmented')
  const alone = meanSquaredErrors(planted, (person, at) => plain[at]?.scores.theta[person] ?? 9)
  const together = meanSquaredErrors(
    planted,
    (person, at) => augmented.theta[person * COMPETENCIES.length + at] ?? 9,
  )
  return { ...found, augmented, value, alone, together }
}

t.test(
  'augmented scores come closer to the truth, the more the closer traits go together',
  async (t) => {
    const gains = [0, 0.5, 0.8].map((correlation) => {
      const planted = plant({
        correlation,
        persons: 3000,
        itemsEach: 10,
        seed: `gain-${correlation}`,
      })
      const { alone, together, correlations, augmented } = scored(planted)
      const found = correlations?.[1] ?? 9
      t.ok(Math.abs(found - correlation) < 0.08, `correlation ${correlation} found as ${found}`)
      const total = (errors: readonly number[]) => errors.reduce((sum, error) => sum + error, 0)
      // Standard errors tell the error that is really there.
      const claimed = augmented.standardError.reduce((sum, error) => sum + error * error, 0)
      const ratio = claimed / planted.traits.length / total(together)
      t.ok(Math.abs(ratio - 1) < 0.1, `claimed error is ${ratio} of the real one`)
      return 1 - total(together) / total(alone)
    })
    const [none = 9, some = 0, much = 0] = gains
    t.ok(Math.abs(none) < 0.01, `nothing to gain: ${none}`)
    t.ok(some > 0.04, `gain at .5: ${some}`)
    t.ok(much > 0.2 && much > some, `gain at .8: ${much}`)
  },
)

t.test('PRMSE is the share of true variance that each score tells', async (t) => {
  for (const correlation of [0, 0.6]) {
    const planted = plant({
      correlation,
      persons: 3000,
      itemsEach: 12,
      seed: `prmse-${correlation}`,
    })
    const { value, alone, together } = scored(planted)
    value.forEach(({ subscore, augmented }, at) => {
      t.ok(Math.abs(1 - (alone[at] ?? 9) - subscore) < 0.04, `subscore ${subscore}`)
      t.ok(Math.abs(1 - (together[at] ?? 9) - augmented) < 0.04, `augmented ${augmented}`)
    })
  }
})

t.test('uncorrelated competencies add value, perfectly correlated ones add none', async (t) => {
  for (const seed of ['a', 'b', 'c']) {
    const apart = scored(plant({ correlation: 0, persons: 600, itemsEach: 10, seed })).value
    t.ok(
      apart.every(({ isWorthReporting, reason }) => isWorthReporting && reason === 'adds-value'),
      `correlation 0, ${seed}`,
    )
    const one = scored(plant({ correlation: 1, persons: 600, itemsEach: 10, seed })).value
    t.ok(
      one.every(
        ({ isWorthReporting, reason }) => !isWorthReporting && reason === 'total-says-more',
      ),
      `correlation 1, ${seed}`,
    )
  }
})

t.test('augmented scores tell at least as much as subscore and total', async (t) => {
  for (const correlation of [0, 0.3, 0.7, 0.95]) {
    const planted = plant({ correlation, persons: 500, itemsEach: 8, seed: `more-${correlation}` })
    for (const { subscore, total, augmented } of scored(planted).value) {
      t.ok(augmented >= Math.max(subscore, total) - 1e-9, `${augmented}, ${subscore}, ${total}`)
    }
  }
})

t.test('few items and little reliability are not worth a report of their own', async (t) => {
  const planted = plant({ correlation: 0, persons: 400, itemsEach: 4, seed: 'short' })
  for (const { subscore, isWorthReporting, reason } of scored(planted).value) {
    t.ok(subscore < 0.6)
    t.match({ isWorthReporting, reason }, { isWorthReporting: false, reason: 'too-few-items' })
  }
})

t.test('own forms: with half of the responses missing by design it still holds', async (t) => {
  const planted = plant({
    correlation: 0.7,
    persons: 3000,
    itemsEach: 20,
    seed: 'forms',
    missing: 0.5,
  })
  const { alone, together, correlations } = scored(planted)
  t.ok(Math.abs((correlations?.[1] ?? 9) - 0.7) < 0.08, `${correlations?.[1]}`)
  together.forEach((error, at) => {
    t.ok(error < 0.95 * (alone[at] ?? 0), `${error} against ${alone[at]}`)
  })
})

t.test('small cohorts get no correlations of their own, yet may be given some', async (t) => {
  const persons = FEWEST_FOR_CORRELATIONS - 1
  const planted = plant({ correlation: 0.8, persons, itemsEach: 8, seed: 'small' })
  const own = scoreCompetencies(planted, planted.names)
  t.match(own, { augmented: null, value: null, correlations: null })
  t.equal(own.plain.length, 3)
  const known = {
    means: new Float64Array(3),
    covariance: Float64Array.from({ length: 9 }, (_, at) => (at % 4 === 0 ? 1 : 0.8)),
  }
  const { augmented } = scoreCompetencies(planted, planted.names, known)
  t.ok(augmented?.theta.every(Number.isFinite))
  const single = scoreCompetencies(
    planted,
    planted.names.map(() => 'law'),
  )
  t.equal(single.augmented, null)
})
