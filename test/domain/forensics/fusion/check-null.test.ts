import normal from '@stdlib/stats-base-dists-normal'
import t from 'tap'
import { checkNull } from '../../../../src/domain/forensics/fusion/check-null.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

/** Upper p of deviates with this center and scale, read as if they were standard. */
function drawn(count: number, center: number, scale: number): number[] {
  const random = seededRandom('null', String(count), String(center), String(scale))
  return Array.from({ length: count }, () => {
    const deviate = normal.quantile(1e-12 + (1 - 2e-12) * random(), 0, 1)
    return normal.cdf(-(center + scale * deviate), 0, 1)
  })
}

t.test('sound p values are left as they are', async (t) => {
  const ps = [...drawn(1000, 0, 1), null]
  const { check, ps: taken } = checkNull(ps)
  t.equal(check.corrected, false)
  t.equal(taken, ps)
  t.ok(Math.abs(check.center ?? 9) < 0.12)
  t.ok(Math.abs((check.scale ?? 9) - 1) < 0.17)
  t.equal(
    check.histogram.reduce((sum, count) => sum + count, 0),
    check.tested,
  )
})

t.test('p values that are too small are put right by the cohort itself', async (t) => {
  for (const [center, scale] of [
    [1.35, 1],
    [0, 1.5],
    [0.5, 1.3],
  ] as const) {
    const given = drawn(4000, center, scale)
    const { check, ps } = checkNull(given)
    t.equal(check.corrected, true)
    t.ok(ps.every((p, at) => (p ?? 0) >= (given[at] ?? 1)))
    for (const level of [0.05, 0.01]) {
      const share = ps.filter((p) => (p ?? 1) < level).length / 4000
      t.ok(share < 1.5 * level, `${center}, ${scale}: ${share} below ${level}`)
    }
  }
})

t.test('the smallest p values are put right like all others', async (t) => {
  const { ps } = checkNull([...drawn(4000, 1.35, 1), 1e-15, 1e-40, 1e-280])
  const [least = 0, less = 0, small = 0] = ps
    .slice(-3)
    .reverse()
    .map((p) => p ?? 0)
  t.ok(least > 1e-275 && less > 1e-38 && small > 1e-13, `${least} ${less} ${small}`)
  t.ok(least < less && less < small)
})

t.test('a tenth of irregular attempts does not hide itself', async (t) => {
  const honest = drawn(900, 0, 1)
  const { ps } = checkNull([...honest, ...drawn(100, 5, 1)])
  t.ok(ps.slice(900).filter((p) => (p ?? 1) < 0.001).length > 90)
})

t.test('conservative p values, ties at 1 and small cohorts are left alone', async (t) => {
  t.equal(checkNull(drawn(1000, -0.5, 0.7)).check.corrected, false)
  const tied = [...drawn(100, 0, 1), ...Array.from({ length: 900 }, () => 1)]
  t.equal(checkNull(tied).check.corrected, false)
  const few = checkNull(drawn(60, 2, 1)).check
  t.match(few, { corrected: false, center: null, scale: null })
})

t.test('the smallest p there is stays small', async (t) => {
  const { ps } = checkNull([...drawn(2000, 0.5, 1), 1e-250, 0])
  t.ok((ps[2000] ?? 1) < 1e-200)
  t.equal(ps[2001], 0)
})
