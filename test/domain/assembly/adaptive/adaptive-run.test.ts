import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import {
  type PreparedAdaptive,
  prepareAdaptive,
} from '../../../../src/domain/assembly/adaptive/adaptive-run.ts'
import {
  figuresOf,
  simulateCourses,
} from '../../../../src/domain/assembly/adaptive/forecast-adaptive.ts'
import {
  adaptiveFormFor,
  formsOfCourse,
  replayCourse,
} from '../../../../src/domain/assembly/adaptive/replay-form.ts'
import type { AdaptiveDelivery, Blueprint } from '../../../../src/domain/assembly/blueprint.ts'
import { cellKey } from '../../../../src/domain/assembly/cells.ts'
import { checkForm } from '../../../../src/domain/assembly/certify-form.ts'
import type { Bank } from '../../../../src/domain/bank/bank.ts'
import type { Item } from '../../../../src/domain/bank/item.ts'
import {
  estimateAbility,
  trackAbility,
} from '../../../../src/domain/measurement/estimate-ability.ts'
import { parametersOf } from '../../../../src/domain/measurement/item-parameters.ts'
import { information } from '../../../../src/domain/measurement/item-response.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { aBank, aBlueprint, generatedPlans, itemsOf } from '../../../support/builders.ts'

const adaptive = (delivery: Partial<AdaptiveDelivery> = {}): AdaptiveDelivery => ({
  mode: 'adaptive',
  fewestItems: 1,
  standardError: 0.05,
  randomesque: 3,
  ...delivery,
})

/** Answers by a coin of their own until the attempt ends; the items in the order given. */
function takeWhole(prepared: PreparedAdaptive, seed: string, share = 0.6) {
  const random = seededRandom(seed, 'answers')
  const answers: { readonly item: Item; readonly correct: boolean }[] = []
  const run = prepared.begin(seed)
  for (let current = run.current(); current; current = run.current()) {
    const correct = random() < share
    answers.push({ item: current.item, correct })
    run.leave(correct)
  }
  return { form: run.form(), answers, ability: run.ability() }
}

function spreadBank(count: number): Bank {
  const items = itemsOf('rules', 'know', count).map((item, index) => ({
    ...item,
    parameters: {
      values: { discrimination: 1.2, difficulty: -3 + (6 * index) / (count - 1), guessing: 0 },
      provenance: 'calibrated' as const,
      note: '',
    },
  }))
  return aBank({ items })
}

t.test('at full length it fills the blueprint exactly, without enemies or doubles', async () => {
  fc.assert(
    fc.property(generatedPlans(), fc.string(), ({ bank, blueprint }, seed) => {
      const planned = { ...blueprint, delivery: adaptive() }
      const { form, answers } = takeWhole(prepareAdaptive(bank, planned), seed)
      const errors = checkForm(form, bank, planned).filter(({ severity }) => severity === 'error')
      const counts = planned.cells.map(
        (cell) => answers.filter(({ item }) => cellKey(item) === cellKey(cell)).length,
      )
      return (
        errors.length === 0 &&
        form.certificate.ended === 'length' &&
        counts.every((count, index) => count === planned.cells[index]?.itemCount)
      )
    }),
    { numRuns: 300 },
  )
})

t.test('at every length each cell is within one item of its share', async () => {
  fc.assert(
    fc.property(generatedPlans(0), fc.string(), ({ bank, blueprint }, seed) => {
      const prepared = prepareAdaptive(bank, { ...blueprint, delivery: adaptive() })
      const run = prepared.begin(seed)
      const random = seededRandom(seed, 'coin')
      while (run.current()) {
        run.leave(random() < 0.5)
        for (const { given, aimed } of run.form().certificate.cells) {
          // Largest-lag sequences stay below one item plus what rounding costs with many cells.
          if (Math.abs(given - aimed) > Math.max(1, blueprint.cells.length / 2)) return false
        }
      }
      return true
    }),
    { numRuns: 200 },
  )
})

