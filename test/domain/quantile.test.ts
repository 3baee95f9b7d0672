import fc from 'fast-check'
import t from 'tap'
import { NORMAL_QUARTILE, quantile } from '../../src/domain/quantile.ts'

t.test('quantiles of type 7: the numbers of 1, 2, 4, 8 in R', async (t) => {
  // quantile(c(1, 2, 4, 8), c(0, .25, .5, .75, 1)) gives 1, 1.75, 3, 5 and 8.
  const shares = [0, 0.25, 0.5, 0.75, 1]
  t.same(
    shares.map((share) => quantile([1, 2, 4, 8], share)),
    [1, 1.75, 3, 5, 8],
  )
  t.ok(Number.isNaN(quantile([], 0.5)))
})

t.test('they lie among the values, rise with the share and move with the values', async () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 })
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(values, share, share, (own, one, other) => {
      const ordered = Float64Array.from(own).sort()
      const [low, high] = [Math.min(one, other), Math.max(one, other)]
      const [below, above] = [quantile(ordered, low), quantile(ordered, high)]
      const moved = quantile(
        ordered.map((value) => value + 3),
        low,
      )
      return (
        below >= (ordered[0] ?? 0) &&
        above <= (ordered.at(-1) ?? 0) &&
        above >= below - 1e-9 &&
        Math.abs(moved - below - 3) < 1e-8
      )
    }),
  )
})

t.test('a quarter of a normal distribution lies beyond its upper quartile', async (t) => {
  // Abramowitz & Stegun, table 26.5: the normal deviate of Q = .25 is 0.67449.
  t.equal(NORMAL_QUARTILE.toFixed(5), '0.67449')
})
