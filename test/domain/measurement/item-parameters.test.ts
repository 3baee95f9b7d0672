import t from 'tap'
import { Value } from 'typebox/value'
import { ItemParameters, TimeParameters } from '../../../src/domain/bank/item.ts'
import {
  expectedSeconds,
  parametersOf,
  timeParametersOf,
} from '../../../src/domain/measurement/item-parameters.ts'
import {
  calibratedItem,
  matching,
  multipleChoice,
  numeric,
  ordering,
  shortText,
  singleChoice,
  text,
  trueFalse,
} from './items.ts'

t.test('an item keeps its own parameters with their provenance', async (t) => {
  const values = { discrimination: 1.7, difficulty: -0.2, guessing: 0.1 }
  t.same(parametersOf(calibratedItem('i1', values)), { values, provenance: 'calibrated' })
})

t.test('prior guessing is the chance of blind choice', async (t) => {
  const table = [
    [singleChoice(), 1 / 4],
    [trueFalse(), 1 / 2],
    [multipleChoice(), 1 / 15],
    [ordering(), 1 / 6],
    [matching(), 1 / 6],
    [numeric(1, 0), 0],
    [shortText('x'), 0],
  ] as const
  for (const [item, guessing] of table) {
    const { values, provenance } = parametersOf(item)
    t.ok(Math.abs(values.guessing - guessing) < 1e-12, item.type)
    t.equal(provenance, 'prior')
    t.ok(Value.Check(ItemParameters, values), item.type)
    t.ok(Value.Check(TimeParameters, timeParametersOf(item)), item.type)
  }
})

t.test('judging is harder and slower than applying, applying than knowing', async (t) => {
  const levels = (['know', 'apply', 'judge'] as const).map((level) => singleChoice({ level }))
  const difficulties = levels.map((item) => parametersOf(item).values.difficulty)
  const seconds = levels.map((item) => expectedSeconds(timeParametersOf(item)))
  t.same(difficulties, [-0.6, 0, 0.5])
  t.same(
    seconds,
    seconds.toSorted((a, b) => a - b),
  )
})

t.test(
  'expected seconds are reading at five characters a second, thinking, responding',
  async (t) => {
    // 10 characters of stem, 4 options of 3: 22 / 5 s, 15 s to apply, 3 s to click.
    const plain = singleChoice()
    t.ok(Math.abs(expectedSeconds(timeParametersOf(plain)) - 22.4) < 1e-9)
    const stimulus = text('字'.repeat(100))
    t.ok(Math.abs(expectedSeconds(timeParametersOf(plain, stimulus)) - 42.4) < 1e-9)
  },
)

t.test('own time parameters win', async (t) => {
  const own = { timeIntensity: 3, timeDiscrimination: 2 }
  t.same(timeParametersOf(singleChoice({ timeParameters: own })), own)
  t.ok(Math.abs(expectedSeconds(own) - Math.exp(3.125)) < 1e-9)
})
