import fc from 'fast-check'
import t from 'tap'
import { coverageOf } from '../../../src/domain/bank/coverage.ts'
import { difficultyCoverageOf } from '../../../src/domain/measurement/difficulty-coverage.ts'
import { aBank, anItem, generatedPlans } from '../../support/builders.ts'

t.test('easy, medium and hard by half a unit around the middle', async (t) => {
  const items = [-2, -0.51, -0.5, 0, 0.5, 0.51, 3].map((difficulty, at) =>
    anItem({
      id: `I${at}`,
      parameters: {
        values: { discrimination: 1, difficulty, guessing: 0 },
        provenance: 'calibrated',
        note: '',
      },
    }),
  )
  const rows = difficultyCoverageOf(aBank({ items }))
  const filled = rows.filter(({ difficulty }) => difficulty.medium > 0)
  t.equal(filled.length, 1)
  t.same(filled[0]?.difficulty, { easy: 2, medium: 3, hard: 2 })
})

t.test('the bands of a cell sum to what the cell holds', async () => {
  fc.assert(
    fc.property(generatedPlans(), ({ bank }) => {
      const totals = coverageOf(bank)
      return difficultyCoverageOf(bank).every(({ competency, level, difficulty }, at) => {
        const cell = totals[at]
        const { easy, medium, hard } = difficulty
        return (
          cell?.competency === competency &&
          cell.level === level &&
          cell.total === easy + medium + hard
        )
      })
    }),
    { numRuns: 100 },
  )
})
