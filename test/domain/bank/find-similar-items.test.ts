import fc from 'fast-check'
import t from 'tap'
import { findSimilarItems } from '../../../src/domain/bank/find-similar-items.ts'
import { nearDuplicateFindings } from '../../../src/domain/bank/near-duplicates.ts'
import { aBank, anItem, aText } from '../../support/builders.ts'

const words = ['party', 'office', 'permit', 'fee', 'review', 'appeal']
const stem = fc
  .tuple(
    fc.array(fc.constantFrom(...'村民会议决定事项公开'), { minLength: 2, maxLength: 12 }),
    fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 6 }),
  )
  .map(([zh, en]) => aText(zh.join(''), en.join(' ')))

t.test('an item is similar to just those a check of the whole bank pairs it with', async (t) => {
  let pairs = 0
  fc.assert(
    fc.property(fc.array(stem, { minLength: 2, maxLength: 12 }), (stems) => {
      const items = stems.map((own, index) => anItem({ id: `I-${index + 10}`, stem: own }))
      const named = nearDuplicateFindings(aBank({ items })).map(
        ({ item, message }) => [item, /of I-\d+ and (I-\d+) agree/.exec(message.en)?.[1]] as const,
      )
      for (const item of items) {
        const expected = named.flatMap(([right, left]) =>
          right === item.id ? [left] : left === item.id ? [right] : [],
        )
        const found = findSimilarItems(item, items).map(({ itemId }) => itemId)
        pairs += found.length
        t.strictSame(found.toSorted(), expected.toSorted())
      }
    }),
    { numRuns: 200, seed: 3 },
  )
  t.ok(pairs > 20, `${pairs} pairs`)
})

t.test('either language alone is enough, and the closest comes first', async (t) => {
  const item = anItem({ id: 'A', stem: aText('甲乙丙丁戊', 'one two three four') })
  const others = [
    anItem({ id: 'B', stem: aText('完全不同的题', 'one two three four') }),
    anItem({ id: 'C', stem: aText('甲乙丙丁戊己', 'nothing like the other') }),
    anItem({ id: 'D', stem: aText('又一道别的题', 'and one more again here') }),
  ]
  t.strictSame(findSimilarItems(item, [...others, item]), [
    { itemId: 'B', chinese: 0, english: 1 },
    // Of the five pairs of characters of C, four are A's as well.
    { itemId: 'C', chinese: 4 / 5, english: 0 },
  ])
})
