import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import type { Bank } from '../../../src/domain/bank/bank.ts'
import { checkBank } from '../../../src/domain/bank/check-bank.ts'
import { coverageOf } from '../../../src/domain/bank/coverage.ts'
import type { Item } from '../../../src/domain/bank/item.ts'
import { ITEM_TYPES } from '../../../src/domain/bank/item-type.ts'
import {
  aBank,
  aCompetency,
  anItem,
  aText,
  generatedPlans,
  itemsOf,
} from '../../support/builders.ts'

const shipped = new URL('../../../question-banks/grassroots/bank.json', import.meta.url)

/** Stems that have nothing in common, so that only what a case is about is found. */
const STEMS = [
  ['村民会议由谁召集', 'Who calls the meeting of all villagers'],
  ['补贴资金应在几日内公示', 'Within how many days must subsidies be posted in public'],
  ['发现事故隐患后先做什么', 'What comes first after a hazard has been discovered'],
  ['哪些资料属于敏感信息', 'Which records count as sensitive'],
] as const
const varied = (...items: readonly Item[]) =>
  aBank({
    items: items.map((item, index) => {
      const [zh, en] = STEMS[index % STEMS.length] ?? ['题', 'Item']
      return { ...item, stem: aText(zh, en) }
    }),
  })

const found = (document: unknown) =>
  checkBank(document).findings.map(
    ({ severity, code, pointer }) => `${severity} ${code} ${pointer}`,
  )

t.test('the shipped bank has neither errors nor warnings', async (t) => {
  const { bank, findings } = checkBank(JSON.parse(readFileSync(shipped, 'utf8')))
  t.ok(bank)
  t.same(
    findings.filter(({ severity }) => severity !== 'note'),
    [],
  )
})

t.test('an item of every type passes', async (t) => {
  for (const type of ITEM_TYPES) t.same(found(varied(anItem({ type }))), [], type)
})

t.test('generated banks have no errors', async (t) => {
  fc.assert(
    fc.property(generatedPlans(), ({ bank }) => {
      t.ok(checkBank(bank).bank)
    }),
    { numRuns: 20 },
  )
})

t.test('a fault of shape is told by the type of the item, at its place', async (t) => {
  const bank = aBank() as { [name: string]: unknown } & Bank
  const broken = (change: (bank: Bank & { items: Record<string, unknown>[] }) => void) => {
    const copy = structuredClone(bank) as Bank & { items: Record<string, unknown>[] }
    change(copy)
    return found(copy)
  }
  t.same(
    broken(({ items }) => Object.assign(items[3] ?? {}, { type: 'essay' })),
    ['error schema /items/3/type'],
  )
  t.same(
    broken(({ items }) => Object.assign(items[3] ?? {}, { level: 'knows', 'a/b': 1 })),
    ['error schema /items/3/a~1b', 'error schema /items/3/level'],
  )
  t.same(
    broken(({ items }) => Object.assign(items[0] ?? {}, { type: 'true-false', key: 'A' })),
    ['error schema /items/0/options', 'error schema /items/0/key'],
  )
  t.same(
    broken((copy) => Object.assign(copy, { competencies: [] })),
    ['error schema /competencies'],
  )
  for (const document of [null, 3, [], {}, { items: [null] }]) {
    const checked = checkBank(document)
    t.equal(checked.bank, null)
    t.ok(checked.findings.length > 0)
  }
})

