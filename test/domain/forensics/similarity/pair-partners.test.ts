import fc from 'fast-check'
import t from 'tap'
import { matchModelOfScores } from '../../../../src/domain/forensics/similarity/match-model.ts'
import { pairPartners } from '../../../../src/domain/forensics/similarity/pair-partners.ts'
import { preparePairs } from '../../../../src/domain/forensics/similarity/pair-plan.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

const ITEMS = 40
const item = { model: 'logistic', discrimination: 1, locations: [0], guessing: 0 } as const
const model = matchModelOfScores(Array.from({ length: ITEMS }, () => item))

t.test('partners are those who share twenty items, counted one by one', async (t) => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 2, max: 30 }), (seed, count) => {
      const random = seededRandom('partners', String(seed))
      const gaps = random()
      const answers = Int8Array.from({ length: count * ITEMS }, () =>
        random() < gaps ? -1 : random() < 0.5 ? 1 : 0,
      )
      const abilities = Float64Array.from({ length: count }, () => 4 * random() - 2)
      const plan = preparePairs({ model, answers, abilities })
      const partners = pairPartners(plan)
      const has = (person: number, column: number) => answers[person * ITEMS + column] !== -1
      plan.persons.forEach((person, place) => {
        let expected = 0
        for (const other of plan.persons) {
          if (other === person) continue
          let shared = 0
          for (let column = 0; column < ITEMS; column += 1) {
            if (has(person, column) && has(other, column)) shared += 1
          }
          if (shared >= 20) expected += 1
        }
        t.equal(partners[place], expected)
      })
    }),
    { numRuns: 60 },
  )
})
