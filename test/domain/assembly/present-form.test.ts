import fc from 'fast-check'
import t from 'tap'
import { Value } from 'typebox/value'
import { drawForm } from '../../../src/domain/assembly/draw-form.ts'
import {
  bankItemId,
  presentForm,
  toBankValue,
  toPresentedValue,
} from '../../../src/domain/assembly/present-form.ts'
import { PresentedForm } from '../../../src/domain/assembly/presented-form.ts'
import { indexOf } from '../../../src/domain/bank/bank-index.ts'
import type { Item } from '../../../src/domain/bank/item.ts'
import type { ResponseValue } from '../../../src/domain/bank/response-value.ts'
import { isCorrect } from '../../../src/domain/measurement/score-response.ts'
import {
  aBank,
  aBlueprint,
  anItem,
  aText,
  generatedPlans,
  itemsOf,
} from '../../support/builders.ts'

const seeds = fc.stringMatching(/^[0-9a-f]{8}$/)

t.test('a presented form tells no key, no parameter and no bank id', async (t) => {
  fc.assert(
    fc.property(generatedPlans(), seeds, ({ bank, blueprint }, seed) => {
      const form = drawForm({ bank, blueprint, seed })
      const presented = presentForm(form, bank)
      t.ok(Value.Check(PresentedForm, presented))
      // Texts aside: the stems of generated items name their ids.
      const bare = JSON.stringify(presented, (name, value) =>
        ['stem', 'text', 'title', 'unit'].includes(name) ? undefined : value,
      )
      for (const word of ['key', 'parameters', 'rationale', 'source', 'level', 'difficulty']) {
        t.notMatch(bare, `"${word}"`)
      }
      for (const { id, competency } of bank.items) {
        t.notMatch(bare, `"${id}"`)
        t.notMatch(bare, competency)
      }
      for (const item of presented.items) {
        t.same(
          item.options.map(({ id }) => id),
          item.options.map((_, place) => `${place + 1}`),
        )
        t.same(
          item.prompts.map(({ id }) => id),
          item.prompts.map((_, place) => `${place + 1}`),
        )
      }
    }),
    { numRuns: 40 },
  )
})

t.test('the right answer survives the way out and back, on every type', async (t) => {
  fc.assert(
    fc.property(generatedPlans(), seeds, ({ bank, blueprint }, seed) => {
      const form = drawForm({ bank, blueprint, seed })
      form.items.forEach(({ item: itemId }, index) => {
        t.equal(bankItemId(form, `q${index + 1}`), itemId)
        const item = indexOf(bank).items.get(itemId)
        if (!item) throw new Error(`no item ${itemId}`)
        const right = rightAnswer(item)
        const presented = toPresentedValue(form, bank, itemId, right)
        const back = toBankValue(form, bank, itemId, presented)
        t.same(back, right)
        t.equal(isCorrect(item, back), true)
        t.equal(toBankValue(form, bank, itemId, null), null)
      })
    }),
    { numRuns: 40 },
  )
})

t.test('two candidates see one option under different ids', async (t) => {
  const bank = aBank({ items: itemsOf('rules', 'know', 6) })
  const seen = new Set(
    Array.from({ length: 40 }, (_, seed) => {
      const form = drawForm({ bank, blueprint: aBlueprint(), seed: String(seed) })
      return String(toPresentedValue(form, bank, 'rules-know-1', 'A'))
    }),
  )
  t.same([...seen].sort(), ['1', '2', '3', '4'])
})

t.test('what cannot belong to an item is refused', async (t) => {
  const cells = [{ competency: 'rules', level: 'know' as const, itemCount: 4 }]
  const items = [
    anItem({ id: 'choice' }),
    anItem({ id: 'truth', type: 'true-false' }),
    anItem({ id: 'number', type: 'numeric' }),
    anItem({ id: 'pairs', type: 'matching' }),
  ]
  const bank = aBank({ items })
  const form = drawForm({ bank, blueprint: aBlueprint({ cells }), seed: 'a' })
  const cases: readonly (readonly [string, ResponseValue])[] = [
    ['choice', '5'],
    ['choice', 'A'],
    ['choice', '0'],
    ['choice', '__proto__'],
    ['choice', 1],
    ['choice', ['1']],
    ['truth', 'true'],
    ['number', '15'],
    ['pairs', { '1': '9' }],
    ['pairs', { '7': '1' }],
    ['pairs', ['1']],
  ]
  for (const [itemId, value] of cases) {
    t.throws(
      () => toBankValue(form, bank, itemId, value),
      { code: 'value-not-for-item' },
      `${itemId} ${JSON.stringify(value)}`,
    )
  }
  for (const id of ['q0', 'q5', 'q', 'choice', 'q01', '__proto__']) {
    t.throws(() => bankItemId(form, id), { code: 'item-not-on-form' }, id)
  }
  t.throws(() => toBankValue(form, bank, 'stranger', '1'), { code: 'item-not-on-form' })
})

function rightAnswer(item: Item): ResponseValue {
  if (item.type === 'numeric') return item.key.value
  if (item.type === 'short-text') return item.key.accepted[0] ?? null
  return item.key
}

t.test('pictures come along with their stem, and only those of the form', async (t) => {
  const base64 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ'
  const picture = { mediaType: 'image/png' as const, base64, alt: aText('一幅图', 'a picture') }
  const items = [anItem({ id: 'with', pictures: [picture] }), anItem({ id: 'without' })]
  const bank = aBank({ items })
  const [cell] = aBlueprint().cells
  if (!cell) throw new Error('the blueprint has no cell')
  const blueprint = aBlueprint({ cells: [{ ...cell, itemCount: 2 }] })
  const form = drawForm({ bank, blueprint, seed: 'ab' })
  const presented = presentForm(form, bank)
  t.ok(Value.Check(PresentedForm, presented))
  form.items.forEach(({ item }, index) => {
    t.same(presented.items[index]?.pictures, item === 'with' ? [picture] : undefined)
  })
})
