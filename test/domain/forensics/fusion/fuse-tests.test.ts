import fc from 'fast-check'
import t from 'tap'
import type { EvidenceFamily } from '../../../../src/domain/forensics/flag.ts'
import { fuseTests, type TestSeries } from '../../../../src/domain/forensics/fusion/fuse-tests.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

const FAMILIES: readonly EvidenceFamily[] = [
  'time',
  'time',
  'similarity',
  'preknowledge',
  'changes',
  'effort',
  'person-fit',
]

/** Probabilities, many of them small, some missing. */
const probability = fc.oneof(
  fc.constant(null),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 12, noNaN: true }).map((power) => 10 ** -power),
)
const cohorts = fc
  .array(fc.tuple(...FAMILIES.map(() => probability)), { minLength: 1, maxLength: 12 })
  .map((rows) =>
    FAMILIES.map(
      (family, at): TestSeries => ({
        indicator: `${family}-${at}`,
        family,
        ps: rows.map((row) => row[at] ?? null),
      }),
    ),
  )

const personsOf = (series: readonly TestSeries[]) => series[0]?.ps.length ?? 0
const fuse = (series: readonly TestSeries[], fdr = 0.05) =>
  fuseTests(series, { persons: personsOf(series), fdr })

t.test('raising a p never lowers any q, and lifts nobody into a higher tier', async () => {
  const ranks = { strong: 3, review: 2, watch: 1 }
  fc.assert(
    fc.property(
      cohorts,
      fc.nat(),
      fc.nat(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, one, row, to) => {
        const at = one % all.length
        const person = row % personsOf(all)
        const given = all[at]?.ps[person] ?? null
        if (given === null) return true
        const raised = all.map((series, place) =>
          place === at
            ? {
                ...series,
                ps: series.ps.map((p, own) => (own === person ? Math.max(given, to) : p)),
              }
            : series,
        )
        const [before, after] = [fuse(all), fuse(raised)]
        return before.every((fused, own) =>
          fused.qs.every((q, place) => {
            const then = after[own]
            const [tier, later] = [fused.tier, then?.tier ?? null]
            return (
              (q ?? 0) <= (then?.qs[place] ?? 0) + 1e-12 &&
              (tier === null ? 0 : ranks[tier]) >= (later === null ? 0 : ranks[later])
            )
          }),
        )
      },
    ),
  )
})

t.test('neither the order of persons nor that of indicators matters', async (t) => {
  fc.assert(
    fc.property(cohorts, (all) => {
      const plain = fuse(all)
      const turned = fuse(
        all.map((series) => ({ ...series, ps: series.ps.toReversed() })).toReversed(),
      )
      const back = turned.toReversed().map((one) => ({ ...one, qs: one.qs.toReversed() }))
      t.same(back, plain)
    }),
    { numRuns: 60 },
  )
})

t.test('a person is called where some deciding indicator is, and the best one is', async () => {
  fc.assert(
    fc.property(cohorts, fc.constantFrom(0.01, 0.05, 0.2), (all, fdr) =>
      fuse(all, fdr).every(({ q, qs }) => {
        const deciding = qs.slice(0, 5).filter((one) => one !== null)
        if (deciding.length === 0) return q === null
        return Math.abs(Math.min(...deciding) - (q ?? -1)) < 1e-12
      }),
    ),
  )
})

t.test('supporting families move nobody', async () => {
  fc.assert(
    fc.property(cohorts, (all) => {
      const without = fuse(all.slice(0, 5))
      return fuse(all).every(({ tier, q, p }, at) => {
        const own = without[at]
        return own?.tier === tier && own.q === q && own.p === p
      })
    }),
  )
})

t.test('one family is never strong alone, however small its p', async (t) => {
  const ps = [1e-30, ...Array.from({ length: 99 }, () => 0.5)]
  const one: TestSeries = { indicator: 'similar', family: 'similarity', ps }
  const twin: TestSeries = { ...one, indicator: 'again' }
  const other = (p: number): TestSeries => ({
    indicator: 'fast',
    family: 'time',
    ps: [p, ...ps.slice(1)],
  })
  t.equal(fuse([one, twin])[0]?.tier, 'review')
  t.equal(fuse([one, other(0.02)])[0]?.tier, 'review')
  t.equal(fuse([one, other(0.009)])[0]?.tier, 'strong')
})

/** Independent tests of five families; the first `planted` persons are found by two of them. */
function simulated(persons: number, planted: number, seed: string): TestSeries[] {
  const random = seededRandom('fusion', seed)
  return FAMILIES.map((family, at) => ({
    indicator: `${family}-${at}`,
    family,
    ps: Array.from({ length: persons }, (_, person) => {
      const p = random()
      return person < planted && (at === 0 || at === 2) ? 1e-5 * p : p
    }),
  }))
}

t.test('of those called in mixed cohorts no more than 5 % are honest', async (t) => {
  let [share, found] = [0, 0]
  const runs = 100
  for (let run = 0; run < runs; run += 1) {
    const called = fuse(simulated(300, 15, `mixed ${run}`)).flatMap(({ tier }, person) =>
      tier === 'review' || tier === 'strong' ? [person] : [],
    )
    share += called.filter((person) => person >= 15).length / Math.max(1, called.length) / runs
    found += called.filter((person) => person < 15).length / (15 * runs)
  }
  // Standard error of the mean share about .006.
  t.ok(share <= 0.065, `false discovery rate ${share}`)
  t.ok(found > 0.95, `power ${found}`)
})

t.test('honest cohorts: strong hardly ever, review in one of twenty at most', async (t) => {
  let [strong, review, support] = [0, 0, 0]
  for (let run = 0; run < 200; run += 1) {
    const fused = fuse(simulated(200, 0, `honest ${run}`))
    if (fused.some(({ tier }) => tier === 'strong')) strong += 1
    if (fused.some(({ tier }) => tier === 'review' || tier === 'strong')) review += 1
    if (fused.some(({ qs }) => qs.slice(5).some((q) => q !== null && q <= 0.05))) support += 1
  }
  // Upper 99 % points of the binomial with 200 cohorts: 3 at 0.5 %, 18 at 5 %.
  t.ok(strong <= 3, `${strong} of 200`)
  t.ok(review <= 18, `${review} of 200`)
  t.ok(support <= 18, `${support} of 200`)
})

t.test('nothing tested, nothing said', async (t) => {
  t.same(fuseTests([], { persons: 2, fdr: 0.05 }), [
    { p: null, holm: null, q: null, tier: null, qs: [] },
    { p: null, holm: null, q: null, tier: null, qs: [] },
  ])
})
