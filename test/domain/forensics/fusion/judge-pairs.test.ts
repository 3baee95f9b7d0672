import fc from 'fast-check'
import t from 'tap'
import { benjaminiHochberg } from '../../../../src/domain/benjamini-hochberg.ts'
import { type FoundPair, judgePairs } from '../../../../src/domain/forensics/fusion/judge-pairs.ts'

const pair = (gbt: number, m4: number, b: number): FoundPair => ({
  ...{ a: 0, b, shared: 40, matches: 30, identicalWrong: 8, omega: 4, weightedOmega: 4 },
  ...{ gbt, m4, p: Math.min(1, 2 * Math.min(gbt, m4)) },
})
const p = fc.double({ min: 0, max: 12, noNaN: true }).map((power) => 10 ** -power)
const tails = fc.array(fc.tuple(p, p), { minLength: 1, maxLength: 30 })

t.test('where all pairs are given, q is that of Benjamini and Hochberg', async () => {
  fc.assert(
    fc.property(tails, (given) => {
      const pairs = given.map(([gbt, m4], at) => pair(gbt, m4, at + 1))
      const judged = judgePairs(pairs, { tested: pairs.length, fdr: 0.05, null: null }).pairs
      const wanted = benjaminiHochberg(pairs.map((one) => one.p))
      return judged.every(({ q }, at) => Math.abs(q - (wanted[at] ?? -1)) < 1e-12)
    }),
  )
})

t.test('pairs screened out never make a flag of one that is none', async () => {
  fc.assert(
    fc.property(tails, (given) => {
      const all = given.map(([gbt, m4], at) => pair(gbt, m4, at + 1))
      const kept = all.filter((one) => one.p < 1e-3)
      const order = { tested: all.length, fdr: 0.05, null: null }
      const full = new Map(judgePairs(all, order).pairs.map((one) => [one.b, one]))
      return judgePairs(kept, order).pairs.every(({ b, q, holm }) => {
        const known = full.get(b)
        return known && q >= known.q - 1e-12 && Math.abs(holm - known.holm) < 1e-12
      })
    }),
  )
})

t.test('a pair is flagged just where GBT or M4, counted twice, would be', async () => {
  fc.assert(
    fc.property(tails, fc.integer({ min: 30, max: 1000 }), (given, tested) => {
      const pairs = given.map(([gbt, m4], at) => pair(gbt, m4, at + 1))
      return judgePairs(pairs, { tested, fdr: 0.05, null: null }).pairs.every(
        ({ flagged, gbtQ, m4Q }) => flagged === Math.min(gbtQ, m4Q) <= 0.05,
      )
    }),
  )
})

t.test('where omega of all pairs runs high, p grows, and never shrinks', async (t) => {
  const given = [pair(1e-8, 1e-6, 1), pair(1e-300, 0, 2), pair(0.5, 1, 3)]
  const order = { tested: 1000, fdr: 0.05 }
  const sound = judgePairs(given, { ...order, null: { mean: 0, deviation: 0.9 } })
  t.equal(sound.corrected, false)
  t.same(
    sound.pairs.map((one) => one.p),
    given.map((one) => one.p),
  )
  const high = judgePairs(given, { ...order, null: { mean: 1.35, deviation: 1 } })
  t.equal(high.corrected, true)
  // The deviate of 1e-8 is 5.612; 4.262 beyond a mean of 1.35 has a tail of 1.01e-5.
  t.ok(Math.abs((high.pairs[0]?.gbt ?? 0) - 1.01e-5) < 2e-7, `${high.pairs[0]?.gbt}`)
  t.ok(high.pairs.every((one, at) => one.p >= (given[at]?.p ?? 1)))
  // The deviate of 1e-300 is 37.047; 35.697 has a tail of 1.9e-279.
  const tiny = high.pairs[1]?.gbt ?? 0
  t.ok(tiny > 1e-279 && tiny < 3e-279, `the smallest grow too: ${tiny}`)
})
