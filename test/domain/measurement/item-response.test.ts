import fc from 'fast-check'
import t from 'tap'
import {
  information,
  logProbability,
  probabilityCorrect,
  testInformation,
} from '../../../src/domain/measurement/item-response.ts'
import { ability, parameters } from './arbitraries.ts'

t.test('the response function rises with ability, between guessing and one', async () => {
  fc.assert(
    fc.property(parameters, ability, ability, (item, one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)]
      const [below, above] = [probabilityCorrect(low, item), probabilityCorrect(high, item)]
      return below >= item.guessing && above <= 1 && below <= above
    }),
  )
})

t.test('information is never negative and adds up over items', async () => {
  fc.assert(
    fc.property(fc.array(parameters, { maxLength: 30 }), ability, (items, theta) => {
      const each = items.map((item) => information(theta, item))
      const sum = each.reduce((left, right) => left + right, 0)
      const all = testInformation(theta, items)
      return each.every((value) => value >= 0) && Math.abs(all - sum) <= 1e-9 * (1 + sum)
    }),
  )
})

t.test('information is the squared slope over P Q', async () => {
  fc.assert(
    fc.property(parameters, fc.double({ min: -4, max: 4, noNaN: true }), (item, theta) => {
      const step = 1e-5
      const p = probabilityCorrect(theta, item)
      const slope =
        (probabilityCorrect(theta + step, item) - probabilityCorrect(theta - step, item)) /
        (2 * step)
      const expected = slope ** 2 / (p * (1 - p))
      return Math.abs(information(theta, item) - expected) < 1e-5
    }),
  )
})

t.test('log probabilities stay finite far out in the tails', async (t) => {
  const sharp = { discrimination: 10, difficulty: 8, guessing: 0 }
  t.match(logProbability(-200, sharp, true), -2080)
  t.equal(logProbability(-200, sharp, false), 0)
  t.ok(Math.abs(logProbability(200, sharp, false) + 1920) < 1e-9)
})
