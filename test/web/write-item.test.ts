import fc from 'fast-check'
import t from 'tap'
import { changeType } from '../../src/web/console/bank/workshop/change-type.ts'
import {
  commonOf,
  ITEM_TYPES,
  type ItemDraft,
  newItem,
  withType,
} from '../../src/web/console/bank/workshop/item-draft.ts'
import { suggestId } from '../../src/web/console/bank/workshop/suggest-id.ts'

const place = { id: 'A-1', competency: 'law' }
const common = commonOf(newItem(place))
const text = (word: string) => ({ 'zh-CN': word, en: word })
const options = ['A', 'B', 'C'].map((id) => ({ id, text: text(`option ${id}`) }))
const prompts = ['P1', 'P2'].map((id) => ({ id, text: text(`prompt ${id}`) }))

/** One finished item of each type. */
const FULL: readonly ItemDraft[] = [
  { ...common, type: 'single-choice', options, key: 'B' },
  { ...common, type: 'multiple-choice', options, key: ['A', 'C'] },
  { ...common, type: 'true-false', key: false },
  { ...common, type: 'numeric', unit: text('days'), key: { value: 0, tolerance: 1 } },
  { ...common, type: 'short-text', key: { accepted: ['word'] } },
  { ...common, type: 'ordering', options, key: ['C', 'A', 'B'] },
  { ...common, type: 'matching', prompts, options, key: { P1: 'A', P2: 'B' } },
]

t.test('a change of type keeps each part as it was, or names it as lost', async (t) => {
  for (const before of FULL) {
    for (const type of ITEM_TYPES.filter((other) => other !== before.type)) {
      const { item, lost } = changeType(before, type)
      t.equal(item.type, type)
      t.strictSame(commonOf(item), common)
      for (const name of ['options', 'prompts', 'unit', 'key'] as const) {
        const was: unknown = Reflect.get(before, name)
        const says = JSON.stringify(Reflect.get(item, name))
        const kept = was === undefined || says === JSON.stringify(was)
        // A right option is the same key alone and in a list.
        const same = name === 'key' && says === JSON.stringify([was])
        t.equal(!lost.includes(name), kept || same, `${name} from ${before.type} to ${type}`)
      }
    }
  }
})

t.test('one right option survives the way to several and back', async (t) => {
  const [single] = FULL
  if (single === undefined) throw new Error('no item')
  const several = changeType(single, 'multiple-choice')
  t.strictSame(changeType(several.item, 'single-choice'), { item: single, lost: [] })
})

t.test('an empty item loses nothing, and statistics never fit another type', async (t) => {
  for (const from of ITEM_TYPES) {
    for (const to of ITEM_TYPES) {
      t.strictSame(changeType(withType(from, common), to), { item: withType(to, common), lost: [] })
    }
  }
  const timeParameters = { timeIntensity: 3, timeDiscrimination: 1 }
  const measured = { ...withType('true-false', common), timeParameters }
  t.strictSame(changeType(measured, 'numeric'), {
    item: withType('numeric', common),
    lost: ['parameters'],
  })
})

t.test('a suggested id is free, and follows the pattern of its competency', async (t) => {
  const ids = fc.array(
    fc.record({
      itemId: fc.stringMatching(/^[A-C]{1,2}-?[0-9]{0,4}$/),
      competency: fc.constantFrom('law', 'safety'),
    }),
  )
  fc.assert(
    fc.property(ids, (items) => {
      const id = suggestId(items, 'law')
      return items.every(({ itemId }) => itemId !== id) && /^[A-Za-z0-9][\w.-]{0,63}$/.test(id)
    }),
    { numRuns: 500 },
  )
  const of = (competency: string) => (itemId: string) => ({ itemId, competency })
  const law = ['CC-001', 'CC-030', 'X-7'].map(of('law'))
  t.equal(suggestId([...law, ...['CC-034', 'LA-2'].map(of('safety'))], 'law'), 'CC-035')
  t.equal(suggestId([], 'law'), 'law-001')
})
