import fc from 'fast-check'
import t from 'tap'
import { shareOfPopulation } from '../../src/domain/measurement/standard-setting/cut-impact.ts'
import { cutOfField } from '../../src/web/console/panels/cut-of-field.ts'
import { impactAt } from '../../src/web/console/panels/impact-at.ts'
import { shareWithInterval } from '../../src/web/console/panels/share-with-interval.ts'
import { spreadItems } from '../../src/web/console/panels/spread-items.ts'

t.test('the vaguer a cut, the wider the range of who would reach it', async () => {
  fc.assert(
    fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (theta, standardError) => {
        const { share, low, high } = shareWithInterval(shareOfPopulation, { theta, standardError })
        const wider = shareWithInterval(shareOfPopulation, {
          theta,
          standardError: standardError + 0.1,
        })
        return low <= share && share <= high && wider.low <= low && wider.high >= high
      },
    ),
  )
})

t.test('between the points of the curve a share is read off to half a percent', async () => {
  const curve = Array.from({ length: 81 }, (_, step) => {
    const theta = step / 10 - 4
    return { theta, population: shareOfPopulation(theta), persons: null }
  })
  fc.assert(
    fc.property(fc.double({ min: -4, max: 4, noNaN: true }), (cut) => {
      const { population, persons } = impactAt(curve, cut)
      return persons === null && Math.abs(population - shareOfPopulation(cut)) < 0.005
    }),
  )
})

t.test(
  'items to rate are as many as asked for, each once, every competency with its share',
  async (t) => {
    const items = Array.from({ length: 60 }, (_, index) => ({
      id: `i${index}`,
      competency: `c${index % 3}`,
      level: 'know' as const,
    }))
    for (const count of [0, 5, 30, 59, 60, 90]) {
      const chosen = spreadItems(items, count)
      t.equal(new Set(chosen).size, Math.min(count, 60))
      for (const competency of ['c0', 'c1', 'c2']) {
        const own = chosen.filter(
          (id) => items.find((one) => one.id === id)?.competency === competency,
        )
        t.ok(Math.abs(own.length - chosen.length / 3) <= 1, `${competency}: ${own.length}`)
      }
    }
  },
)

t.test(
  'a field that is empty or half typed has no cut, least of all none that is no number',
  async (t) => {
    for (const typed of [undefined, '', '-', '.', '-.', 'abc', Number.NaN]) {
      t.equal(cutOfField(typed), null, String(typed))
    }
    t.equal(cutOfField(0), 0)
    t.equal(cutOfField('-0.25'), -0.25)
  },
)
