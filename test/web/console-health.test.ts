import fc from 'fast-check'
import t from 'tap'
import { byUrgency } from '../../src/web/console/bank/workshop/health/cell-forecast.ts'
import { sightingsBins } from '../../src/web/console/bank/workshop/health/sightings-bins.ts'

t.test('bins cover every count once, one after the other', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat(2000), { minLength: 1 }), (counts) => {
      const bins = sightingsBins(counts)
      for (const { from, to, count } of bins) {
        t.equal(counts.filter((one) => one >= from && one <= to).length, count)
      }
      t.equal(
        bins.reduce((sum, { count }) => sum + count, 0),
        counts.length,
      )
      t.ok(bins.every(({ from }, at) => at === 0 || from === (bins[at - 1]?.to ?? 0) + 1))
    }),
    { numRuns: 50 },
  )
  t.strictSame(sightingsBins([]), [])
})

t.test('the cell that runs out first comes first, those without end last', async (t) => {
  const cell = (examsUntilTooFew: number | null, examsUntilFirst: number | null) => ({
    ...{ competency: 'c', level: 'know' as const, needed: 1, total: 1, usable: 1 },
    ...{ sightingsPerExam: 1, examsUntilTooFew, examsUntilFirst },
  })
  const sorted = byUrgency([cell(null, null), cell(4, 3), cell(0, 0), cell(4, 1), cell(null, 2)])
  t.strictSame(
    sorted.map((one) => [one.examsUntilTooFew, one.examsUntilFirst]),
    [
      [0, 0],
      [4, 1],
      [4, 3],
      [null, 2],
      [null, null],
    ],
  )
})
