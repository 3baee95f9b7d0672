import fc from 'fast-check'
import t from 'tap'
import { benjaminiHochberg } from '../../../src/domain/benjamini-hochberg.ts'
import { testAgainstCohort } from '../../../src/domain/forensics/empirical-null.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { deviate } from './simulated-attempts.ts'

t.test('q values agree with the example of Benjamini & Hochberg (1995)', async (t) => {
  // Their 15 ordered p values; at a false discovery rate of .05 exactly four are rejected.
  const ps = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
    0.6528, 0.759, 1,
  ]
  const qs = benjaminiHochberg(ps)
  t.equal(qs.filter((q) => (q ?? 1) <= 0.05).length, 4)
  t.ok(Math.abs((qs[3] ?? 0) - (0.0095 * 15) / 4) < 1e-12)
})

const ps = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 50 })

t.test('q is never below p, rises with it, and is absent where p is', async () => {
  fc.assert(
    fc.property(ps, (given) => {
      const qs = benjaminiHochberg(given)
      const pairs = given
        .map((p, index) => ({ p, q: qs[index] ?? null }))
        .filter(({ p, q }) => p !== null || q !== null)
        .map(({ p, q }) => ({ p: p ?? Number.NaN, q: q ?? Number.NaN }))
        .sort((left, right) => left.p - right.p)
      return pairs.every(
        ({ p, q }, index) => q >= p - 1e-12 && q <= 1 && q >= (pairs[index - 1]?.q ?? 0),
      )
    }),
  )
})

t.test('in a normal cohort the p values of its own null are uniform in the tail', async (t) => {
  const random = seededRandom('null')
  const values = Array.from({ length: 20_000 }, () => 3 + 2 * deviate(random))
  const tests = testAgainstCohort(values)
  const share = tests.filter((test) => (test?.p ?? 1) < 0.01).length / values.length
  t.ok(Math.abs(share - 0.01) < 0.003, String(share))
})

t.test('moving or stretching a cohort changes no p; a few outliers hardly do', async (t) => {
  const random = seededRandom('outliers')
  const values = Array.from({ length: 500 }, () => deviate(random))
  const before = testAgainstCohort(values)
  const moved = testAgainstCohort(values.map((value) => 7 + 3 * value))
  for (const [index, test] of before.entries()) {
    if (Math.abs((test?.z ?? 0) - (moved[index]?.z ?? 9)) > 1e-9) t.fail(`person ${index}`)
  }
  const joined = testAgainstCohort([...values, ...new Array<number>(10).fill(50)])
  t.ok(Math.abs((before[0]?.z ?? 0) - (joined[0]?.z ?? 9)) < 0.15)
})

t.test('small cohorts and cohorts without spread have no null', async (t) => {
  t.ok(testAgainstCohort(new Array(29).fill(1)).every((test) => test === null))
  t.ok(testAgainstCohort(new Array(100).fill(1)).every((test) => test === null))
  t.equal(testAgainstCohort([null, ...Array.from({ length: 40 }, (_, i) => i)])[0], null)
})
