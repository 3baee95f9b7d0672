import fc from 'fast-check'
import t from 'tap'
import type { PresentedForm, PresentedItem } from '../../src/domain/assembly/presented-form.ts'
import { itemGroups } from '../../src/web/candidate/attempt/item-groups.ts'

const text = { 'zh-CN': '文', en: 'text' }

function formOf(stimulusIds: readonly (string | null)[]): PresentedForm {
  const items = stimulusIds.map((stimulusId, i): PresentedItem => {
    const shown = { stem: text, options: [], prompts: [], unit: null }
    return { itemId: `q${i + 1}`, position: i + 1, type: 'numeric', ...shown, stimulusId }
  })
  const ids = [...new Set(stimulusIds.filter((id) => id !== null))]
  return { items, stimuli: ids.map((id) => ({ id, title: text, text })) }
}

t.test('every item stands once, in order, beside its own stimulus', async (t) => {
  const ids = fc.array(fc.constantFrom(null, 'one', 'two'), { maxLength: 20 })
  fc.assert(
    fc.property(ids, (stimulusIds) => {
      const form = formOf(stimulusIds)
      const groups = itemGroups(form)
      const inOrder = groups.flatMap(({ items }) => items)
      const beside = groups.every(({ stimulus, items }) =>
        items.every(({ stimulusId }) => stimulusId === (stimulus?.id ?? null)),
      )
      return inOrder.every((item, i) => item === form.items[i]) && beside
    }),
  )
  t.pass()
})

t.test('a stimulus is shown once for the items that follow each other about it', async (t) => {
  const groups = itemGroups(formOf(['one', 'one', null, null, 'two', 'one']))
  t.strictSame(
    groups.map(({ stimulus, items }) => [stimulus?.id ?? null, items.length]),
    [
      ['one', 2],
      [null, 1],
      [null, 1],
      ['two', 1],
      ['one', 1],
    ],
  )
})
