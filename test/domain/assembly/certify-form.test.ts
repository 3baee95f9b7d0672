import t from 'tap'
import { checkForm, itemFaults } from '../../../src/domain/assembly/certify-form.ts'
import { drawForm } from '../../../src/domain/assembly/draw-form.ts'
import type { LinearForm } from '../../../src/domain/assembly/form.ts'
import { digestOf } from '../../../src/domain/digest.ts'
import { aBank, aBlueprint, anItem, aText, itemIdsOf, itemsOf } from '../../support/builders.ts'

const items = itemsOf('rules', 'know', 12).map((item, index) => ({
  ...item,
  parameters: {
    values: { discrimination: 1, difficulty: (index - 6) / 4, guessing: 0.2 },
    provenance: 'calibrated' as const,
    note: '',
  },
}))
const bank = aBank({ items })
const blueprint = aBlueprint()
const form = drawForm({ bank, blueprint, seed: 'a' })
const [first] = form.items
const unused = items.find(({ id }) => !itemIdsOf(form).includes(id))

/** A form somebody has changed without leaving a trace in its digest. */
function forged(changed: Partial<LinearForm>): LinearForm {
  const whole = { ...form, ...changed }
  return { ...whole, digest: digestOf(whole.items) }
}
const codes = (of: LinearForm, withBank = bank) =>
  checkForm(of, withBank, blueprint).map(({ code }) => code)

t.test('a form as drawn passes', async (t) => {
  t.same(checkForm(form, bank, blueprint), [])
})

t.test('every way of changing a form is found', async (t) => {
  if (!first || !unused) throw new Error('the form is empty or uses up the bank')
  const rest = form.items.slice(1)
  t.same(codes({ ...form, digest: '0'.repeat(64) }), ['digest'])
  t.same(codes(forged({ items: rest })), ['cell-count', 'certificate'])
  t.same(codes(forged({ items: [...form.items, first] })).slice(0, 2), ['item-twice', 'cell-count'])
  t.same(codes(forged({ items: [{ ...first, item: unused.id }, ...rest] })), ['certificate'])
  t.same(codes(forged({ items: [{ ...first, item: 'gone' }, ...rest] })).slice(0, 2), [
    'unknown-item',
    'cell-count',
  ])
  const options = first.options.toSpliced(0, 1, 'Z')
  t.same(codes(forged({ items: [{ ...first, options }, ...rest] })), ['options-differ'])
  const better = { ...form.certificate.expectedScore, value: 0 }
  t.same(codes(forged({ certificate: { ...form.certificate, expectedScore: better } })), [
    'certificate',
  ])
})

t.test('enemies that meet are found', async (t) => {
  const [one, other] = itemIdsOf(form)
  const hostile = aBank({
    items: items.map((item) =>
      item.id === one ? anItem({ ...item, enemies: [other ?? ''] }) : item,
    ),
  })
  t.same(codes(form, hostile), ['enemies-meet'])
})

t.test(
  'a cell is named in people’s words, one that the bank does not know by its id',
  async (t) => {
    const named = {
      ...bank,
      competencies: bank.competencies.map((one) => ({ ...one, name: aText('规则', 'The rules') })),
    }
    const messages = (withBank: typeof bank, cells: typeof blueprint.cells) =>
      itemFaults(items.slice(0, 5), withBank, { ...blueprint, cells }).map(({ message }) => message)
    const [own] = blueprint.cells
    if (!own) throw new Error('the blueprint has no cell')
    const strange = { competency: 'unheard-of', level: 'judge' as const, itemCount: 1 }
    t.strictSame(messages(named, [{ ...own, itemCount: 6 }, strange]), [
      aText(
        '“规则”（识记）应有 6 题，实有 5 题',
        '"The rules" (know) should have 6 items and has 5',
      ),
      aText(
        '“unheard-of”（研判）应有 1 题，实有 0 题',
        '"unheard-of" (judge) should have 1 item and has 0',
      ),
    ])
  },
)
