import fc from 'fast-check'
import t from 'tap'
import { hmacHex, uuidFrom } from '../../../src/domain/digest.ts'
import { isSampled } from '../../../src/domain/review/draw-sample.ts'

const secretHex = 'ab'.repeat(32)
const ids = Array.from({ length: 20_000 }, (_, index) => uuidFrom(`attempt ${index}`))

t.test('the lot falls on the stated share, of every part of the exam alike', async (t) => {
  for (const share of [0.02, 0.5]) {
    const drawn = ids.map((attemptId) => isSampled({ secretHex, attemptId, share }))
    for (const half of [drawn.slice(0, 10_000), drawn.slice(10_000)]) {
      const count = half.filter(Boolean).length
      const deviation = (count - 10_000 * share) / Math.sqrt(10_000 * share * (1 - share))
      t.ok(Math.abs(deviation) < 3.5, `${count} of 10,000 at ${share}`)
    }
  }
})

t.test('it is what the published rule says, whoever works it out', async (t) => {
  const byRule = (attemptId: string) =>
    BigInt(`0x${hmacHex(secretHex, `review-sample/${attemptId}`).slice(0, 12)}`)
  for (const attemptId of ids.slice(0, 500)) {
    const isBelow = byRule(attemptId) * 10n < 2n ** 48n
    t.equal(isSampled({ secretHex, attemptId, share: 0.1 }), isBelow)
  }
})

t.test(
  'a greater share draws everybody a smaller one does; none nobody, all everybody',
  async (t) => {
    fc.assert(
      fc.property(fc.uuid(), fc.double({ min: 0, max: 1, noNaN: true }), (attemptId, share) => {
        const at = (it: number) => isSampled({ secretHex, attemptId, share: it })
        return (!at(share / 2) || at(share)) && !at(0) && at(1)
      }),
    )
    t.pass()
  },
)
