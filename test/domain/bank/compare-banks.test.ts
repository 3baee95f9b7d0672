import fc from 'fast-check'
import t from 'tap'
import { compareBanks } from '../../../src/domain/bank/compare-banks.ts'
import { aBank, anItem, aText } from '../../support/builders.ts'

/** An item that says the number it is given. */
const item = (id: string, said: number) => anItem({ id, stem: aText(`${said}`, `${said}`) })
const NAMES = ['I-1', 'I-2', 'I-3', 'I-4', 'I-5', 'I-6']
/** What each item of a bank says; null where the bank lacks it. */
const sayings = fc.tuple(...NAMES.map(() => fc.option(fc.integer({ min: 1, max: 3 }))))
const bankOf = (said: readonly (number | null)[]) =>
  aBank({ items: NAMES.flatMap((id, at) => (said[at] == null ? [] : [item(id, said[at])])) })

t.test('every item is added, removed, changed or as it was, and just one of these', async () => {
  fc.assert(
    fc.property(sayings, sayings, (before, after) => {
      const found = compareBanks(bankOf(before), bankOf(after))
      return NAMES.every((id, at) => {
        const [was, is] = [before[at] ?? null, after[at] ?? null]
        return (
          found.added.includes(id) === (was === null && is !== null) &&
          found.removed.includes(id) === (was !== null && is === null) &&
          found.changed.includes(id) === (was !== null && is !== null && was !== is)
        )
      })
    }),
  )
})

t.test('against nothing all is new; the order of members changes nothing', async (t) => {
  const bank = bankOf([1, 2, 3, null, null, null])
  t.strictSame(compareBanks(null, bank), {
    added: ['I-1', 'I-2', 'I-3'],
    removed: [],
    changed: [],
    frameChanged: true,
  })
  const turned = { ...bank, items: bank.items.map((one) => reversed(one)).toReversed() }
  const same = { added: [], removed: [], changed: [], frameChanged: false }
  t.strictSame(compareBanks(bank, turned), same)
  t.strictSame(compareBanks(bank, { ...bank, title: aText('另一名称', 'Another name') }), {
    ...same,
    frameChanged: true,
  })
})

function reversed<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).toReversed()) as T
}
