import fc from 'fast-check'
import t from 'tap'
import { composeBank, frameOf } from '../../../src/domain/bank/compose-bank.ts'
import { aBank, anItem, aText, itemsOf } from '../../support/builders.ts'

const frame = frameOf(aBank())

t.test('any order of the same items makes the same bank, sorted by id by code unit', async (t) => {
  const items = [...itemsOf('rules', 'know', 11), anItem({ id: 'B' }), anItem({ id: 'a' })]
  const ids = items.map(({ id }) => id).toSorted()
  fc.assert(
    fc.property(fc.shuffledSubarray(items, { minLength: items.length }), (shuffled) => {
      const { bank } = composeBank(frame, shuffled, { known: new Set() })
      t.strictSame(
        bank?.items.map(({ id }) => id),
        ids,
      )
    }),
    { numRuns: 50 },
  )
})

t.test('a bank taken apart and put together is the same', async (t) => {
  const bank = aBank({ items: itemsOf('rules', 'know', 9) })
  t.strictSame(composeBank(frameOf(bank), bank.items, { known: new Set() }).bank, bank)
  t.notOk('items' in frameOf(bank))
})

t.test('enemies that are known but not live are left out; unknown ones are a fault', async (t) => {
  const items = [anItem({ id: 'A', enemies: ['B', 'C'] }), anItem({ id: 'B' })]
  const composed = composeBank(frame, items, { known: new Set(['A', 'B', 'C']) })
  t.strictSame(composed.bank?.items[0]?.enemies, ['B'])
  const unknown = composeBank(frame, items, { known: new Set(['A', 'B']) })
  t.equal(unknown.bank, null)
  t.ok(unknown.findings.some(({ item, severity }) => item === 'A' && severity === 'error'))
  t.strictSame(items[0]?.enemies, ['B', 'C'], 'the item itself stays as it was')
})

t.test('no live item makes no bank', async (t) => {
  const { bank, findings } = composeBank(frame, [], { known: new Set(['A']) })
  t.equal(bank, null)
  t.ok(findings.some(({ pointer }) => pointer === '/items'))
})

t.test(
  'an unreadable formula stops what is new, and not what a version holds as it is',
  async (t) => {
    const stem = aText('求 \\(\\frac{1}{2\\)', 'What is \\(\\frac{1}{2\\)?')
    const items = [anItem({ id: 'A', stem }), anItem({ id: 'B' })]
    const known = new Set(['A', 'B'])
    const severities = (before: ReturnType<typeof aBank> | null, part = items) =>
      composeBank(frame, part, { known, before })
        .findings.filter(({ code }) => code === 'formula-unreadable')
        .map(({ severity }) => severity)
    t.strictSame(severities(null), ['error', 'error'])
    t.equal(composeBank(frame, items, { known }).bank, null)
    const before = aBank({ items })
    t.strictSame(severities(before), ['warning', 'warning'])
    t.ok(composeBank(frame, items, { known, before }).bank)
    const [first, second] = items as [(typeof items)[0], (typeof items)[0]]
    const revised = [{ ...first, level: 'judge' } as typeof first, second]
    t.strictSame(severities(before, revised), ['error', 'error'], 'a revision is new')
  },
)