t.test('ids are unique and name what exists', async (t) => {
  const one = anItem({ id: 'I-1' })
  const two = anItem({ id: 'I-2' })
  const cases: readonly (readonly [Bank, readonly string[]])[] = [
    [varied(one, two, anItem({ id: 'I-2' })), ['error duplicate-id /items/2/id']],
    [
      { ...varied(one), competencies: [aCompetency('rules'), aCompetency('rules')] },
      ['error duplicate-id /competencies/1/id'],
    ],
    [
      { ...varied({ ...one, competency: 'law' }), competencies: [aCompetency('rules')], posts: [] },
      ['error unknown-competency /items/0/competency'],
    ],
    [
      {
        ...varied(one),
        posts: [{ id: 'clerk', name: aText('办事员', 'Clerk'), profile: { 'a/b': 1 } }],
      },
      ['error unknown-competency /posts/0/profile/a~1b'],
    ],
    [varied({ ...one, posts: ['clerk', 'pilot'] }), ['error unknown-post /items/0/posts/1']],
    [varied({ ...one, stimulus: 'S1' }), ['error unknown-stimulus /items/0/stimulus']],
    [varied({ ...one, enemies: ['I-9'] }), ['error unknown-enemy /items/0/enemies/0']],
    [varied({ ...one, enemies: ['I-1'] }), ['error own-enemy /items/0/enemies/0']],
    [varied({ ...one, enemies: ['I-2'] }, two), ['warning enemy-not-mutual /items/0/enemies/0']],
    [varied({ ...one, enemies: ['I-2'] }, { ...two, enemies: ['I-1'] }), []],
  ]
  for (const [bank, expected] of cases) {
    t.same(found(bank), expected, expected[0] ?? 'mutual enemies')
    t.equal(
      checkBank(bank).bank === null,
      expected.some((it) => it.startsWith('error')),
    )
  }
})

t.test('a key that cannot be right is an error', async (t) => {
  const cases: readonly (readonly [Partial<Item>, readonly string[]])[] = [
    [{ key: 'E' }, ['error key-not-an-option /items/0/key']],
    [{ type: 'multiple-choice', key: ['A', 'E'] }, ['error key-not-an-option /items/0/key']],
    [
      { type: 'multiple-choice', key: ['A', 'B', 'C', 'D'] },
      ['error all-options-right /items/0/key'],
    ],
    [{ type: 'ordering', key: ['A', 'B', 'C'] }, ['error ordering-key-incomplete /items/0/key']],
    [
      { type: 'ordering', key: ['A', 'B', 'C', 'E'] },
      ['error key-not-an-option /items/0/key', 'error ordering-key-incomplete /items/0/key'],
    ],
    [{ type: 'matching', key: { A: 'A', B: 'B' } }, ['error matching-key-incomplete /items/0/key']],
    [
      { type: 'matching', key: { A: 'A', B: 'B', C: 'C', Z: 'D' } },
      ['error matching-key-unknown-prompt /items/0/key/Z'],
    ],
    [
      { type: 'matching', key: { A: 'A', B: 'B', C: 'Z' } },
      ['error key-not-an-option /items/0/key'],
    ],
  ]
  for (const [overrides, expected] of cases) {
    t.same(found(varied(anItem(overrides))), expected, `${overrides.type} ${overrides.key}`)
  }
})

const optionsOf = (...texts: readonly (readonly [string, string])[]) =>
  texts.map(([zh, en], index) => ({ id: 'ABCD'.charAt(index), text: aText(zh, en) }))

t.test(
  'options that read the same are named, an option id that occurs twice is an error',
  async (t) => {
    const same = optionsOf(['三日', 'Three days'], ['五日', 'three  days'], ['七日', 'A week'])
    t.same(found(varied(anItem({ options: same }))), [
      'warning options-equal /items/0/options/1/text/en',
    ])
    const twice = optionsOf(['三日', 'Three days'], ['五日', 'Five days']).map((option) => ({
      ...option,
      id: 'A',
    }))
    t.same(found(varied(anItem({ options: twice }))), [
      'error duplicate-option /items/0/options/1/id',
    ])
  },
)

t.test('a key given away by its length is named', async (t) => {
  const options = optionsOf(
    ['应当先登记，再由两名工作人员核实并书面答复', 'Yes'],
    ['不予受理', 'No, never'],
    ['口头答复', 'Not today'],
  )
  t.same(found(varied(anItem({ options }))), ['warning key-length /items/0/options'])
  t.same(found(varied(anItem({ options, key: 'B' }))), [])
})

