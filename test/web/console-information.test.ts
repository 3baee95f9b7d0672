import fc from 'fast-check'
import t from 'tap'
import { expectedQuality } from '../../src/domain/measurement/expected-quality.ts'
import { testInformation } from '../../src/domain/measurement/item-response.ts'
import { tablePoints } from '../../src/web/console/plots/information-points.ts'

const parameters = fc.array(
  fc.record({
    discrimination: fc.double({ min: 0.3, max: 2.5, noNaN: true }),
    difficulty: fc.double({ min: -3, max: 3, noNaN: true }),
    guessing: fc.double({ min: 0, max: 0.3, noNaN: true }),
  }),
  { minLength: 1, maxLength: 40 },
)
const cutScores = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { maxLength: 5 })

t.test('the table tells the information of the form at every ability it lists', async () => {
  fc.assert(
    fc.property(parameters, cutScores, (items, cuts) => {
      const { curve, cuts: atCuts } = expectedQuality({ parameters: items, cuts })
      const rows = tablePoints(
        curve,
        atCuts.map(({ theta, standardError }, index) => ({
          name: `level-${index}`,
          value: theta,
          standardError,
        })),
      )
      return rows.every(({ theta, information }) => {
        const truth = testInformation(theta, items)
        return Math.abs(information - truth) <= 1e-9 * Math.max(1, truth)
      })
    }),
  )
})

t.test('every cut has its row, also beyond the curve, and rows rise', async (t) => {
  const curve = Array.from({ length: 25 }, (_, index) => ({
    theta: -3 + index / 4,
    information: 1,
  }))
  const rows = tablePoints(curve, [
    { name: 'far', value: 4.5, standardError: 2 },
    { name: 'middle', value: 0.1, standardError: 0.5 },
    { name: 'blind', value: -5, standardError: null },
  ])
  const thetas = rows.map(({ theta }) => theta)
  t.same(
    thetas,
    thetas.toSorted((left, right) => left - right),
  )
  t.same(
    rows.flatMap(({ name, information }) => (name === null ? [] : [[name, information]])),
    [
      ['blind', 0],
      ['middle', 4],
      ['far', 0.25],
    ],
  )
  t.same([thetas.at(1), thetas.at(-2)], [-3, 3], 'the curve is there from end to end')
})
