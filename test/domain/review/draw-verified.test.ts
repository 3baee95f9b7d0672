import fc from 'fast-check'
import t from 'tap'
import { hmacHex, uuidFrom } from '../../../src/domain/digest.ts'
import { isSampled } from '../../../src/domain/review/draw-sample.ts'
import { drawVerified } from '../../../src/domain/review/draw-verified.ts'

const secretHex = 'cd'.repeat(32)
const personIds = Array.from({ length: 10_000 }, (_, index) => uuidFrom(`person ${index}`))

t.test('the lot calls the stated share, and falls apart from the sample for review', async (t) => {
  for (const share of [0.05, 0.5]) {
    const called = [...drawVerified({ secretHex, personIds, share })]
    const both = called.filter((attemptId) => isSampled({ secretHex, attemptId, share }))
    for (const [count, chance] of [
      [called.length, share],
      [both.length, share * share],
    ] as const) {
      const expected = personIds.length * chance
      const deviation = (count - expected) / Math.sqrt(expected * (1 - chance))
      t.ok(Math.abs(deviation) < 3.5, `${count} at ${chance}`)
    }
  }
})

t.test('it is what the published rule says, whoever works it out', async (t) => {
  const byRule = (personId: string) =>
    BigInt(`0x${hmacHex(secretHex, `verification/${personId}`).slice(0, 12)}`)
  const some = personIds.slice(0, 500)
  const called = drawVerified({ secretHex, personIds: some, share: 0.1 })
  for (const id of some) t.equal(called.has(id), byRule(id) * 10n < 2n ** 48n)
  const few = some.slice(0, 30)
  const lowest = few.toSorted((one, other) => (byRule(one) < byRule(other) ? -1 : 1)).slice(0, 5)
  const least = drawVerified({ secretHex, personIds: few, share: 0 })
  t.same([...least].toSorted(), lowest.toSorted(), 'never fewer than five')
})

t.test('a greater share calls everybody a smaller one does; another exam others', async (t) => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true })
  const some = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(some, fraction, (ids, share) => {
      const at = (it: number) => drawVerified({ secretHex, personIds: ids, share: it })
      const [smaller, greater, all] = [at(share / 2), at(share), at(1)]
      return (
        [...smaller].every((id) => greater.has(id)) &&
        all.size === ids.length &&
        smaller.size >= Math.min(5, ids.length)
      )
    }),
  )
  const calledBy = (secret: string) =>
    [...drawVerified({ secretHex: secret, personIds, share: 0.5 })].join()
  t.not(calledBy(secretHex), calledBy('ef'.repeat(32)))
})