t.test('without chance it gives the most informative item of the cell', async (t) => {
  const bank = spreadBank(40)
  const blueprint = aBlueprint({
    cells: [{ competency: 'rules', level: 'know', itemCount: 20 }],
    delivery: adaptive({ randomesque: 1 }),
  })
  const { answers } = takeWhole(prepareAdaptive(bank, blueprint), 'one')
  for (const [place, { item }] of answers.entries()) {
    if (place === 0) continue
    const before = answers.slice(0, place)
    const { theta } = estimateAbility(
      before.map(({ item: { id }, correct }) => ({
        parameters: parametersOf(bank.items.find((one) => one.id === id) as Item).values,
        correct,
      })),
    )
    const used = new Set(before.map((one) => one.item.id))
    const told = (one: Item) => information(theta, parametersOf(one).values)
    const best = Math.max(...bank.items.filter(({ id }) => !used.has(id)).map(told))
    t.equal(told(item), best, `place ${place + 1}`)
  }
})

t.test('the ability tracked item by item is the one estimated at once, bit for bit', async () => {
  const response = fc.record({
    parameters: fc.record({
      discrimination: fc.double({ min: 0.3, max: 3, noNaN: true }),
      difficulty: fc.double({ min: -4, max: 4, noNaN: true }),
      guessing: fc.double({ min: 0, max: 0.4, noNaN: true }),
    }),
    correct: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(response, { maxLength: 60 }), (responses) => {
      const tracker = trackAbility()
      return responses.every((one, index) => {
        tracker.add(one)
        const [tracked, whole] = [
          tracker.estimate(),
          estimateAbility(responses.slice(0, index + 1)),
        ]
        return tracked.theta === whole.theta && tracked.standardError === whole.standardError
      })
    }),
    { numRuns: 100 },
  )
})

t.test('it ends when precise enough, but not before the fewest items', async (t) => {
  const bank = spreadBank(60)
  const cells = [{ competency: 'rules', level: 'know' as const, itemCount: 40 }]
  const ending = (delivery: Partial<AdaptiveDelivery>) =>
    takeWhole(prepareAdaptive(bank, aBlueprint({ cells, delivery: adaptive(delivery) })), 'end')
  const loose = ending({ standardError: 0.5 })
  t.equal(loose.form.certificate.ended, 'precision')
  t.ok(loose.form.certificate.standardError.value <= 0.5)
  const short = loose.form.items.length
  t.ok(short < 20, `${short} items`)
  const held = ending({ standardError: 0.5, fewestItems: 30 })
  t.equal(held.form.items.length, 30)
  const strict = ending({ standardError: 0.05 })
  t.equal(strict.form.certificate.ended, 'length')
  t.equal(strict.form.items.length, 40)
  t.notOk(strict.form.certificate.standardError.within)
})

t.test('the same seed and answers give the same form; others do not follow', async (t) => {
  const bank = spreadBank(40)
  const cells = [{ competency: 'rules', level: 'know' as const, itemCount: 12 }]
  const prepared = prepareAdaptive(bank, aBlueprint({ cells, delivery: adaptive() }))
  const { form, answers } = takeWhole(prepared, 'seed')
  const responses = new Map(
    answers.map(({ item, correct }) => {
      if (item.type !== 'single-choice') throw new Error('single choice expected')
      const wrong = item.options.find(({ id }) => id !== item.key)?.id ?? ''
      return [item.id, correct ? item.key : wrong] as const
    }),
  )
  t.same(adaptiveFormFor(prepared, 'seed', responses), form)
  const course = { items: form.items, left: form.items.length, responses }
  t.same(replayCourse(prepared, 'seed', course)?.form(), form)
  t.equal(replayCourse(prepared, 'another', course), null)
  const swapped = [form.items[1], form.items[0], ...form.items.slice(2)].flatMap((one) => one ?? [])
  t.equal(replayCourse(prepared, 'seed', { ...course, items: swapped }), null)
  const [first] = answers
  t.ok(first)
  const turned = new Map(responses)
  turned.delete(first?.item.id ?? '')
  const changed = replayCourse(prepared, 'seed', { ...course, responses: turned })
  t.ok(
    first?.correct === false || changed === null,
    'a right answer taken away leads to other items',
  )
  const half = { ...course, items: form.items.slice(0, 7), left: 7 }
  t.same(
    formsOfCourse(prepared, 'seed', half).map(({ items }) => items.length),
    [8, 7],
    'closed there, or gone on',
  )
})

