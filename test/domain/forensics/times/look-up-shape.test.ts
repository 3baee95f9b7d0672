import fc from 'fast-check'
import t from 'tap'
import { lookUpShape } from '../../../../src/domain/forensics/times/look-up-shape.ts'
import {
  chanceAt,
  contrastCells,
  scoreContrast,
} from '../../../../src/domain/forensics/times/score-contrast.ts'
import { probabilityCorrect } from '../../../../src/domain/measurement/item-response.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { HONEST, preparedCohort, shareBelow, testedPs } from './simulated-cohorts.ts'

const item = fc.record({
  discrimination: fc.double({ min: 0.3, max: 3, noNaN: true }),
  difficulty: fc.double({ min: -3, max: 3, noNaN: true }),
  guessing: fc.double({ min: 0, max: 0.4, noNaN: true }),
})
const theta = fc.double({ min: -3, max: 3, noNaN: true })

t.test('chances are those of the three-parameter model, slopes their derivatives', async () => {
  fc.assert(
    fc.property(item, theta, ({ discrimination, difficulty, guessing }, at) => {
      const locations = [difficulty]
      const parameters = { discrimination, difficulty, guessing }
      const { chance, slope } = chanceAt(at, {
        model: 'logistic',
        discrimination,
        locations,
        guessing,
      })
      const step = 1e-5
      const rise =
        probabilityCorrect(at + step, parameters) - probabilityCorrect(at - step, parameters)
      return (
        Math.abs(chance - probabilityCorrect(at, parameters)) < 1e-12 &&
        Math.abs(slope - rise / (2 * step)) < 1e-6
      )
    }),
  )
})

/** Forty items at an ability; the first ten weighted. */
function cellsAt(at: number, right: (item: number, chance: number) => boolean) {
  const cells = contrastCells(40)
  cells.count = 40
  for (let item = 0; item < 40; item += 1) {
    const locations = [-2 + item / 10]
    const { chance, slope } = chanceAt(at, {
      model: 'logistic',
      discrimination: 1.2,
      locations,
      guessing: 0,
    })
    cells.chances[item] = chance
    cells.slopes[item] = slope
    cells.weights[item] = item % 4 === 0 ? 1 - chance : 0
    cells.right[item] = right(item, chance) ? 1 : 0
  }
  return cells
}

t.test('an error in ability hardly moves the contrast, and the tail is near nominal', async (t) => {
  const random = seededRandom('contrast')
  const runs = 20_000
  let [atTruth, atError] = [0, 0]
  for (let run = 0; run < runs; run += 1) {
    const answers = Float64Array.from({ length: 40 }, () => random())
    const truth = cellsAt(0.3, (item, chance) => (answers[item] as number) < chance)
    const off = cellsAt(0.6, () => false)
    off.right.set(truth.right)
    if ((scoreContrast(truth) ?? 0) > 2.326348) atTruth += 1
    if ((scoreContrast(off) ?? 0) > 2.326348) atError += 1
  }
  t.comment(`${atTruth / runs} at the true ability, ${atError / runs} 0.3 off`)
  t.ok(Math.abs(atTruth / runs - 0.01) < 0.004)
  t.ok(Math.abs(atError / runs - 0.01) < 0.005)
})

t.test('an answer that was certain says nothing and spoils nothing', async (t) => {
  const cells = cellsAt(0.3, (item) => item % 3 === 0)
  const before = scoreContrast(cells)
  const certain = contrastCells(41)
  Object.assign(certain, { count: 41 })
  const usual = cellsAt(0.3, (item) => item % 3 === 0)
  for (const name of ['chances', 'slopes', 'weights', 'right'] as const) {
    certain[name].set(usual[name])
  }
  certain.chances[40] = 1
  certain.right[40] = 1
  t.type(before, 'number')
  t.equal(scoreContrast(certain), before)
})

t.test(
  'right where the weight is highest raises the contrast, right elsewhere lowers it',
  async () => {
    const places = fc.constantFrom(36, 1, 7, 18, 31, 39)
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), places, (at, place) => {
        const random = seededRandom('flip', String(at))
        const answers = Float64Array.from({ length: 40 }, () => random())
        const draw = (item: number, chance: number) => (answers[item] as number) < chance
        const wrong = scoreContrast(cellsAt(at, (item, p) => item !== place && draw(item, p)))
        const right = scoreContrast(cellsAt(at, (item, p) => item === place || draw(item, p)))
        if (wrong === null || right === null) return wrong === right
        return place === 36 ? right > wrong : right < wrong
      }),
    )
  },
)

for (const [rule, scenario] of [
  ['complete rows', HONEST],
  ['guessing under a model without it', { ...HONEST, model: '3pl' as const }],
  ['forms that differ', { ...HONEST, forms: { itemsPerPerson: 25 }, missing: { share: 0.05 } }],
] as const) {
  t.test(`look-up-shape is calibrated in honest cohorts: ${rule}`, async (t) => {
    const ps: number[] = []
    for (let at = 0; ps.length < 3000; at += 1) {
      const { cohort } = preparedCohort(scenario, `${rule}${at}`, { known: true })
      ps.push(...testedPs(lookUpShape, cohort))
    }
    const found = [0.05, 0.01, 0.001].map((level) => shareBelow(ps, level))
    t.comment(found.join(' '))
    t.ok((found[0] ?? 1) < 0.065 && (found[1] ?? 1) < 0.015 && (found[2] ?? 1) < 0.0025)
    t.ok((found[0] ?? 0) > 0.02, 'and p can be small')
  })
}

t.test('looking up two fifths of the items is found, the more so with time away', async (t) => {
  const scenario = {
    ...HONEST,
    persons: 600,
    ability: { mean: -0.5 },
    planted: [{ kind: 'look-up' as const, persons: 0.03, items: 0.4, addedSeconds: 60 }],
  }
  const { cohort, planted, cells } = preparedCohort(scenario, 'look', { known: true })
  const away = cohort.persons.map(() => new Float64Array(cohort.items.length))
  for (const { person, item } of cells) (away[person] as Float64Array)[item] = 30
  const power = (p: number, tests: ReturnType<typeof lookUpShape.test>['tests']) =>
    [...planted].filter((person) => (tests[person]?.p ?? 1) < p).length / planted.size
  const byTime = lookUpShape.test(cohort)
  const byAway = lookUpShape.test({ ...cohort, away })
  t.comment(
    `p < .05: ${power(0.05, byTime.tests)} by times, ${power(0.05, byAway.tests)} with away`,
  )
  t.ok(power(0.05, byTime.tests) >= 0.4)
  t.ok(power(0.05, byAway.tests) >= power(0.05, byTime.tests))
  const { evidence } = byAway.describe([...planted][0] ?? 0)
  t.ok(evidence.some(({ text }) => text.en.includes('out of sight')))
})

t.test('look-up-shape says why nobody was tested', async (t) => {
  const { cohort } = preparedCohort({ ...HONEST, persons: 60 }, 'why', { known: true })
  for (const lacking of [
    { ...cohort, abilities: null },
    { ...cohort, timeFit: null },
  ]) {
    const { tests, findings } = lookUpShape.test(lacking)
    t.ok(tests.length === 60 && tests.every((test) => test === null))
    t.equal(findings.length, 1)
  }
})
