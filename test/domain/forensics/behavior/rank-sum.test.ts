import fc from 'fast-check'
import t from 'tap'
import { rankSumP } from '../../../../src/domain/forensics/behavior/rank-sum.ts'

/** All ways to take `size` of the values, by brute force. */
function choices(values: readonly number[], size: number): number[][] {
  if (size === 0) return [[]]
  return values.flatMap((value, index) =>
    choices(values.slice(index + 1), size - 1).map((rest) => [value, ...rest]),
  )
}

function bruteForce(first: readonly number[], second: readonly number[]): number {
  const all = [...first, ...second]
  const rank = (value: number) =>
    all.reduce((sum, other) => sum + (other < value ? 1 : other === value ? 0.5 : 0), 0.5)
  const total = (values: readonly number[]) => values.reduce((sum, next) => sum + rank(next), 0)
  const places = all.map((_, index) => index)
  const sums = choices(places, first.length).map((chosen) =>
    total(chosen.map((place) => all[place] ?? 0)),
  )
  const [observed, count] = [total(first), sums.length]
  const below = sums.filter((sum) => sum <= observed + 1e-9).length / count
  const above = sums.filter((sum) => sum >= observed - 1e-9).length / count
  return Math.min(1, 2 * Math.min(below, above))
}

t.test('the permeability data of Hollander & Wolfe (1973, p. 69)', async (t) => {
  const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
  const weeks = [1.15, 0.88, 0.9, 0.74, 1.21]
  // R 4: wilcox.test gives one-sided p = 0.1272 for the same data, exact.
  t.ok(Math.abs(rankSumP(term, weeks) - 2 * 0.1272) < 2e-4)
})

const small = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 })

t.test('p is the share of all choices, with and without ties', async () => {
  fc.assert(
    fc.property(small, small, (first, second) => {
      return Math.abs(rankSumP(first, second) - bruteForce(first, second)) < 1e-12
    }),
  )
})

t.test('an empty group says nothing', async (t) => {
  t.equal(rankSumP([], [1, 2]), 1)
  t.equal(rankSumP([1, 2], []), 1)
})
