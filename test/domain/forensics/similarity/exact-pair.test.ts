import fc from 'fast-check'
import t from 'tap'
import {
  exactPair,
  FEWEST_SHARED,
  type PairStatistics,
} from '../../../../src/domain/forensics/similarity/exact-pair.ts'
import { matchModelOfScores } from '../../../../src/domain/forensics/similarity/match-model.ts'
import { answererOf } from '../../../../src/domain/forensics/similarity/shared-answers.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'
import { type Simulated, simulateAnswerers } from './simulated-answerers.ts'

const ALPHAS = [0.05, 0.01, 0.001]

function allPairs({ model, persons }: Pick<Simulated, 'model' | 'persons'>): PairStatistics[] {
  return persons.flatMap((a, at) =>
    persons.slice(0, at).flatMap((b) => exactPair(model, a, b) ?? []),
  )
}

const shareBelow = (ps: readonly number[], alpha: number) =>
  ps.filter((p) => p < alpha).length / ps.length

const anExam: Scenario = {
  persons: 80,
  model: '2pl',
  items: { count: 40 },
  options: { count: 4 },
}
const HONEST: Readonly<Record<string, Scenario>> = {
  'everybody the same 40 items': anExam,
  'own forms that share 20 to 30 items': { ...anExam, forms: { itemsPerPerson: 31 } },
  'a tenth missing': { ...anExam, missing: { share: 0.1 } },
  'guessing, 3PL data under what was calibrated': { ...anExam, model: '3pl' },
  'easy items, hence many ties': {
    ...anExam,
    items: { count: 40, b: { kind: 'normal', mean: -1.5, sd: 1 } },
  },
}

t.test('in honest work no p is smaller more often than it says', async (t) => {
  for (const [name, scenario] of Object.entries(HONEST)) {
    for (const kind of ['scores', 'options'] as const) {
      const pairs = allPairs(simulateAnswerers(scenario, `honest ${name}`, kind))
      t.ok(pairs.length > 2500, `${pairs.length} pairs`)
      for (const alpha of ALPHAS) {
        // 3,160 pairs of 80 persons hang together: room for three times the binomial error.
        const most = alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / pairs.length)
        for (const statistic of ['gbt', 'm4', 'p'] as const) {
          const share = shareBelow(
            pairs.map((pair) => pair[statistic]),
            alpha,
          )
          t.ok(share <= most, `${kind}, ${name}: ${statistic} < ${alpha} in ${share}`)
        }
      }
    }
  }
})

t.test('with the true parameters p is exact, but for steps between counts', async (t) => {
  const { items, persons, scores } = simulateCohort({ ...anExam, persons: 200 }, 'true values')
  const model = matchModelOfScores(
    items.map(({ a, b }) => ({
      model: 'logistic',
      discrimination: a,
      locations: [b],
      guessing: 0,
    })),
  )
  const answerers = Array.from(persons.theta, (theta, person) =>
    answererOf(model, scores.subarray(person * 40, (person + 1) * 40), theta),
  )
  const pairs = allPairs({ model, persons: answerers })
  for (const statistic of ['gbt', 'm4'] as const) {
    const ps = pairs.map((pair) => pair[statistic])
    for (const alpha of [0.05, 0.01]) {
      const share = shareBelow(ps, alpha)
      t.ok(share < 1.25 * alpha && share > 0.4 * alpha, `${statistic} < ${alpha} in ${share}`)
    }
  }
})

t.test('the more is copied the more pairs are found', async (t) => {
  const found = [0.2, 0.4, 0.6].map((items) => {
    const planted: Scenario['planted'] = [{ kind: 'copying-pairs', pairs: 20, items }]
    const exam = { ...anExam, persons: 250, items: { count: 100 }, planted }
    const { cohort, model, persons } = simulateAnswerers(exam, 'copies', 'options')
    const copies = new Map(cohort.planted.map(({ person, source }) => [person, source]))
    const ps = [...copies].map(([person, source]) => {
      const [copier, copied] = [persons[person], persons[source ?? -1]]
      return copier && copied ? (exactPair(model, copier, copied)?.p ?? 1) : 1
    })
    t.equal(ps.length, 20)
    return ps.filter((p) => p < 1e-6).length
  })
  const [few = 0, some = 0, many = 0] = found
  t.ok(few <= some && some <= many, found.join())
  t.ok(many >= 16, `${many} of 20 who copied 60 of 100 items`)
})

t.test('who is first in a pair, and the order of items, change nothing', async () => {
  const answer = fc.integer({ min: -1, max: 1 })
  const item = fc.record({
    location: fc.double({ min: -2, max: 2, noNaN: true }),
    slope: fc.double({ min: 0.3, max: 2, noNaN: true }),
    given: fc.tuple(answer, answer),
  })
  const theta = fc.double({ min: -6, max: 6, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(item, { minLength: 15, maxLength: 45 }),
      fc.tuple(theta, theta),
      (items, thetas) => {
        const statistics = (order: typeof items, [one, two]: readonly [0 | 1, 0 | 1]) => {
          const model = matchModelOfScores(
            order.map(({ location, slope }) => ({
              model: 'logistic',
              discrimination: slope,
              locations: [location],
              guessing: 0,
            })),
          )
          const person = (at: 0 | 1) =>
            answererOf(
              model,
              Int8Array.from(order, ({ given }) => given[at]),
              thetas[at],
            )
          return exactPair(model, person(one), person(two))
        }
        const [plain, turned] = [statistics(items, [0, 1]), statistics(items.toReversed(), [1, 0])]
        const shared = items.filter(({ given: [a, b] }) => a >= 0 && b >= 0)
        if (shared.length < FEWEST_SHARED) return plain === null && turned === null
        if (!plain || !turned) return false
        const names = ['omega', 'weightedOmega', 'gbt', 'm4', 'p'] as const
        return (
          plain.shared === shared.length &&
          plain.matches === shared.filter(({ given: [a, b] }) => a === b).length &&
          plain.identicalWrong === shared.filter(({ given: [a, b] }) => a + b === 0).length &&
          names.every(
            (name) =>
              Math.abs(plain[name] - turned[name]) <= 1e-9 * Math.max(1, Math.abs(plain[name])),
          )
        )
      },
    ),
    { numRuns: 100 },
  )
})
