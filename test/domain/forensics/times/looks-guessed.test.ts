import fc from 'fast-check'
import t from 'tap'
import { looksGuessed } from '../../../../src/domain/forensics/times/looks-guessed.ts'

/** P(X >= right) of a binomial, summed term by term. */
function upperTail(right: number, scored: number, chance: number): number {
  let [term, sum] = [(1 - chance) ** scored, 0]
  for (let count = 0; count <= scored; count += 1) {
    if (count >= right) sum += term
    term *= ((scored - count) / (count + 1)) * (chance / (1 - chance))
  }
  return sum
}

t.test('guessed is what blind guessing gets right in one case of twenty', async () => {
  const answers = fc
    .integer({ min: 1, max: 60 })
    .chain((scored) => fc.tuple(fc.constant(scored), fc.nat(scored)))
  fc.assert(
    fc.property(answers, fc.constantFrom(0.2, 0.25, 0.5), ([scored, right], each) => {
      const tail = upperTail(right, scored, each)
      if (Math.abs(tail - 0.05) < 1e-9) return true
      return looksGuessed({ scored, right, chance: each * scored }) === tail > 0.05
    }),
  )
})

t.test('none right is guessed, also where nothing has a score', async (t) => {
  t.ok(looksGuessed({ scored: 0, right: 0, chance: 0 }))
  t.ok(looksGuessed({ scored: 12, right: 0, chance: 3 }))
  t.notOk(looksGuessed({ scored: 12, right: 12, chance: 3 }))
})
