import t from 'tap'
import type { FormConstraints } from '../../../src/domain/assembly/blueprint.ts'
import { checkForm } from '../../../src/domain/assembly/certify-form.ts'
import { drawForm } from '../../../src/domain/assembly/draw-form.ts'
import { constraintFaults } from '../../../src/domain/assembly/form-constraints.ts'
import type { Item } from '../../../src/domain/bank/item.ts'
import { aBank, aBlueprint, anItem, aText, itemsOf } from '../../support/builders.ts'

const timed = (seconds: number) => ({
  // exp(beta + 1 / (2 alpha^2)) seconds: with alpha = 10 that is exp(beta + 0.005).
  timeParameters: { timeIntensity: Math.log(seconds) - 0.005, timeDiscrimination: 10 },
})
const scaled = (discrimination: number, difficulty: number, guessing: number) => ({
  parameters: {
    values: { discrimination, difficulty, guessing },
    provenance: 'calibrated' as const,
    note: '',
  },
})
const stimulus = (id: string) => ({ id, title: aText('材料', 'Text'), text: aText('字', 'Words') })

const form: Item[] = [
  anItem({ id: 'A', stimulus: 'S1', ...timed(60), ...scaled(1, 0, 0), posts: ['clerk'] }),
  anItem({ id: 'B', stimulus: 'S1', ...timed(40), ...scaled(2, 0, 0), posts: ['driver'] }),
  anItem({ id: 'C', type: 'true-false', ...timed(20), ...scaled(1, 0, 0.5) }),
  anItem({ id: 'D', type: 'numeric', competency: 'law', ...timed(80), ...scaled(1, 0, 0) }),
]
const bank = aBank({ items: [...form, anItem({ id: 'E' })], stimuli: [stimulus('S1')] })

const broken = (constraints: FormConstraints, items = form) =>
  constraintFaults(items, bank, aBlueprint({ post: 'clerk', constraints })).map(
    ({ pointer }) => pointer,
  )

t.test('each constraint is broken just outside its range, and by nothing inside', async (t) => {
  // Worked out by hand: at 0 a logistic item has P = 1/2, so information a^2 / 4 without
  // guessing; with c = 1/2, P = 3/4 and information (1 - c) / 4 x (1/2) / P = 1/12.
  const information = 1 / 4 + 4 / 4 + 1 / 12 + 1 / 4
  const cases: readonly (readonly [keyof FormConstraints, object, number])[] = [
    ['types', { type: 'single-choice' }, 2],
    ['types', { type: 'true-false', competency: 'rules' }, 1],
    ['types', { type: 'numeric', competency: 'rules' }, 0],
    ['seconds', {}, 200],
    ['seconds', { competencies: ['rules'] }, 120],
    ['information', { theta: 0 }, information],
    ['expectedScore', { theta: 0 }, 3 * 0.5 + 0.75],
  ]
  for (const [name, what, value] of cases) {
    const at = `/constraints/${name}/0`
    const set = (range: object) => broken({ [name]: [{ ...what, ...range }] })
    const label = JSON.stringify([name, what])
    t.same(set({ min: value - 0.001, max: value + 0.001 }), [], `${label} inside`)
    t.same(set({ min: value + 0.001 }), [at], `${label} below`)
    if (value > 0) t.same(set({ max: value - 0.001 }), [at], `${label} above`)
  }
})

t.test('relevant are items that name the post, or none', async (t) => {
  t.same(broken({ relevantItems: { min: 3, max: 3 } }), [])
  t.same(broken({ relevantItems: { min: 4 } }), ['/constraints/relevantItems'])
  t.same(broken({ relevantItems: { max: 2 } }), ['/constraints/relevantItems'])
})

t.test('stimuli are counted, and the items of each that is used', async (t) => {
  t.same(broken({ stimuli: { min: 1, max: 1 }, stimulusItems: { min: 2, max: 2 } }), [])
  t.same(broken({ stimuli: { max: 0 } }), ['/constraints/stimuli'])
  t.same(broken({ stimuli: { min: 2 } }), ['/constraints/stimuli'])
  t.same(broken({ stimulusItems: { min: 3 } }), ['/constraints/stimulusItems'])
  t.same(broken({ stimulusItems: { max: 1 } }), ['/constraints/stimulusItems'])
  t.same(broken({ stimulusItems: { min: 3 } }, form.slice(2)), [], 'none is used')
})

t.test('a stimulus is read once, and only where an item in question needs it', async (t) => {
  const text = aText('字'.repeat(500), 'Words')
  const items = [anItem({ id: 'A', stimulus: 'S1' }), anItem({ id: 'B', stimulus: 'S1' })]
  const alone = items.map(({ stimulus: _, ...item }) => item as Item)
  const long = aBank({ items, stimuli: [{ ...stimulus('S1'), text }] })
  const least = (of: readonly Item[], min: number) =>
    constraintFaults(of, long, aBlueprint({ constraints: { seconds: [{ min }] } })).length === 0
  const secondsOf = (of: readonly Item[]) => {
    let [low, high] = [0, 10_000]
    for (let step = 0; step < 40; step += 1) {
      const middle = (low + high) / 2
      if (least(of, middle)) low = middle
      else high = middle
    }
    return low
  }
  // 500 characters at 5 a second, once.
  t.ok(Math.abs(secondsOf(items) - secondsOf(alone) - 100) < 1e-3)
})

t.test('included items are there, excluded ones are not', async (t) => {
  t.same(broken({ include: ['A', 'E'], exclude: ['C', 'E'] }), [
    '/constraints/include/1',
    '/constraints/exclude/0',
  ])
})

t.test('the words name the constraint, its range and the value, in both languages', async (t) => {
  const constraints = { types: [{ type: 'true-false' as const, min: 2, max: 3 }] }
  const [fault] = constraintFaults(form, bank, aBlueprint({ constraints }))
  t.match(fault?.message.en, 'type true-false should be at least 2, at most 3, and come to 1')
  t.match(fault?.message['zh-CN'], '题型 true-false 的题数应至少为 2、至多为 3，实为 1')
})

t.test('the check of a whole form finds a broken constraint', async (t) => {
  const large = aBank({ items: itemsOf('rules', 'know', 12) })
  const drawn = drawForm({ bank: large, blueprint: aBlueprint(), seed: 'a' })
  const codes = (constraints: FormConstraints) =>
    checkForm(drawn, large, aBlueprint({ constraints })).map(({ code }) => code)
  t.same(codes({ types: [{ type: 'single-choice', max: 6 }] }), [])
  t.same(codes({ types: [{ type: 'single-choice', max: 5 }] }), ['constraint-broken'])
})
