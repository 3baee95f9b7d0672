import fc from 'fast-check'
import t from 'tap'
import Value from 'typebox/value'
import type { ItemParameters } from '../../../../src/domain/bank/item.ts'
import { Audit, type Measured } from '../../../../src/domain/measurement/audit/audit.ts'
import { auditPlan } from '../../../../src/domain/measurement/audit/audit-plan.ts'
import { expectedFigures } from '../../../../src/domain/measurement/audit/expected-figures.ts'
import {
  observe,
  observedFigures,
} from '../../../../src/domain/measurement/audit/observed-figures.ts'
import { responseMatrix } from '../../../../src/domain/measurement/calibration/response-matrix.ts'
import { expectedQuality } from '../../../../src/domain/measurement/expected-quality.ts'
import { probabilityCorrect } from '../../../../src/domain/measurement/item-response.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

const name = { 'zh-CN': '内容', en: 'content' }
const parameters: fc.Arbitrary<ItemParameters> = fc.record({
  discrimination: fc.double({ min: 0.05, max: 4, noNaN: true }),
  difficulty: fc.double({ min: -8, max: 8, noNaN: true }),
  guessing: fc.double({ min: 0, max: 0.5, noNaN: true }),
})
const plans = fc.record({
  parameters: fc.array(parameters, { maxLength: 30 }),
  cuts: fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 1, maxLength: 3 }),
  cells: fc.array(fc.record({ name: fc.constant(name), needed: fc.nat(9), usable: fc.nat(9) })),
  overlap: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  jobRelevance: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
})

t.test('whatever is planned, figures are numbers and bad ones come with a repair', async () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const audit = auditPlan(plan)
      return (
        Value.Check(Audit, audit) &&
        [...audit.reasons, ...audit.sound].every(
          ({ value, rating, repair }) =>
            Number.isFinite(value) && (rating === 'good') === (repair === null),
        )
      )
    }),
  )
})

t.test('what is expected is what a large cohort shows', async (t) => {
  const random = seededRandom('audit plan', 'cohort')
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const items = Array.from({ length: 24 }, (_, at) => ({
    discrimination: 0.5 + (at % 5) * 0.3,
    difficulty: -2.5 + at * 0.15,
    guessing: at % 3 === 0 ? 0.2 : 0,
  }))
  const rows = Array.from({ length: 20_000 }, () => {
    const theta = normal()
    return items.map((item) => Number(random() < probabilityCorrect(theta, item)))
  })
  const matrix = responseMatrix(rows)
  const found = observedFigures(matrix, observe(matrix)).measured
  const figureOf = (figures: readonly Measured[], code: string) =>
    figures.find((figure) => figure.code === code)?.values[0] ?? Number.NaN
  const expected = expectedFigures(items, [0])
  for (const [code, tolerance] of [
    ['ceiling-persons', 0.006],
    ['ceiling-items', 1e-9],
    ['discrimination', 1e-9],
    ['chance', 0.15],
  ] as const) {
    const [wanted, value] = [figureOf(expected, code), figureOf(found, code)]
    t.ok(Math.abs(wanted - value) < tolerance, `${code}: ${wanted} expected, ${value} found`)
  }
})

t.test(
  'an easy paper is a formality before anyone sits it, the same with harder items is not',
  async (t) => {
    const paper = (difficulty: number) =>
      auditPlan({
        parameters: Array.from({ length: 40 }, (_, at) => ({
          discrimination: 1.1,
          difficulty: difficulty + (at % 5) / 5,
          guessing: 0.2,
        })),
        cuts: [0],
        cells: [{ name, needed: 40, usable: 80 }],
        overlap: 0.5,
        jobRelevance: 1,
      })
    const easy = paper(-4.5)
    t.equal(easy.verdict, 'formality')
    const texts = easy.reasons.map(({ repair }) => repair?.en ?? '').join('\n')
    t.match(texts, /Take out 32 items that nearly everyone gets right/)
    t.equal(paper(-0.5).verdict, 'meaningful')
  },
)

t.test('the repair of a cut is enough items: with them the standard error is good', async (t) => {
  const item = (difficulty: number) => ({ discrimination: 1, difficulty, guessing: 0 })
  const short = Array.from({ length: 10 }, () => item(0.5))
  const plan = { cuts: [0], cells: [], overlap: null, jobRelevance: null }
  const errorOf = (parameters: readonly ItemParameters[]) => {
    const { reasons, sound } = auditPlan({ ...plan, parameters })
    const found = [...reasons, ...sound].find(({ code }) => code === 'standard-error-at-cut')
    if (!found) throw new Error('not judged')
    return found
  }
  const before = errorOf(short)
  t.equal(before.rating, 'bad')
  const count = Number(/Add (\d+) items/.exec(before.repair?.en ?? '')?.[1])
  const added = (of: number) => [...short, ...Array.from({ length: of }, () => item(0))]
  t.equal(errorOf(added(count)).rating, 'good')
  t.equal(errorOf(added(count - 1)).rating, 'weak', 'and none too many')
})

t.test('accuracy and consistency are those that the preview shows beside', async (t) => {
  const items = Array.from({ length: 20 }, (_, at) => ({
    discrimination: 0.8 + (at % 4) / 5,
    difficulty: at / 5 - 2,
    guessing: (at % 2) / 5,
  }))
  const { cuts } = expectedQuality({ parameters: items, cuts: [-0.5, 1] })
  const figures = expectedFigures(items, [-0.5, 1])
  for (const [code, member] of [
    ['standard-error-at-cut', 'standardError'],
    ['accuracy', 'accuracy'],
    ['consistency', 'consistency'],
  ] as const) {
    const values = figures.find((figure) => figure.code === code)?.values ?? []
    cuts.forEach((cut, at) => {
      t.ok(Math.abs((values[at] ?? 0) - (cut[member] ?? 9)) < 0.002, `${code} at ${cut.theta}`)
    })
  }
})

t.test('a cell that lacks items is bad and names how many to write', async (t) => {
  const { reasons } = auditPlan({
    parameters: [],
    cuts: [0],
    cells: [{ name, needed: 10, usable: 4 }],
    overlap: null,
    jobRelevance: null,
  })
  t.match(reasons, [{ code: 'coverage', value: 0.4, rating: 'bad' }])
  t.match(reasons[0]?.repair?.en, /Write 6 more items for content/)
})
