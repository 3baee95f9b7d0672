import fc from 'fast-check'
import t from 'tap'
import type { PresentedItem } from '../../src/domain/assembly/presented-form.ts'
import { answersWith, countsOf } from '../../src/web/candidate/attempt/counts.ts'
import { acceptedIn } from '../../src/web/candidate/attempt/leftovers.ts'
import {
  answerOfKey,
  isAnswered,
  moved,
  paired,
  parseNumber,
  toggled,
} from '../../src/web/candidate/items/values.ts'
import type { Entry } from '../../src/web/candidate/journal/entry.ts'

const text = (value: string) => ({ 'zh-CN': value, en: value })

function aPresentedItem(change: Partial<PresentedItem> = {}): PresentedItem {
  const options = ['1', '2', '3'].map((id) => ({ id, text: text(`option ${id}`) }))
  return {
    itemId: 'q1',
    position: 1,
    type: 'single-choice',
    stem: text('stem'),
    options,
    prompts: [],
    unit: null,
    stimulusId: null,
    ...change,
  }
}

t.test('a key chooses an option that exists, and nothing else', async (t) => {
  t.equal(answerOfKey(aPresentedItem(), null, '2'), '2')
  t.equal(answerOfKey(aPresentedItem(), null, '4'), undefined)
  t.equal(answerOfKey(aPresentedItem(), null, 'x'), undefined)
  t.equal(answerOfKey(aPresentedItem({ type: 'true-false', options: [] }), null, '1'), true)
  t.equal(answerOfKey(aPresentedItem({ type: 'true-false', options: [] }), null, '3'), undefined)
  t.equal(answerOfKey(aPresentedItem({ type: 'ordering' }), null, '1'), undefined)
  t.same(answerOfKey(aPresentedItem({ type: 'multiple-choice' }), ['3'], '1'), ['1', '3'])
})

t.test('choosing twice takes an option out; none chosen takes the answer back', async (t) => {
  const item = aPresentedItem({ type: 'multiple-choice' })
  t.same(toggled(item, ['1', '2'], '1'), ['2'])
  t.equal(toggled(item, ['2'], '2'), null)
})

t.test('moving a step keeps every step, and one back undoes it', async (t) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 8 }),
      fc.nat({ max: 7 }),
      (ids, from) => {
        const next = moved(ids, from, 1)
        if (from + 1 >= ids.length) return next === null
        return next !== null && JSON.stringify(moved(next, from + 1, -1)) === JSON.stringify(ids)
      },
    ),
  )
  t.pass()
})

t.test('half a matching is no answer', async (t) => {
  const prompts = ['1', '2'].map((id) => ({ id, text: text(id) }))
  const item = aPresentedItem({ type: 'matching', prompts })
  const half = paired(null, '1', '3')
  t.notOk(isAnswered(item, half))
  t.ok(isAnswered(item, paired(half, '2', '1')))
  t.equal(paired(half, '1', ''), null)
})

t.test('numbers are read as people type them, and nothing else passes for one', async (t) => {
  const cases: readonly (readonly [string, number | null | undefined])[] = [
    ['12.5', 12.5],
    [' １２．５ ', 12.5],
    ['1,234.5', 1234.5],
    ['1 000', 1000],
    ['−3', -3],
    ['.5', 0.5],
    ['', null],
    ['12,5', undefined],
    ['1e5', undefined],
    ['十二', undefined],
    ['1.2.3', undefined],
  ]
  for (const [typed, expected] of cases) t.equal(parseNumber(typed), expected, `"${typed}"`)
})

const anEntry = (sequence: number, change: Partial<Entry>): Entry =>
  ({ sequence, entryId: `e${sequence}`, clientMs: 0, ...change }) as Entry

t.test('what this device has not sent yet lies over what the server holds', async (t) => {
  const base = { responses: { q1: '1', q2: '2' }, marked: ['q2'] }
  const { responses, marked } = answersWith(base, [
    anEntry(1, { kind: 'response', itemId: 'q1', value: '2' }),
    anEntry(2, { kind: 'response', itemId: 'q1', value: '3' }),
    anEntry(3, { kind: 'behavior', behavior: 'unmarked', itemId: 'q2' }),
    anEntry(4, { kind: 'behavior', behavior: 'marked', itemId: 'q1' }),
  ])
  t.same(responses, { q1: '3', q2: '2' })
  t.same([...marked], ['q1'])
})

t.test('the overview counts open, answered and marked', async (t) => {
  const items = ['q1', 'q2', 'q3'].map((itemId, i) => aPresentedItem({ itemId, position: i + 1 }))
  const counts = countsOf(
    { items, stimuli: [] },
    { responses: { q1: '1', q2: null }, marked: new Set(['q3']) },
  )
  t.same(counts, { open: [2, 3], marked: [3], answered: 1 })
})

t.test('an answer whose reply was lost is not told as refused', async (t) => {
  const accepted = acceptedIn({ q1: '2' })
  t.ok(accepted(anEntry(1, { kind: 'response', itemId: 'q1', value: '2' })))
  t.notOk(accepted(anEntry(2, { kind: 'response', itemId: 'q1', value: '3' })))
  t.ok(accepted(anEntry(3, { kind: 'response', itemId: 'q2', value: null })))
})
