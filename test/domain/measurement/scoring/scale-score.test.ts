import fc from 'fast-check'
import t from 'tap'
import { scaleScore } from '../../../../src/domain/measurement/scoring/scale-score.ts'

t.test('theta 0 is 500 and one theta is 100, within 200 and 800', async (t) => {
  const at = (theta: number) => scaleScore({ theta, standardError: 0.3 }).score
  t.strictSame([at(0), at(1), at(-1.234), at(9), at(-9)], [500, 600, 377, 800, 200])
  t.equal(scaleScore({ theta: 9, standardError: 0.25 }).standardError, 25)
  t.equal(scaleScore({ theta: 0, standardError: Number.POSITIVE_INFINITY }).standardError, null)
  t.equal(
    scaleScore({ theta: 0.26, standardError: 1 }, { mean: 50, deviation: 10, step: 5 }).score,
    55,
  )
})

t.test('a higher ability never gets a lower score', async () => {
  const theta = fc.double({ min: -10, max: 10, noNaN: true })
  fc.assert(
    fc.property(theta, theta, (one, other) => {
      const [low, high] = one < other ? [one, other] : [other, one]
      const score = (value: number) => scaleScore({ theta: value, standardError: 1 }).score
      return score(low) <= score(high)
    }),
  )
})

t.test('a scale without deviation or room is refused', async (t) => {
  const known = { theta: 0, standardError: 1 }
  t.throws(() => scaleScore(known, { mean: 1, deviation: 0 }))
  t.throws(() => scaleScore(known, { mean: 1, deviation: 1, lowest: 5, highest: 5 }))
})
