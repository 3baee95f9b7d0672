import fc from 'fast-check'
import t from 'tap'
import { prepareCohort } from '../../../../src/domain/forensics/cohort/prepare-cohort.ts'
import { likelihoodFit } from '../../../../src/domain/forensics/person-fit/likelihood-fit.ts'
import { patternMoments } from '../../../../src/domain/forensics/person-fit/pattern-moments.ts'
import {
  categoryProbabilities,
  type ScoringItem,
} from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { chanceBound, prepared, recorded, sharesBelow } from './simulated-cohort.ts'

const LEVELS = [0.05, 0.01, 0.001] as const

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const item: fc.Arbitrary<ScoringItem> = fc
  .record({
    model: fc.constantFrom('logistic', 'gpcm', 'grm'),
    discrimination: number(0.5, 2),
    first: number(-2, 2),
    step: number(0.2, 1.5),
    guessing: number(0, 0.3),
  })
  .map(({ model, discrimination, first, step, guessing }): ScoringItem => {
    if (model === 'logistic') return { model, discrimination, locations: [first], guessing }
    return { model, discrimination, locations: [first, first + step], guessing: 0 } as ScoringItem
  })

/** Every pattern of responses to the items, with its probability. */
function patternsOf(items: readonly ScoringItem[], theta: number) {
  return categoryProbabilities(items, theta).reduce(
    (patterns, chances) =>
      patterns.flatMap(({ row, chance }) =>
        [...chances].map((own, category) => ({ row: [...row, category], chance: chance * own })),
      ),
    [{ row: [] as number[], chance: 1 }],
  )
}

t.test(
  'over all patterns at the true ability, lz and lz* have mean 0 and variance 1',
  async (t) => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 2, maxLength: 5 }), number(-2, 2), (items, theta) => {
        const momentsOf = patternMoments(items)
        const sums = { lz: 0, lzSquare: 0, corrected: 0, correctedSquare: 0 }
        for (const { row, chance } of patternsOf(items, theta)) {
          const found = momentsOf(Int8Array.from(row), theta)
          if (found === null) return
          sums.lz += chance * found.lz
          sums.lzSquare += chance * found.lz ** 2
          sums.corrected += chance * found.corrected
          sums.correctedSquare += chance * found.corrected ** 2
        }
        const isNear = (value: number, truth: number) => Math.abs(value - truth) < 1e-4
        return (
          isNear(sums.lz, 0) &&
          isNear(sums.lzSquare, 1) &&
          isNear(sums.corrected, 0) &&
          isNear(sums.correctedSquare, 1)
        )
      }),
    )
    t.pass('checked')
  },
)

t.test('a missing answer is the same as an item that is not there', async (t) => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 4, maxLength: 8 }), number(-2, 2), (items, theta) => {
      const row = items.map((_, place) => (place % 3 === 0 ? -1 : place % 2))
      const kept = items.filter((_, place) => place % 3 !== 0)
      const whole = patternMoments(items)(Int8Array.from(row), theta)
      const part = patternMoments(kept)(Int8Array.from(row.filter((x) => x >= 0)), theta)
      return JSON.stringify(whole) === JSON.stringify(part)
    }),
  )
  t.pass('checked')
})

const HONEST: readonly (readonly [string, Scenario])[] = [
  ['20 items', { persons: 6000, model: '2pl', items: { count: 20 } }],
  ['guessing', { persons: 4000, model: '3pl', items: { count: 40 } }],
  ['three categories', { persons: 3000, model: 'grm', items: { count: 20 } }],
  [
    'forms of their own with gaps',
    {
      persons: 4000,
      model: '2pl',
      items: { count: 60 },
      forms: { itemsPerPerson: 30 },
      missing: { share: 0.1 },
    },
  ],
]

for (const [name, scenario] of HONEST) {
  t.test(`honest patterns are flagged no more often than p says: ${name}`, async (t) => {
    const found = likelihoodFit.test(prepared(scenario, 'honest').cohort)
    const shares = sharesBelow(found, LEVELS)
    t.comment(shares.join(' '))
    LEVELS.forEach((level, place) => {
      t.ok((shares[place] ?? 1) <= chanceBound(level, scenario.persons), `p < ${level}`)
    })
    t.ok((shares[0] ?? 0) > 0.02, 'and not so seldom that nothing could be found')
  })
}

t.test(
  'honest patterns under parameters of their own small cohort and a wrong model',
  async (t) => {
    const scenario: Scenario = { persons: 300, model: '3pl', items: { count: 40 } }
    const cohorts = ['a', 'b'].map((seed) => {
      const { cohort } = prepareCohort(recorded(scenario, seed).data, null)
      return sharesBelow(likelihoodFit.test(cohort), LEVELS)
    })
    LEVELS.forEach((level, place) => {
      const share = cohorts.reduce((sum, shares) => sum + (shares[place] ?? 1), 0) / cohorts.length
      t.ok(share <= chanceBound(level, 600), `p < ${level}: ${share}`)
    })
  },
)

t.test('half of the items guessed is found in most persons, and described', async (t) => {
  const { cohort, planted, data } = prepared(
    {
      persons: 1000,
      model: '2pl',
      items: { count: 50 },
      planted: [{ kind: 'rapid-guessing', persons: 0.05, items: 0.5 }],
    },
    'guessing',
  )
  const found = likelihoodFit.test(cohort)
  const [power = 0] = sharesBelow(found, [0.05], planted)
  t.ok(power > 0.4, `power ${power}`)
  const person = planted[0] ?? 0
  const { summary, evidence } = found.describe(person)
  t.match(summary.en, 'does not fit')
  t.equal(evidence.length, 5)
  t.ok(data.items.includes(evidence[0]?.itemId ?? ''))
})

t.test('too short a form tests nobody and says why', async (t) => {
  const { cohort } = prepared({ persons: 50, model: '2pl', items: { count: 19 } }, 'short')
  const found = likelihoodFit.test(cohort)
  t.ok(found.tests.every((test) => test === null))
  t.match(found.findings[0]?.code, 'person-fit-too-short')
  const none = likelihoodFit.test({ ...cohort, abilities: null })
  t.match(none.findings[0]?.code, 'person-fit-needs-parameters')
  t.throws(() => none.describe(0))
})