t.test('habits of key placement are found over the bank', async (t) => {
  const stemmed = (items: readonly Item[]): Item[] =>
    items.map((item, index) => {
      const name = String.fromCodePoint(0x4e00 + index * 7)
      return { ...item, stem: aText(`${name.repeat(2)}如何`, `How about number ${index} then`) }
    })
  const allFirst = stemmed(itemsOf('rules', 'know', 24))
  t.same(found(aBank({ items: allFirst })), ['warning key-position-unbalanced /items'])
  const spread = allFirst.map((item, index) =>
    anItem({ ...item, type: 'single-choice', key: 'ABCD'.charAt(index % 4) }),
  )
  t.same(found(aBank({ items: spread })), [])
  const longest = spread.map((item) => {
    if (item.type !== 'single-choice') return item
    const options = item.options.map((option) =>
      option.id === item.key ? { ...option, text: aText('选项较长', 'Choice X') } : option,
    )
    return { ...item, options }
  })
  t.same(found(aBank({ items: longest })), ['warning key-longest-too-often /items'])
  const allTrue = stemmed(itemsOf('rules', 'know', 24, { type: 'true-false' }))
  t.same(found(aBank({ items: allTrue })), ['warning true-false-unbalanced /items'])
})

t.test('a text that is not in its language is named', async (t) => {
  const stem = (zh: string, en: string) => {
    const bank = aBank({ items: [{ ...anItem(), stem: aText(zh, en) }] })
    return found(bank)
  }
  const [zh, en] = STEMS[0]
  t.same(stem(zh, en), [])
  t.same(stem(en, en), ['warning missing-translation /items/0/stem/zh-CN'])
  t.same(stem(zh, zh), ['warning missing-translation /items/0/stem/en'])
  t.same(stem(zh, `${en} (村民会议)`), [], 'a gloss is no missing translation')
  t.same(stem('3 + 4 = 7', '3 + 4 = 7'), [], 'figures need none')
})

t.test('a citation that says nothing is named', async (t) => {
  const { source } = anItem()
  const provision = aText('待补', 'TBD')
  t.same(found(varied(anItem({ source: { ...source, provision } }))), [
    'warning citation-missing /items/0/source',
  ])
})

t.test('nearly equal stems are named as a pair, enemies are let pass', async (t) => {
  const zh = '村民会议讨论决定集体财产处置事项时，应当有多少人参加'
  const en = 'How many must be present when the villagers decide about common property'
  const items = [
    { ...anItem({ id: 'I-1' }), stem: aText(zh, en) },
    { ...anItem({ id: 'I-2' }), stem: aText(zh.replace('多少', '几成'), `${en} today`) },
    { ...anItem({ id: 'I-3' }), stem: aText(...STEMS[1]) },
  ]
  const { findings } = checkBank(aBank({ items }))
  t.match(findings, [{ code: 'near-duplicate', item: 'I-2', pointer: '/items/1/stem' }])
  t.match(findings[0]?.message.en, 'I-2 and I-1')
  const declared = items.map((item, index) => ({
    ...item,
    enemies: [['I-2'], ['I-1'], []][index] ?? [],
  }))
  t.same(found(aBank({ items: declared })), [])
})

t.test('coverage counts every competency at every level, gaps included', async (t) => {
  const bank = aBank({
    items: [...itemsOf('rules', 'know', 3), ...itemsOf('rules', 'judge', 1, { type: 'numeric' })],
  })
  t.match(coverageOf(bank), [
    {
      competency: 'rules',
      level: 'know',
      total: 3,
      byType: { 'single-choice': 3, numeric: 0 },
    },
    { competency: 'rules', level: 'apply', total: 0 },
    {
      competency: 'rules',
      level: 'judge',
      total: 1,
      byType: { 'single-choice': 0, numeric: 1 },
    },
  ])
})
