import fc from 'fast-check'
import t from 'tap'
import { orderFit } from '../../../../src/domain/forensics/person-fit/order-fit.ts'
import {
  orderItems,
  orderStatistics,
} from '../../../../src/domain/forensics/person-fit/order-statistics.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { chanceBound, prepared, sharesBelow } from './simulated-cohort.ts'

const LEVELS = [0.05, 0.01, 0.001] as const

/** Eight items that 8, 7, ... of nine persons got right. */
const scores = Int8Array.from(
  Array.from({ length: 9 * 8 }, (_, cell) => Number(cell % 8 < Math.floor(cell / 8))),
)
const order = orderItems({ personCount: 9, itemCount: 8, scores }, [0, 1, 2, 3, 4, 5, 6, 7])

t.test('a Guttman pattern is at 0, its reverse at 1, all others between', async (t) => {
  const row = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(row, (values) => {
      const found = orderStatistics(order, Int8Array.from(values))
      const answered = values.filter((value) => value >= 0)
      if (new Set(answered).size < 2) return found === null
      if (found === null) return false
      const isSorted = answered.every((value, at) => at === 0 || value <= (answered[at - 1] ?? 1))
      const isReversed = answered.every((value, at) => at === 0 || value >= (answered[at - 1] ?? 0))
      return [found.u3, found.guttman, found.cStar].every((value) => {
        if (isSorted) return Math.abs(value) < 1e-9
        if (isReversed) return Math.abs(value - 1) < 1e-9
        return value > 0 && value < 1
      })
    }),
  )
  t.pass('checked')
})

const HONEST: readonly (readonly [string, Scenario])[] = [
  ['20 items', { persons: 4000, model: '2pl', items: { count: 20 } }],
  ['guessing', { persons: 3000, model: '3pl', items: { count: 40 } }],
  [
    'forms of their own',
    { persons: 3000, model: '2pl', items: { count: 60 }, forms: { itemsPerPerson: 30 } },
  ],
]

for (const [name, scenario] of HONEST) {
  t.test(`honest patterns are flagged no more often than p says: ${name}`, async (t) => {
    const found = orderFit.test(prepared(scenario, 'honest order').cohort)
    const shares = sharesBelow(found, LEVELS)
    t.comment(shares.join(' '))
    LEVELS.forEach((level, place) => {
      t.ok((shares[place] ?? 1) <= chanceBound(level, scenario.persons), `p < ${level}`)
    })
    t.ok((shares[0] ?? 0) > 0.02, 'and not so seldom that nothing could be found')
  })
}

t.test('half of the items guessed is found in many persons, and described', async (t) => {
  const { cohort, planted } = prepared(
    {
      persons: 600,
      model: '2pl',
      items: { count: 50 },
      planted: [{ kind: 'rapid-guessing', persons: 0.05, items: 0.5 }],
    },
    'guessing',
  )
  const found = orderFit.test(cohort)
  const [power = 0] = sharesBelow(found, [0.05], planted)
  t.ok(power > 0.3, `power ${power}`)
  const { summary, evidence } = found.describe(planted[0] ?? 0)
  t.match(summary.en, 'U3 =')
  t.match(evidence[0]?.text.en, 'HT =')
  t.same(orderFit.test(cohort).tests, found.tests, 'the same cohort gives the same result')
})

t.test('who cannot be out of order is not tested, and why is said', async (t) => {
  const { cohort } = prepared({ persons: 40, model: '2pl', items: { count: 19 } }, 'short')
  const found = orderFit.test(cohort)
  t.ok(found.tests.every((test) => test === null))
  t.match(found.findings[0]?.code, 'order-fit-too-short')
  const none = orderFit.test({ ...cohort, abilities: null })
  t.match(none.findings[0]?.code, 'order-fit-needs-parameters')
})

t.test(
  'where all items are equally easy nobody is out of order, and statistics are numbers',
  async (t) => {
    const { cohort } = prepared({ persons: 40, model: '2pl', items: { count: 20 } }, 'equal')
    // Every item is right for every second person, so that all orders are as good.
    const scores = cohort.scores.map((_, cell) => ((cell % 20) + Math.floor(cell / 20)) % 2)
    const { tests } = orderFit.test({ ...cohort, scores })
    t.equal(tests.length, 40)
    t.ok(tests.every((test) => test?.statistic === 0 && test.p === 1))
  },
)