const shipped = JSON.parse(readFileSync('question-banks/grassroots/bank.json', 'utf8')) as Bank
const annual = JSON.parse(
  readFileSync('question-banks/grassroots/blueprint.json', 'utf8'),
) as Blueprint

t.test('simulated attempts: honest standard errors, fewer items, exposure spread', async (t) => {
  const bank = spreadBank(200)
  const cells = [{ competency: 'rules', level: 'know' as const, itemCount: 40 }]
  const blueprint = aBlueprint({
    cells,
    delivery: adaptive({ standardError: 0.4, fewestItems: 8, randomesque: 5 }),
  })
  const prepared = prepareAdaptive(bank, blueprint)
  const courses = simulateCourses(prepared, 600, { name: 'truth' })
  const errors = courses.map(({ theta, truth }) => theta - truth)
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const covered = mean(
    courses.map(({ theta, truth, standardError }) =>
      Math.abs(theta - truth) <= 1.96 * standardError ? 1 : 0,
    ),
  )
  // 600 attempts: a binomial of .95 has a standard error of .009; EAP is exact over the prior.
  t.ok(covered > 0.92 && covered < 0.98, `coverage ${covered}`)
  t.ok(Math.abs(mean(errors)) < 4 * (0.4 / Math.sqrt(600)), `bias ${mean(errors)}`)
  const squared = Math.sqrt(mean(errors.map((error) => error ** 2)))
  const stated = Math.sqrt(mean(courses.map(({ standardError }) => standardError ** 2)))
  t.ok(Math.abs(squared / stated - 1) < 0.1, `RMSE ${squared}, stated ${stated}`)
  const figures = figuresOf(prepared, courses)
  t.ok(figures.reachedShare > 0.95, `reached ${figures.reachedShare}`)
  // A form spread evenly over the same difficulties tells less per item: how many would it take?
  const spread = bank.items.map((one) => information(0, parametersOf(one).values))
  const perItem = mean(spread)
  const linear = (1 / 0.4 ** 2 - 1) / perItem
  t.ok(figures.meanItems < 0.75 * linear, `${figures.meanItems} items against ${linear}`)
  const greedy = prepareAdaptive(
    bank,
    aBlueprint({
      cells,
      delivery: adaptive({ standardError: 0.4, fewestItems: 8, randomesque: 1 }),
    }),
  )
  const unspread = figuresOf(greedy, simulateCourses(greedy, 600, { name: 'truth' }))
  t.ok(
    figures.exposure.largest < unspread.exposure.largest,
    `largest exposure ${figures.exposure.largest} against ${unspread.exposure.largest}`,
  )
})

t.test('on the shipped bank every cell is served and key positions are balanced', async (t) => {
  const blueprint = { ...annual, delivery: adaptive({ randomesque: 5 }) }
  const prepared = prepareAdaptive(shipped, blueprint)
  const places = new Map<number, number>()
  for (let number = 0; number < 60; number += 1) {
    const { form, answers } = takeWhole(prepared, `shipped ${number}`)
    t.equal(form.items.length, prepared.mostItems)
    for (const [index, { item }] of answers.entries()) {
      if (item.type !== 'single-choice' || item.options.length !== 4) continue
      const at = form.items[index]?.options.indexOf(item.key) ?? -1
      places.set(at, (places.get(at) ?? 0) + 1)
    }
  }
  const total = [...places.values()].reduce((sum, count) => sum + count, 0)
  const squares = [0, 1, 2, 3].map((at) => ((places.get(at) ?? 0) - total / 4) ** 2 / (total / 4))
  const chi = squares.reduce((sum, value) => sum + value, 0)
  t.ok(chi < 16.27, `chi-squared ${chi} on 3 degrees of freedom, 0.1 % bound`)
})
