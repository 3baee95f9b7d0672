import fc from 'fast-check'
import t from 'tap'
import type { Item } from '../../../src/domain/bank/item.ts'
import type { ResponseValue } from '../../../src/domain/bank/response-value.ts'
import { fitsItem, isCorrect } from '../../../src/domain/measurement/score-response.ts'
import {
  matching,
  multipleChoice,
  numeric,
  ordering,
  shortText,
  singleChoice,
  trueFalse,
} from './items.ts'

const CASES: readonly [string, Item, ResponseValue, boolean | null][] = [
  ['the key', singleChoice(), 'b', true],
  ['another option', singleChoice(), 'a', false],
  ['an answer taken back', singleChoice(), null, null],
  ['true', trueFalse(), true, true],
  ['false is an answer', trueFalse(), false, false],
  ['the set in any order', multipleChoice(), ['c', 'a'], true],
  ['part of the set', multipleChoice(), ['a'], false],
  ['more than the set', multipleChoice(), ['a', 'b', 'c'], false],
  ['a repeated option', multipleChoice(), ['a', 'a'], false],
  ['nothing ticked', multipleChoice(), [], null],
  ['a decimal sum', numeric(0.3, 0), 0.1 + 0.2, true],
  ['the edge of the tolerance', numeric(10, 0.1), 10.1, true],
  ['beyond the tolerance', numeric(10, 0.1), 10.11, false],
  ['zero is an answer', numeric(5, 0), 0, false],
  ['a negative tolerance edge', numeric(-2.5, 0.5), -3, true],
  ['book-title marks', shortText('公务员法'), '《公务员法》', true],
  ['full width', shortText('ABC 12'), '　ａｂｃ　１２。', true],
  ['white space inside', shortText('annual leave'), ' Annual \t leave ', true],
  ['spaces between Chinese characters', shortText('行政复议'), '行政 复议', true],
  ['surrounding quotes', shortText('告知'), '“告知”', true],
  ['another accepted wording', shortText('15日', '十五日'), '十五日。', true],
  ['a sign carries meaning', shortText('5'), '-5', false],
  ['per cent carries meaning', shortText('5'), '5%', false],
  ['a leading point carries meaning', shortText('5'), '.5', false],
  ['a blank text', shortText('告知'), '  ', null],
  ['only punctuation', shortText('告知'), '。。', false],
  ['the order', ordering(), ['c', 'a', 'b'], true],
  ['another order', ordering(), ['a', 'b', 'c'], false],
  ['part of the order', ordering(), ['c', 'a'], false],
  ['every pair', matching(), { q: 'c', p: 'a' }, true],
  ['one pair wrong', matching(), { q: 'b', p: 'a' }, false],
  ['one pair missing', matching(), { p: 'a' }, false],
  ['no pair', matching(), {}, null],
]

t.test('responses are scored as the item says', async (t) => {
  for (const [name, item, value, expected] of CASES) {
    t.equal(isCorrect(item, value), expected, `${item.type}: ${name}`)
  }
})

const EVERY = [
  singleChoice(),
  multipleChoice(),
  trueFalse(),
  numeric(3, 0.5),
  shortText('告知'),
  ordering(),
  matching(),
]
const anything: fc.Arbitrary<ResponseValue> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.string(),
  fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'z'), { maxLength: 6 }),
  fc.dictionary(fc.constantFrom('p', 'q', 'z'), fc.constantFrom('a', 'b', 'c', 'z')),
)

function keyOf(item: Item): ResponseValue {
  if (item.type === 'numeric') return item.key.value
  if (item.type === 'short-text') return item.key.accepted[0] ?? null
  return item.key
}

t.test('the key itself is right and fits', async (t) => {
  for (const item of EVERY) {
    t.equal(isCorrect(item, keyOf(item)), true, item.type)
    t.equal(fitsItem(item, keyOf(item)), null, item.type)
  }
})

t.test('any value is scored without fail, and what is right always fits', async () => {
  fc.assert(
    fc.property(fc.constantFrom(...EVERY), anything, (item, value) => {
      const correct = isCorrect(item, value)
      return correct !== true || fitsItem(item, value) === null
    }),
    {
      numRuns: 2000,
      examples: [
        [multipleChoice(), ['a', 'c', 'a']],
        [numeric(3, 0.5), Number.POSITIVE_INFINITY],
      ],
    },
  )
})

t.test('a multiple-choice response is scored alike in any order', async () => {
  const subset = fc.subarray(['a', 'b', 'c', 'd'])
  fc.assert(
    fc.property(subset, (ids) => {
      const item = multipleChoice()
      return isCorrect(item, ids) === isCorrect(item, ids.toReversed())
    }),
  )
})

t.test('a value that cannot belong to the item is told why', async (t) => {
  const table: readonly [Item, ResponseValue, RegExp][] = [
    [singleChoice(), 'z', /no option z/],
    [singleChoice(), ['a'], /one option id/],
    [multipleChoice(), ['a', 'z'], /no option z/],
    [multipleChoice(), ['a', 'a'], /twice/],
    [multipleChoice(), 'a', /list/],
    [trueFalse(), 'true', /true or false/],
    [numeric(1, 0), '1', /number/],
    [numeric(1, 0), Number.NaN, /number/],
    [shortText('x'), 3, /text/],
    [ordering(), { a: 'b' }, /list/],
    [matching(), { z: 'a' }, /no prompt z/],
    [matching(), { p: 'z' }, /no option z/],
    [matching(), ['a'], /prompt ids/],
  ]
  for (const [item, value, expected] of table) t.match(fitsItem(item, value), expected)
})

t.test('unfinished work fits, so that it can be saved', async (t) => {
  t.equal(fitsItem(ordering(), ['a']), null)
  t.equal(fitsItem(matching(), { p: 'a' }), null)
  t.equal(fitsItem(multipleChoice(), []), null)
  for (const item of EVERY) t.equal(fitsItem(item, null), null, item.type)
})
