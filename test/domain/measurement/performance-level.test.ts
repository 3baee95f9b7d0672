import normal from '@stdlib/stats-base-dists-normal'
import fc from 'fast-check'
import t from 'tap'
import { estimateAbility } from '../../../src/domain/measurement/estimate-ability.ts'
import {
  levelProbabilities,
  mostProbableLevel,
  probabilityAtLeast,
  probabilityBelow,
} from '../../../src/domain/measurement/performance-level.ts'
import { responses } from './arbitraries.ts'

const cuts = fc
  .uniqueArray(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 5 })
  .map((values) => [
    { id: 'lowest', cut: null },
    ...values.toSorted((a, b) => a - b).map((cut, index) => ({ id: `l${index}`, cut })),
  ])

t.test('level probabilities are never negative and sum to one', async () => {
  fc.assert(
    fc.property(responses(0, 50), cuts, (given, levels) => {
      const shares = levelProbabilities(estimateAbility(given).posterior, levels)
      const sum = shares.reduce((total, { probability }) => total + probability, 0)
      return shares.every(({ probability }) => probability >= 0) && Math.abs(sum - 1) < 1e-9
    }),
  )
})

t.test('a higher level is never more probable to be reached', async () => {
  fc.assert(
    fc.property(responses(0, 50), cuts, (given, levels) => {
      const { posterior } = estimateAbility(given)
      const reached = levels.map(({ id }) => probabilityAtLeast(posterior, levels, id))
      return reached.every((p, index) => index === 0 || p <= (reached[index - 1] ?? 1) + 1e-6)
    }),
  )
})

t.test('a normal posterior gives normal probabilities, also between nodes', async (t) => {
  for (const deviation of [1, 0.5, 0.25]) {
    const { posterior } = estimateAbility([], { mean: 0.07, deviation })
    for (const cut of [-0.61, -0.2, 0.07, 0.1, 0.333, 1]) {
      const error = probabilityBelow(posterior, cut) - normal.cdf(cut, 0.07, deviation)
      t.ok(Math.abs(error) < 2e-3, `SD ${deviation}, cut ${cut}: off by ${error.toExponential(1)}`)
    }
  }
})

t.test('no level is named when none is more probable than not', async (t) => {
  t.equal(
    mostProbableLevel([
      { level: 'low', probability: 0.4 },
      { level: 'middle', probability: 0.35 },
      { level: 'high', probability: 0.25 },
    ]),
    null,
  )
  t.equal(mostProbableLevel([{ level: 'low', probability: 0.5 }]), 'low')
})

t.test('a passing level without a cut is always reached; an unknown one is a bug', async (t) => {
  const { posterior } = estimateAbility([])
  t.equal(probabilityAtLeast(posterior, [{ id: 'low', cut: null }], 'low'), 1)
  t.throws(() => probabilityAtLeast(posterior, [], 'high'))
})
