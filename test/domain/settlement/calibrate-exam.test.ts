import t from 'tap'
import { prepareDraw } from '../../../src/domain/assembly/draw-form.ts'
import type { Form } from '../../../src/domain/assembly/form.ts'
import type { Bank } from '../../../src/domain/bank/bank.ts'
import type { Item, ItemParameters } from '../../../src/domain/bank/item.ts'
import type { ResponseValue } from '../../../src/domain/bank/response-value.ts'
import { probabilityCorrect } from '../../../src/domain/measurement/item-response.ts'
import { amendedKeys } from '../../../src/domain/measurement/key-amendment.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import {
  type CalibratedAttempt,
  calibrateExam,
} from '../../../src/domain/settlement/calibrate-exam.ts'
import { aBank, aBlueprint, itemsOf } from '../../support/builders.ts'

const COUNT = 60
const truths: readonly ItemParameters[] = Array.from({ length: COUNT }, (_, at) => ({
  discrimination: 0.8 + (at % 4) * 0.25,
  difficulty: -1.8 + (3.6 * at) / (COUNT - 1),
  guessing: 0.25,
}))

function bankWith(provenance: 'calibrated' | 'expert-judgement', known: number): Bank {
  const items = itemsOf('rules', 'know', COUNT).map((item, at): Item => {
    const values = truths[at]
    return at < known && values ? { ...item, parameters: { values, provenance, note: '' } } : item
  })
  return aBank({ items })
}

const blueprint = aBlueprint({
  cells: [{ competency: 'rules', level: 'know', itemCount: 30 }],
  tolerance: { expectedScore: 30, informationShare: 10, timeShare: 10 },
})

function valueFor(item: Item, correct: boolean): ResponseValue {
  if (item.type !== 'single-choice') throw new Error('single choice expected')
  return correct ? item.key : (item.options.find(({ id }) => id !== item.key)?.id ?? '')
}

/** Attempts of candidates whose ability is N(mean, 1), each on an own form. */
function attemptsOf(bank: Bank, count: number, mean: number): CalibratedAttempt[] {
  const { draw } = prepareDraw(bank, blueprint)
  const random = seededRandom('cohort', String(count), String(mean))
  const byId = new Map(bank.items.map((item, at) => [item.id, { item, values: truths[at] }]))
  return Array.from({ length: count }, (_, person) => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const form: Form = draw(`person ${person}`)
    const responses = new Map<string, ResponseValue>()
    for (const { item: id } of form.items) {
      const known = byId.get(id)
      if (!known?.values) throw new Error('unknown item')
      const right = random() < probabilityCorrect(mean + normal, known.values)
      responses.set(id, valueFor(known.item, right))
    }
    return { form, responses }
  })
}

t.test(
  'own forms, anchors in the bank: parameters come out on the scale of the bank',
  async (t) => {
    const bank = bankWith('calibrated', 30)
    // The cohort is abler than the scale's mean: without the anchors all items would look easier.
    const found = calibrateExam(bank, attemptsOf(bank, 1500, 0.7), amendedKeys(bank, []))
    t.equal(found.link?.method, 'anchors')
    t.ok(found.converged)
    t.equal(found.items.length, COUNT)
    const errors = found.items.slice(30).map(({ b, item }) => {
      const at = bank.items.findIndex(({ id }) => id === item)
      return b - (truths[at]?.difficulty ?? 0)
    })
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)
    t.ok(Math.abs(mean) < 0.12, `bias ${mean}`)
    t.ok(spread < 0.3, `RMSE ${spread}`)
    t.ok(found.items.every(({ c }) => c > 0.12 && c < 0.42))
  },
)

t.test('without anchors the scale rests on the priors, and that is said', async (t) => {
  const bank = bankWith('expert-judgement', COUNT)
  const found = calibrateExam(bank, attemptsOf(bank, 400, 0), amendedKeys(bank, []))
  t.equal(found.link?.method, 'prior-means')
  t.ok(found.findings.some(({ code }) => code === 'linked-by-priors'))
  const mean = found.items.reduce((sum, { b }) => sum + b, 0) / found.items.length
  const known = truths.reduce((sum, { difficulty }) => sum + difficulty, 0) / COUNT
  t.ok(Math.abs(mean - known) < 1e-6, 'the means agree')
})

t.test('too few attempts, items few answered, items taken out', async (t) => {
  const bank = bankWith('calibrated', 30)
  const few = calibrateExam(bank, attemptsOf(bank, 99, 0), amendedKeys(bank, []))
  t.match(few, { n: 99, items: [], link: null })
  t.same(
    few.findings.map(({ code }) => code),
    ['too-few-attempts'],
  )
  const some = attemptsOf(bank, 105, 0)
  const [gone] = bank.items
  const amended = amendedKeys(bank, [{ itemId: gone?.id ?? '', change: { kind: 'void' } }])
  const found = calibrateExam(bank, some, amended)
  t.notOk(
    found.items.some(({ item }) => item === gone?.id),
    'an item taken out counts for nobody',
  )
  t.ok(found.items.every(({ n }) => n >= 50))
  t.ok(found.findings.some(({ code }) => code === 'too-few-answers'))
})

t.test('blank at the end is not reached, blank before it is wrong', async (t) => {
  const bank = bankWith('calibrated', 30)
  const whole = attemptsOf(bank, 300, 0)
  const cut = whole.map(({ form, responses }) => ({
    form,
    responses: new Map(
      form.items.slice(0, 20).flatMap(({ item }, at) => {
        const value = responses.get(item)
        return at === 5 || value === undefined ? [] : [[item, value] as const]
      }),
    ),
  }))
  const found = calibrateExam(bank, cut, amendedKeys(bank, []))
  const answers = found.items.reduce((sum, { n }) => sum + n, 0)
  const scarce = found.findings
    .filter(({ code }) => code === 'too-few-answers')
    .reduce(
      (sum, { message }) => sum + Number(/only? (\d+)|by (\d+)/.exec(message.en)?.[2] ?? 0),
      0,
    )
  t.equal(answers + scarce, 300 * 20, 'twenty a person, the blank one among them')
})

t.test('items that few answered do not bend the scale', async (t) => {
  const bank = bankWith('expert-judgement', COUNT)
  const whole = attemptsOf(bank, 400, 0)
  // The twenty hardest are answered by twelve candidates only.
  const rare = new Set(bank.items.slice(40).map(({ id }) => id))
  const attempts = whole.map(({ form, responses }, person) => {
    const items = form.items.filter(({ item }) => person < 24 || !rare.has(item))
    return { form: { ...form, items }, responses }
  })
  const found = calibrateExam(bank, attempts, amendedKeys(bank, []))
  t.equal(found.items.length, 40)
  const mean = found.items.reduce((sum, { b }) => sum + b, 0) / found.items.length
  const known = truths.slice(0, 40).reduce((sum, { difficulty }) => sum + difficulty, 0) / 40
  t.ok(Math.abs(mean - known) < 1e-6, `the means of those that tell agree: ${mean}, ${known}`)
})
