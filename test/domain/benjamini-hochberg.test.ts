import t from 'tap'
import { benjaminiHochberg } from '../../src/domain/benjamini-hochberg.ts'

t.test('q values are those of R (p.adjust, method BH)', async (t) => {
  const ps = [0.205, 0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074]
  const expected = [0.205, 0.008, 0.032, 0.0672, 0.0672, 0.0672, 0.08, 0.0845714]
  benjaminiHochberg(ps).forEach((q, at) => {
    t.ok(Math.abs((q ?? Number.NaN) - (expected[at] ?? Number.NaN)) < 1e-6, `${ps[at]}: ${q}`)
  })
})

t.test('a test that was not made is not counted', async (t) => {
  t.same(benjaminiHochberg([null, 0.01, null, 0.02]), [null, 0.02, null, 0.02])
  t.same(benjaminiHochberg([]), [])
})
