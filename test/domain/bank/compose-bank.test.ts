import fc from 'fast-check'
import t from 'tap'
import { composeBank, frameOf } from '../../../src/domain/bank/compose-bank.ts'
import { aBank, anItem, itemsOf } from '../../support/builders.ts'

const frame = frameOf(aBank())

t.test('any order of the same items makes the same bank, sorted by id by code unit', async (t) => {
  const items = [...itemsOf('rules', 'know', 11), anItem({ id: 'B' }), anItem({ id: 'a' })]
  const ids = items.map(({ id }) => id).toSorted()
  fc.assert(
    fc.property(fc.shuffledSubarray(items, { minLength: items.length }), (shuffled) => {
      const { bank } = composeBank(frame, shuffled, new Set())
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
  t.strictSame(composeBank(frameOf(bank), bank.items, new Set()).bank, bank)
  t.notOk('items' in frameOf(bank))
})

t.test('enemies that are known but not live are left out; unknown ones are a fault', async (t) => {
  const items = [anItem({ id: 'A', enemies: ['B', 'C'] }), anItem({ id: 'B' })]
  const composed = composeBank(frame, items, new Set(['A', 'B', 'C']))
  t.strictSame(composed.bank?.items[0]?.enemies, ['B'])
  const unknown = composeBank(frame, items, new Set(['A', 'B']))
  t.equal(unknown.bank, null)
  t.ok(unknown.findings.some(({ item, severity }) => item === 'A' && severity === 'error'))
  t.strictSame(items[0]?.enemies, ['B', 'C'], 'the item itself stays as it was')
})

t.test('no live item makes no bank', async (t) => {
  const { bank, findings } = composeBank(frame, [], new Set(['A']))
  t.equal(bank, null)
  t.ok(findings.some(({ pointer }) => pointer === '/items'))
})
