import fc from 'fast-check'
import t from 'tap'
import { seededRandom } from '../../../../src/domain/random.ts'
import { BAND, bunchingTest } from '../../../../src/domain/settlement/bulletin/bunching-test.ts'
import { fisherTest } from '../../../../src/domain/settlement/bulletin/fisher-test.ts'
import { rankSumTest } from '../../../../src/domain/settlement/bulletin/rank-sum-test.ts'
import { differenceOf } from '../../../../src/domain/settlement/bulletin/rate-groups.ts'
import { studentTails, welchTest } from '../../../../src/domain/settlement/bulletin/welch-test.ts'
import { normal } from './simulated-units.ts'

const near = (value: number | undefined, wanted: number, tolerance = 5e-4) =>
  Math.abs((value ?? Number.NaN) - wanted) <= tolerance

t.test('Student’s tails are those of the tables', async (t) => {
  // Two-sided 5 % and 1 % points as printed in any table of t.
  const table = [
    [3, 3.182, 5.841],
    [4, 2.776, 4.604],
    [5, 2.571, 4.032],
    [10, 2.228, 3.169],
    [30, 2.042, 2.75],
    [120, 1.98, 2.617],
  ] as const
  for (const [freedom, five, one] of table) {
    t.ok(near(studentTails(five, freedom), 0.05, 0.002), `5 % with ${freedom}`)
    t.ok(near(studentTails(one, freedom), 0.01, 0.001), `1 % with ${freedom}`)
  }
})

t.test('Welch’s test on a textbook example', async (t) => {
  // R's sleep data (Student 1908, Cushny & Peebles), t.test(extra ~ group): t = -1.8608,
  // df = 17.776, p = 0.07939.
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
  const test = welchTest(first, second)
  t.ok(near(test?.difference, -1.58))
  t.ok(near((test?.difference ?? 0) / (test?.standardError ?? 1), -1.8608))
  t.ok(near(test?.p, 0.07939, 0.001))
  t.equal(welchTest([1], second), null)
  t.equal(welchTest([1, 1], [2, 2]), null)
})

t.test('Fisher’s test on the lady tasting tea, and by counting', async (t) => {
  // Three of four right: 17/70; four of four: 1/70.
  t.ok(near(fisherTest({ hits: 3, of: 4 }, { hits: 1, of: 4 }), 17 / 70, 1e-12))
  t.ok(near(fisherTest({ hits: 4, of: 4 }, { hits: 0, of: 4 }), 1 / 70, 1e-12))
  t.equal(fisherTest({ hits: 0, of: 9 }, { hits: 5, of: 9 }), 1)
  t.ok(fisherTest({ hits: 200, of: 200 }, { hits: 0, of: 90_000 }) < 1e-100, 'nothing overflows')
  const group = fc
    .nat({ max: 12 })
    .chain((of) => fc.record({ of: fc.constant(of), hits: fc.nat({ max: of }) }))
  fc.assert(
    fc.property(group, group, (own, others) => {
      const choose = (n: number, k: number): number =>
        k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k
      const hits = own.hits + others.hits
      let tail = 0
      for (let count = own.hits; count <= own.of; count += 1) {
        tail += choose(own.of, count) * choose(others.of, hits - count)
      }
      return near(fisherTest(own, others), tail / choose(own.of + others.of, hits), 1e-9)
    }),
  )
})

t.test('the rank-sum test is exact for few, and meets it where many begin', async (t) => {
  // Three lowest of eight: 1 of 56 ways on either side.
  t.strictSame(rankSumTest([1, 2, 3], [4, 5, 6, 7, 8]), { p: 2 / 56, belowShare: 1 })
  t.equal(rankSumTest([], [1]), null)
  const random = seededRandom('rank-sum')
  for (let time = 0; time < 10; time += 1) {
    const values = (count: number) =>
      Array.from({ length: count }, () => Math.round(3 * normal(random)))
    const [few, some] = [values(14), values(46)]
    const exact = rankSumTest(few, some)
    // One value in the middle on top: the approximation with ties takes over.
    const approximate = rankSumTest(few, [...some, 0])
    t.ok(near(approximate?.p, exact?.p ?? 0, 0.05), `${approximate?.p} ${exact?.p}`)
  }
})

t.test('Newcombe’s interval of a difference is the published one', async (t) => {
  // Newcombe 1998 (Stat. in Medicine 17:873), table II, method 10: 56/70 and 48/80.
  const { value, low, high } = differenceOf({ count: 56, of: 70 }, { count: 48, of: 80 })
  t.ok(near(value, 0.2) && near(low, 0.0524) && near(high, 0.3339), `${low} ${high}`)
  const none = differenceOf({ count: 10, of: 10 }, { count: 0, of: 10 })
  t.ok(near(none.low, 0.6075) && near(none.high, 1), `${none.low} ${none.high}`)
})

t.test('smooth results do not bunch above the cut; results lifted over it do', async (t) => {
  const random = seededRandom('bunching')
  const draw = (count: number, mean: number) =>
    Array.from({ length: count }, () => mean + 0.9 * normal(random))
  let found = 0
  const times = 400
  for (let time = 0; time < times; time += 1) {
    // An able unit among others, so that the slopes at the cut differ.
    const test = bunchingTest(draw(80, 0.8), draw(400, 0))
    if (test !== null && test.p < 0.05) found += 1
  }
  t.ok(found / times <= 0.05 + 3 * Math.sqrt(0.0475 / times), `${found} of ${times}`)
  let lifted = 0
  for (let time = 0; time < 50; time += 1) {
    const own = draw(120, 0.2).map((one) => (one < 0 && one > -BAND ? 0.05 * random() : one))
    if ((bunchingTest(own, draw(600, 0))?.p ?? 1) < 0.01) lifted += 1
  }
  t.ok(lifted >= 45, `${lifted} of 50 units with every near miss lifted`)
  t.equal(bunchingTest(draw(10, 3), draw(400, 0)), null, 'nobody near the cut')
})
