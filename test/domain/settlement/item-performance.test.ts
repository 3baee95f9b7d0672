import fc from 'fast-check'
import t from 'tap'
import { type ItemResult, summarizeItems } from '../../../src/domain/settlement/item-performance.ts'

const result = (correct: boolean | null, seconds: number | null, itemId = 'A'): ItemResult => ({
  itemId,
  correct,
  seconds,
})

t.test('share, interval and median of an item', async (t) => {
  const seconds = [9, 1, 3, 7, 5, 11, 40, 2]
  const results = seconds.map((value, index) => result(index < 6, value))
  const blank = [result(null, null), result(null, null)]
  const [row] = summarizeItems([...results, ...blank])
  t.match(row, { itemId: 'A', presented: 10, medianSeconds: 6 })
  t.equal(row?.correctShare?.value, 0.6, 'seen and not answered is not right')
  // The bounds p solve (0.6 - p)^2 = z^2 p (1 - p) / 10, which is what makes the interval.
  for (const bound of [row?.correctShare?.low ?? 0, row?.correctShare?.high ?? 0]) {
    const variance = (bound * (1 - bound)) / 10
    t.ok(Math.abs((0.6 - bound) ** 2 / variance - 1.959964 ** 2) < 1e-9)
  }
})

t.test('four presentations tell about persons, five about the item', async (t) => {
  const four = Array.from({ length: 4 }, () => result(true, 4))
  t.strictSame(summarizeItems(four), [
    { itemId: 'A', presented: 4, correctShare: null, medianSeconds: null },
  ])
  const [five] = summarizeItems([...four, result(false, null)])
  t.equal(five?.correctShare?.value, 0.8)
  t.equal(five?.medianSeconds, null, 'only four of them answered')
})

t.test('the order of attempts does not matter, and no presentation is lost', async () => {
  const results = fc.array(
    fc.record({
      itemId: fc.constantFrom('A', 'B', 'C'),
      correct: fc.constantFrom(true, false, null),
      seconds: fc.option(fc.integer({ min: 0, max: 500 })),
    }),
  )
  fc.assert(
    fc.property(results, (some) => {
      const rows = summarizeItems(some)
      const presented = rows.reduce((sum, row) => sum + row.presented, 0)
      const turned = summarizeItems(some.toReversed())
      return presented === some.length && JSON.stringify(rows) === JSON.stringify(turned)
    }),
  )
})
