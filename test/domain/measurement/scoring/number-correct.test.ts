import fc from 'fast-check'
import t from 'tap'
import { numberCorrectDistribution } from '../../../../src/domain/measurement/scoring/number-correct.ts'

const chances = fc
  .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 2, maxLength: 4 })
  .map((weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return Float64Array.from(weights, (weight) => weight / total)
  })
const items = fc.array(chances, { maxLength: 6 })

/** Every pattern of responses, one by one. */
function enumerated(list: readonly Float64Array[]): number[] {
  const most = list.reduce((sum, { length }) => sum + length - 1, 0)
  const sums = Array.from({ length: most + 1 }, () => 0)
  const walk = (place: number, score: number, chance: number): void => {
    const own = list[place]
    if (!own) sums[score] = (sums[score] ?? 0) + chance
    else for (const [points, p] of own.entries()) walk(place + 1, score + points, chance * p)
  }
  walk(0, 0, 1)
  return sums
}

function areClose(left: readonly number[], right: readonly number[]): boolean {
  return (
    left.length === right.length &&
    left.every((value, at) => Math.abs(value - (right[at] ?? Number.NaN)) < 1e-12)
  )
}

t.test('the recursion gives what adding up every pattern gives', async () => {
  fc.assert(
    fc.property(items, (list) => areClose([...numberCorrectDistribution(list)], enumerated(list))),
  )
})

t.test('the order of the items does not matter', async () => {
  fc.assert(
    fc.property(items, (list) =>
      areClose(
        [...numberCorrectDistribution(list)],
        [...numberCorrectDistribution(list.toReversed())],
      ),
    ),
  )
})

t.test('200 items neither lose nor make probability', async (t) => {
  const list = Array.from({ length: 200 }, (_, at) => Float64Array.of(1 - at / 200, at / 200))
  const distribution = numberCorrectDistribution(list)
  const total = distribution.reduce((sum, chance) => sum + chance, 0)
  t.ok(Math.abs(total - 1) < 1e-12, `${total}`)
  t.same([...numberCorrectDistribution([])], [1])
})
