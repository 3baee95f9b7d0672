import fc from 'fast-check'
import t from 'tap'
import type { Item } from '../../../src/domain/bank/item.ts'
import { ITEM_TYPES } from '../../../src/domain/bank/item-type.ts'
import type { ResponseValue } from '../../../src/domain/bank/response-value.ts'
import {
  amendedKeys,
  faultOfChange,
  isCorrectNow,
  isCounted,
  type KeyAmendment,
} from '../../../src/domain/measurement/key-amendment.ts'
import { scoreAttempt } from '../../../src/domain/measurement/score-attempt.ts'
import { isCorrect } from '../../../src/domain/measurement/score-response.ts'
import { aBank, aBlueprint, anItem } from '../../support/builders.ts'

/** Of each type an answer that its key calls right, and two that it calls wrong. */
const ANSWERS: Readonly<
  Record<Item['type'], readonly [ResponseValue, ResponseValue, ResponseValue]>
> = {
  'single-choice': ['A', 'B', 'C'],
  'multiple-choice': [['A', 'B'], ['A', 'C'], ['D']],
  'true-false': [true, false, false],
  numeric: [15, 16, 30],
  'short-text': ['村民会议', '村委会', 'the committee'],
  ordering: [
    ['A', 'B', 'C', 'D'],
    ['B', 'A', 'C', 'D'],
    ['D', 'C', 'B', 'A'],
  ],
  matching: [
    { A: 'B', B: 'C', C: 'A' },
    { A: 'A', B: 'B', C: 'C' },
    { A: 'C', B: 'B', C: 'A' },
  ],
}

for (const type of ITEM_TYPES) {
  const item =
    type === 'multiple-choice'
      ? anItem({ id: 'wrong', type, key: ['A', 'B'] })
      : anItem({ id: 'wrong', type })
  const bank = aBank({ items: [item] })
  const [right, other, third] = ANSWERS[type]
  const now = (value: ResponseValue, ...changes: KeyAmendment['change'][]) =>
    isCorrectNow(
      item,
      value,
      amendedKeys(
        bank,
        changes.map((change) => ({ itemId: 'wrong', change })),
      ),
    )

  t.test(`${type}: a replaced key counts instead, a further one beside the old`, async (t) => {
    t.equal(isCorrect(item, right), true, 'the sample is what it says')
    t.equal(isCorrect(item, other), false)
    t.equal(now(right), true, 'without amendments as before')
    t.equal(now(right, { kind: 'replace', response: other }), false)
    t.equal(now(other, { kind: 'replace', response: other }), true)
    t.equal(now(right, { kind: 'accept-also', response: other }), true)
    t.equal(now(other, { kind: 'accept-also', response: other }), true)
    if (type !== 'true-false') {
      t.equal(now(third, { kind: 'accept-also', response: other }), false)
    }
    t.equal(now(null, { kind: 'replace', response: other }), null, 'no answer stays none')
  })

  t.test(`${type}: a voided item is right for nobody and wrong for nobody`, async (t) => {
    const amended = amendedKeys(bank, [{ itemId: 'wrong', change: { kind: 'void' } }])
    t.equal(isCounted(item, amended), false)
    for (const value of [right, other, null]) t.equal(now(value, { kind: 'void' }), null)
  })

  t.test(`${type}: only whole answers that are wrong so far can become a key`, async (t) => {
    t.equal(faultOfChange(item, { kind: 'replace', response: other }), null)
    t.equal(faultOfChange(item, { kind: 'accept-also', response: other }), null)
    t.equal(faultOfChange(item, { kind: 'void' }), null)
    t.match(faultOfChange(item, { kind: 'replace', response: right }), /right already/)
    t.match(faultOfChange(item, { kind: 'replace', response: null }), /empty/)
    const strange = type === 'short-text' ? 7 : 'of no kind'
    t.match(faultOfChange(item, { kind: 'replace', response: strange }), /the item/)
  })
}

t.test('half an ordering or matching is no key', async (t) => {
  const ordering = anItem({ type: 'ordering' })
  t.match(faultOfChange(ordering, { kind: 'replace', response: ['B', 'A'] }), /not complete/)
  const matching = anItem({ type: 'matching' })
  t.match(faultOfChange(matching, { kind: 'replace', response: { A: 'A' } }), /not complete/)
})

const items = Array.from({ length: 8 }, (_, index) => anItem({ id: `i${index}` }))
const bank = aBank({ items })
const { levels, passingLevel } = aBlueprint()
const choices = fc.constantFrom('A', 'B', 'C', 'D', null)
const changes: fc.Arbitrary<KeyAmendment> = fc.record({
  itemId: fc.constantFrom(...items.map(({ id }) => id)),
  change: fc.oneof(
    fc.record({ kind: fc.constant('replace' as const), response: fc.constantFrom('B', 'C', 'D') }),
    fc.record({
      kind: fc.constant('accept-also' as const),
      response: fc.constantFrom('B', 'C', 'D'),
    }),
    fc.constant({ kind: 'void' as const }),
  ),
})
const score = (given: readonly (string | null)[], amendments: readonly KeyAmendment[]) =>
  scoreAttempt({
    items,
    responses: new Map(given.map((value, index) => [`i${index}`, value])),
    amended: amendedKeys(bank, amendments),
    levels,
    passingLevel,
  })

t.test('a further right answer never costs anybody anything', async () => {
  const given = fc.array(choices, { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(given, fc.array(changes), changes, (answers, before, { itemId }) => {
      const change = { kind: 'accept-also' as const, response: 'B' }
      // Where the item did not count at all, counting it again is another matter.
      if (amendedKeys(bank, before).get(itemId) === null) return true
      const old = score(answers, before)
      const now = score(answers, [...before, { itemId, change }])
      return now.correct >= old.correct && now.overall.theta >= old.overall.theta - 1e-12
    }),
  )
})

t.test(
  'an attempt without the voided item scores as if it had never been on the form',
  async (t) => {
    const given = fc.array(choices, { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(given, fc.nat(7), (answers, place) => {
        const voided = score(answers, [{ itemId: `i${place}`, change: { kind: 'void' } }])
        const without = scoreAttempt({
          items: items.toSpliced(place, 1),
          responses: new Map(answers.map((value, index) => [`i${index}`, value])),
          amended: new Map(),
          levels,
          passingLevel,
        })
        t.same(voided, without)
      }),
      { numRuns: 30 },
    )
  },
)
