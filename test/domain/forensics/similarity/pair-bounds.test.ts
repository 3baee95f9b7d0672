import fc from 'fast-check'
import t from 'tap'
import { upperTail } from '../../../../src/domain/forensics/similarity/generalized-binomial.ts'
import {
  excessRow,
  excessStep,
  excessTable,
  lightestTail,
} from '../../../../src/domain/forensics/similarity/pair-bounds.ts'

/** Chances up to a largest one: spread, equal, near the largest, or some at it and others small. */
const trials = fc
  .record({
    largest: fc.constantFrom(0.1, 0.3, 0.5, 0.8, 0.95, 0.99, 0.999999),
    kind: fc.integer({ min: 0, max: 4 }),
    scale: fc.double({ min: 0.001, max: 1, noNaN: true }),
    some: fc.integer({ min: 0, max: 60 }),
    shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 120 }),
  })
  .map(({ largest, kind, scale, some, shares }) => ({
    largest,
    chances: shares.map((share, at) => {
      const of = [share * scale, scale, 1 - share * scale, at < some ? 1 : share * scale]
      return largest * (of[kind] ?? (at < some ? 1 : 0.1 * scale))
    }),
  }))

function momentsOf(chances: readonly number[]) {
  const expected = chances.reduce((sum, chance) => sum + chance, 0)
  const variance = chances.reduce((sum, chance) => sum + chance * (1 - chance), 0)
  return { expected, variance }
}

t.test('law: no sum of trials has a lighter tail than the bound', async () => {
  fc.assert(
    fc.property(trials, ({ largest, chances }) => {
      const { expected, variance } = momentsOf(chances)
      if (variance < 1 / 16) return true
      for (let count = Math.ceil(expected + 1e-9); count <= chances.length; count += 1) {
        const tail = upperTail(chances, count)
        // Counts that hardly can be: rounding decides, and no alpha is that small.
        if (tail < 1e-12) break
        if (tail > 0.05) continue
        if (tail < lightestTail(count - expected, variance, largest)) return false
      }
      return true
    }),
    { numRuns: 1500 },
  )
})

t.test("law: a count below the table's excess has a p of alpha or more", async () => {
  for (const alpha of [0.01, 1e-5]) {
    const table = excessTable(alpha, 120)
    fc.assert(
      fc.property(trials, ({ largest, chances }) => {
        const { expected, variance } = momentsOf(chances)
        const excess = table[excessRow(largest, 120) + excessStep(variance)] ?? 0
        const count = Math.floor(expected + excess)
        return upperTail(chances, count) >= alpha
      }),
      { numRuns: 500 },
    )
  }
})

t.test('the bound is the binomial tail itself where all chances are the largest', async (t) => {
  const chances = Array.from({ length: 60 }, () => 0.3)
  const exact = upperTail(chances, 30)
  const bound = lightestTail(30 - 18, 60 * 0.21, 0.3)
  t.ok(Math.abs(bound / exact - 0.75) < 1e-9, 'with its margin')
})
