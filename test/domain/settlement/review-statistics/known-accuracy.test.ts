import fc from 'fast-check'
import t from 'tap'
import { FINDINGS } from '../../../../src/domain/review/decision.ts'
import {
  isRight,
  type KnownVerdict,
  knownAccuracy,
} from '../../../../src/domain/settlement/review-statistics/known-accuracy.ts'
import { trendOfShares } from '../../../../src/domain/settlement/review-statistics/trend-of-shares.ts'

t.test('the trend test on alcohol and malformations (Agresti 2002, table 5.3)', async (t) => {
  const table = [
    [0, 48, 17_066],
    [0.5, 38, 14_464],
    [1.5, 5, 788],
    [4, 1, 126],
    [7, 1, 37],
  ] as const
  const found = trendOfShares(
    table.map(([score, count, absent]) => ({ score, count, total: count + absent })),
  )
  t.equal(((found?.z ?? 0) ** 2).toFixed(2), '6.57')
  t.equal(found?.p.toFixed(3), '0.010')
  t.ok((found?.z ?? 0) > 0, 'shares rise with the dose')
})

t.test('no trend is told of one quarter, or where all was right', async (t) => {
  t.equal(trendOfShares([]), null)
  t.equal(trendOfShares([{ score: 1, count: 3, total: 9 }]), null)
  const all = [1, 2, 3].map((score) => ({ score, count: 5, total: 5 }))
  t.equal(trendOfShares(all), null)
})

t.test('only what has consequences finds misconduct', async (t) => {
  const right = FINDINGS.filter((finding) => isRight({ truth: 'misconduct', finding }))
  t.same(right, ['re-test', 'invalidated'])
  for (const finding of FINDINGS) {
    t.not(isRight({ truth: 'clean', finding }), isRight({ truth: 'misconduct', finding }))
  }
})

const verdicts = fc.array(
  fc.record({
    truth: fc.constantFrom('clean' as const, 'misconduct' as const),
    finding: fc.constantFrom(...FINDINGS),
    decidedAt: fc.date({
      min: new Date('2025-01-01'),
      max: new Date('2026-12-31'),
      noInvalidDate: true,
    }),
  }),
  { maxLength: 40 },
)

t.test('every verdict counts once, by truth and by quarter, in whatever order', async (t) => {
  fc.assert(
    fc.property(verdicts, (all) => {
      const found = knownAccuracy(all, 8)
      const totals = (found.sensitivity?.total ?? 0) + (found.specificity?.total ?? 0)
      const rights = (found.sensitivity?.count ?? 0) + (found.specificity?.count ?? 0)
      const byQuarter = found.quarters.map(({ correct }) => correct)
      t.equal(totals, all.length)
      t.equal(rights, all.filter(isRight).length)
      t.equal(
        byQuarter.reduce((sum, share) => sum + (share?.count ?? 0), 0),
        rights,
      )
      t.same(knownAccuracy([...all].reverse(), 8), found)
    }),
    { numRuns: 60 },
  )
})

t.test('quarters follow the calendar where people are, and a decline shows', async (t) => {
  const verdict = (at: string, right: boolean): KnownVerdict => ({
    truth: 'clean',
    finding: right ? 'cleared' : 'invalidated',
    decidedAt: new Date(at),
  })
  const found = knownAccuracy(
    [
      verdict('2025-12-31T15:59:00Z', true),
      verdict('2025-12-31T16:00:00Z', true),
      ...Array.from({ length: 12 }, () => verdict('2026-02-01T00:00:00Z', true)),
      ...Array.from({ length: 12 }, (_, index) => verdict('2026-05-01T00:00:00Z', index < 8)),
      ...Array.from({ length: 12 }, (_, index) => verdict('2026-08-01T00:00:00Z', index < 3)),
    ],
    8,
  )
  t.same(
    found.quarters.map(({ quarter, correct }) => [quarter, correct?.count, correct?.total]),
    [
      ['2025-Q4', 1, 1],
      ['2026-Q1', 13, 13],
      ['2026-Q2', 8, 12],
      ['2026-Q3', 3, 12],
    ],
  )
  t.equal(found.trend?.direction, 'worse')
  t.ok((found.trend?.p ?? 1) < 0.001)
})
