import fc from 'fast-check'
import t from 'tap'
import { estimateAbility } from '../../../src/domain/measurement/estimate-ability.ts'
import { probabilityCorrect } from '../../../src/domain/measurement/item-response.ts'
import {
  estimateMap,
  estimateMle,
  estimateWle,
} from '../../../src/domain/measurement/point-estimates.ts'
import { responses } from './arbitraries.ts'

const LENIENCE = 1e-9

t.test('turning one wrong response right never lowers theta', async () => {
  fc.assert(
    fc.property(responses(1, 40), fc.nat(), (before, place) => {
      const turned = place % before.length
      const wrong = before.map((r, index) => (index === turned ? { ...r, correct: false } : r))
      const right = before.map((r, index) => (index === turned ? { ...r, correct: true } : r))
      return estimateAbility(right).theta >= estimateAbility(wrong).theta - LENIENCE
    }),
  )
})

t.test('the order of items changes nothing', async () => {
  fc.assert(
    fc.property(responses(1, 40), fc.nat(), (before, turn) => {
      const cut = turn % before.length
      const after = [...before.slice(cut), ...before.slice(0, cut)].reverse()
      const [one, other] = [estimateAbility(before), estimateAbility(after)]
      return (
        Math.abs(one.theta - other.theta) < LENIENCE &&
        Math.abs(one.standardError - other.standardError) < LENIENCE
      )
    }),
  )
})

t.test('the posterior sums to one and its deviation is the standard error', async () => {
  fc.assert(
    fc.property(responses(0, 60), (given) => {
      const { theta, standardError, posterior } = estimateAbility(given)
      const { thetas, probabilities } = posterior
      const total = probabilities.reduce((sum, p) => sum + p, 0)
      const variance = thetas.reduce(
        (sum, node, index) => sum + (node - theta) ** 2 * (probabilities[index] ?? 0),
        0,
      )
      return Math.abs(total - 1) < 1e-9 && Math.abs(Math.sqrt(variance) - standardError) < 1e-9
    }),
  )
})

t.test('without responses the prior comes back', async (t) => {
  const { theta, standardError } = estimateAbility([], { mean: 0.5, deviation: 0.8 })
  t.ok(Math.abs(theta - 0.5) < 1e-6)
  t.ok(Math.abs(standardError - 0.8) < 1e-6)
})

t.test('more 1PL items shrink the standard error, and hundreds do not underflow', async (t) => {
  // Under the 1PL every response adds to the curvature of the log-posterior, so this is a law.
  const parameters = { discrimination: 1, difficulty: 0.3, guessing: 0 }
  let previous = 1
  for (const count of [5, 20, 80, 320, 1280]) {
    const given = Array.from({ length: count }, (_, i) => ({ parameters, correct: i % 3 > 0 }))
    const { theta, standardError } = estimateAbility(given)
    t.ok(standardError < previous, `${count} items: ${standardError}`)
    t.ok(Number.isFinite(theta))
    previous = standardError
  }
})

t.test('nodes become denser where the posterior is narrower than their spacing', async (t) => {
  const parameters = { discrimination: 3, difficulty: 0.13, guessing: 0 }
  const given = Array.from({ length: 600 }, (_, i) => ({ parameters, correct: i % 2 === 0 }))
  const { theta, standardError, posterior } = estimateAbility(given)
  const information = 600 * 9 * 0.25
  t.ok(posterior.thetas.length > 61)
  t.ok(Math.abs(theta - 0.13) < 1e-3, String(theta))
  t.ok(Math.abs(standardError - (information + 1) ** -0.5) < 1e-4, String(standardError))
})

t.test('all right ends at the bound for ML, and stays finite for MAP and WLE', async (t) => {
  const parameters = { discrimination: 1.2, difficulty: 0, guessing: 0 }
  const all = Array.from({ length: 10 }, () => ({ parameters, correct: true }))
  t.equal(estimateMle(all).theta, 6)
  t.equal(estimateMle(all.map((r) => ({ ...r, correct: false }))).theta, -6)
  t.ok(estimateMap(all).theta < estimateWle(all).theta)
  t.ok(estimateWle(all).theta < 6)
  t.equal(estimateMle([]).standardError, Number.POSITIVE_INFINITY)
  t.equal(estimateWle([]).standardError, Number.POSITIVE_INFINITY)
})

t.test('ML with equal items puts the expected share where the observed is', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 19 }), (right) => {
      const parameters = { discrimination: 1.3, difficulty: -0.4, guessing: 0 }
      const given = Array.from({ length: 20 }, (_, i) => ({ parameters, correct: i < right }))
      const { theta } = estimateMle(given)
      return Math.abs(probabilityCorrect(theta, parameters) - right / 20) < 1e-9
    }),
  )
})

t.test('parameters that are changed in place count as they are now', async (t) => {
  const parameters = { discrimination: 1, difficulty: 0, guessing: 0 }
  const before = estimateAbility([{ parameters, correct: true }])
  parameters.difficulty = 1.5
  const after = estimateAbility([{ parameters, correct: true }])
  const fresh = estimateAbility([{ parameters: { ...parameters }, correct: true }])
  t.same(after, fresh)
  t.ok(after.theta > before.theta, 'a harder item answered right says more')
})
