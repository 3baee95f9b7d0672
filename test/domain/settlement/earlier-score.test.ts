import fc from 'fast-check'
import t from 'tap'
import { estimateAbility } from '../../../src/domain/measurement/estimate-ability.ts'
import { probabilityCorrect } from '../../../src/domain/measurement/item-response.ts'
import { drawNormal } from '../../../src/domain/measurement/simulation/draw-value.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { earlierScoreOf } from '../../../src/domain/settlement/earlier-score.ts'

t.test('a normal likelihood comes back out of its posterior under N(0, 1)', async (t) => {
  const estimates = fc.record({
    likeliest: fc.double({ min: -4, max: 4, noNaN: true }),
    error: fc.double({ min: 0.1, max: 3, noNaN: true }),
  })
  fc.assert(
    fc.property(estimates, ({ likeliest, error }) => {
      const precision = 1 + error ** -2
      const posterior = {
        theta: (likeliest * error ** -2) / precision,
        standardError: 1 / Math.sqrt(precision),
      }
      const found = earlierScoreOf(posterior)
      return (
        found !== null &&
        Math.abs(found.theta - likeliest) < 1e-9 &&
        Math.abs(found.standardError - error) < 1e-9
      )
    }),
  )
  for (const standardError of [1, 1.2, 0])
    t.equal(earlierScoreOf({ theta: 0, standardError }), null)
})

t.test('able persons are not taken for less able than they are', async (t) => {
  const random = seededRandom('able persons')
  const ability = 1.5
  const items = Array.from({ length: 25 }, () => ({
    discrimination: 1,
    difficulty: drawNormal(random),
    guessing: 0,
  }))
  const estimates = Array.from({ length: 2000 }, () =>
    estimateAbility(
      items.map((parameters) => ({
        parameters,
        correct: random() < probabilityCorrect(ability, parameters),
      })),
    ),
  )
  const bias = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value - ability, 0) / values.length
  const shrunken = bias(estimates.map(({ theta }) => theta))
  t.ok(shrunken < -0.2, 'as every EAP shrinks')
  // A short form's likelihood is not quite normal, which goes a little beyond, to nobody's harm.
  const unshrunken = bias(estimates.map((one) => earlierScoreOf(one)?.theta ?? Number.NaN))
  t.ok(Math.abs(unshrunken) < -shrunken / 2, `bias ${unshrunken}, not ${shrunken}`)
})
