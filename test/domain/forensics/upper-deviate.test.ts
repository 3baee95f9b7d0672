import normal from '@stdlib/stats-base-dists-normal'
import fc from 'fast-check'
import t from 'tap'
import { upperDeviate } from '../../../src/domain/forensics/upper-deviate.ts'

t.test('upper deviates of small probabilities agree with tables of the normal tail', async (t) => {
  // Abramowitz & Stegun (1964), table 26.2: -log10 Q(z) for z = 5, 10, 20, 30.
  for (const [z, minusLog] of [
    [5, 6.54265],
    [10, 23.11805],
    [20, 88.5601],
    [30, 197.30921],
  ] as const) {
    t.ok(Math.abs(upperDeviate(10 ** -minusLog) - z) < 1e-4, `${z}`)
  }
  t.equal(upperDeviate(0.5), 0)
  t.equal(upperDeviate(0), Number.POSITIVE_INFINITY)
  t.equal(upperDeviate(1), Number.NEGATIVE_INFINITY)
})

t.test('it undoes the tail and falls as p rises, without a break', async () => {
  fc.assert(
    fc.property(fc.double({ min: -690, max: -0.01, noNaN: true }), (log) => {
      const z = upperDeviate(Math.exp(log))
      const next = upperDeviate(Math.exp(log + 0.01))
      return Math.abs(normal.logcdf(-z, 0, 1) - log) < 1e-6 * Math.abs(log) && next < z
    }),
    { examples: [[Math.log(1e-6)], [Math.log(1e-6) - 0.005], [-40], [-690]] },
  )
})
