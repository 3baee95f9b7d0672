import fc from 'fast-check'
import t from 'tap'
import { wilsonInterval } from '../../../src/domain/settlement/wilson-interval.ts'

/** Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3 (score, uncorrected). */
const PUBLISHED = [
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
] as const

for (const [successes, total, low, high] of PUBLISHED) {
  t.test(`the interval of ${successes} of ${total} is the published one`, async (t) => {
    const interval = wilsonInterval(successes, total)
    t.ok(Math.abs(interval.low - low) < 0.00005, `low ${interval.low}`)
    t.ok(Math.abs(interval.high - high) < 0.00005, `high ${interval.high}`)
    t.equal(interval.value, successes / total)
  })
}

const counts = fc
  .integer({ min: 1, max: 5000 })
  .chain((total) => fc.tuple(fc.integer({ min: 0, max: total }), fc.constant(total)))

t.test('the interval lies within 0 and 1 and holds the share', async () => {
  fc.assert(
    fc.property(counts, ([successes, total]) => {
      const { value, low, high } = wilsonInterval(successes, total)
      const slack = 1e-12
      return low >= 0 && high <= 1 && low <= value + slack && value <= high + slack && low < high
    }),
  )
})

t.test('failures mirror successes, and more attempts tell more', async () => {
  fc.assert(
    fc.property(counts, ([successes, total]) => {
      const one = wilsonInterval(successes, total)
      const mirrored = wilsonInterval(total - successes, total)
      const larger = wilsonInterval(2 * successes, 2 * total)
      const isMirror =
        Math.abs(one.low - (1 - mirrored.high)) < 1e-9 &&
        Math.abs(one.high - (1 - mirrored.low)) < 1e-9
      return isMirror && larger.high - larger.low < one.high - one.low
    }),
  )
})
