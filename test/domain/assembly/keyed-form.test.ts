import fc from 'fast-check'
import t from 'tap'
import { Value } from 'typebox/value'
import { drawForm } from '../../../src/domain/assembly/draw-form.ts'
import { KeyedForm, keyedForm, type PresentedKey } from '../../../src/domain/assembly/keyed-form.ts'
import { presentForm, toBankValue } from '../../../src/domain/assembly/present-form.ts'
import { indexOf } from '../../../src/domain/bank/bank-index.ts'
import type { ResponseValue } from '../../../src/domain/bank/response-value.ts'
import { amendedKeys } from '../../../src/domain/measurement/key-amendment.ts'
import { isCorrect } from '../../../src/domain/measurement/score-response.ts'
import { aBank, aBlueprint, anItem, generatedPlans } from '../../support/builders.ts'

const seeds = fc.stringMatching(/^[0-9a-f]{8}$/)

/** What a candidate who follows a key sheet would answer. */
function answerBy(key: PresentedKey, isSingle: boolean): ResponseValue {
  switch (key.kind) {
    case 'options':
      return isSingle ? (key.options[0] ?? null) : [...key.options]
    case 'order':
      return [...key.options]
    case 'pairs':
      return Object.fromEntries(key.pairs.map(({ prompt, option }) => [prompt, option]))
    case 'truth':
    case 'number':
      return key.value
    case 'texts':
      return key.accepted[0] ?? null
  }
}

t.test('who answers by the key sheet of a form gets every item right', async (t) => {
  const kinds = new Set<string>()
  fc.assert(
    fc.property(generatedPlans(), seeds, ({ bank, blueprint }, seed) => {
      const form = drawForm({ bank, blueprint, seed })
      for (const { bankItemId, keys, type } of keyedForm(form, bank).items) {
        t.equal(keys.length, 1)
        const [key] = keys
        if (!key) throw new Error(`no key of ${bankItemId}`)
        const item = indexOf(bank).items.get(bankItemId)
        if (!item) throw new Error(`no item ${bankItemId}`)
        kinds.add(key.kind)
        const answer = answerBy(key, type === 'single-choice')
        t.equal(isCorrect(item, toBankValue(form, bank, bankItemId, answer)), true)
      }
    }),
    { numRuns: 60 },
  )
  t.same([...kinds].sort(), ['number', 'options', 'order', 'pairs', 'texts', 'truth'])
})

t.test('a keyed form shows what the candidate sees, in the same order', async (t) => {
  fc.assert(
    fc.property(generatedPlans(), seeds, ({ bank, blueprint }, seed) => {
      const form = drawForm({ bank, blueprint, seed })
      const keyed = keyedForm(form, bank)
      t.ok(Value.Check(KeyedForm, keyed))
      const seen = keyed.items.map(({ keys, rationale, bankItemId, ...item }) => item)
      t.same({ items: seen, stimuli: keyed.stimuli }, presentForm(form, bank))
      t.same(
        keyed.items.map(({ bankItemId }) => bankItemId),
        form.items.map(({ item }) => item),
      )
      t.same([keyed.digest, keyed.certificate], [form.digest, form.certificate])
    }),
    { numRuns: 40 },
  )
})

t.test(
  'a form with an item that its bank lacks is a fault, not a form without a key',
  async (t) => {
    const [planned] = fc.sample(generatedPlans(), 1)
    if (!planned) throw new Error('no plan was generated')
    const form = drawForm({ ...planned, seed: '0' })
    const bank = { ...planned.bank, items: planned.bank.items.slice(0, 0) }
    t.throws(() => keyedForm(form, bank), /not in its bank/)
  },
)

t.test('the key sheet follows amendments: further answers beside, voided items bare', async (t) => {
  const bank = aBank({ items: ['a', 'b', 'c'].map((id) => anItem({ id })) })
  const cells = [{ competency: 'rules', level: 'know' as const, itemCount: 3 }]
  const form = drawForm({ bank, blueprint: aBlueprint({ cells }), seed: '0' })
  const amended = amendedKeys(bank, [
    { itemId: 'a', change: { kind: 'accept-also', response: 'B' } },
    { itemId: 'b', change: { kind: 'replace', response: 'C' } },
    { itemId: 'c', change: { kind: 'void' } },
  ])
  const expected: Readonly<Record<string, readonly string[]>> = { a: ['A', 'B'], b: ['C'], c: [] }
  for (const { bankItemId, keys } of keyedForm(form, bank, amended).items) {
    const right = keys.map((key) => toBankValue(form, bank, bankItemId, answerBy(key, true)))
    t.same(right, expected[bankItemId], bankItemId)
  }
})
