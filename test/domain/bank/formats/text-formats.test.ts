import { deepStrictEqual, equal, ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { Bank } from '../../../../src/domain/bank/bank.ts'
import { checkBank } from '../../../../src/domain/bank/check-bank.ts'
import { readAiken, writeAiken } from '../../../../src/domain/bank/formats/aiken.ts'
import type { ForeignBank } from '../../../../src/domain/bank/formats/foreign-bank.ts'
import { readGift } from '../../../../src/domain/bank/formats/gift.ts'
import { readMoodleXml } from '../../../../src/domain/bank/formats/moodle-xml.ts'
import {
  readProbityJson,
  writeProbityJson,
} from '../../../../src/domain/bank/formats/probity-json.ts'
import { toBank } from '../../../../src/domain/bank/formats/to-bank.ts'
import { writeGift } from '../../../../src/domain/bank/formats/write-gift.ts'
import { writeMoodleXml } from '../../../../src/domain/bank/formats/write-moodle-xml.ts'
import type { Item } from '../../../../src/domain/bank/item.ts'
import { aBank, anItem, aText } from '../../../support/builders.ts'

const DEFAULTS = { program: 'sample', title: aText('题库', 'Bank'), today: '2026-01-31' }
const PIECES = [
  '{',
  '}',
  '~',
  '=',
  '#',
  '####',
  ':',
  '::',
  '\\',
  '\\n',
  '&',
  '&amp;',
  '<b>',
  '</span>',
  ']]>',
  '<![CDATA[',
  '%50%',
  '->',
  '//',
  '$CATEGORY:',
  '[html]',
  '"',
  "'",
  '村民',
  '会议',
  '😀',
  'Ω',
  ' ',
  '  ',
  '\n',
  '\n\n',
  'A.',
  'ANSWER',
  'x',
  '1',
  '-->',
]
/** Awkward texts that still say something: a word at the end keeps them from being blank. */
const awkward = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 8 })
  .map((pieces) => `${pieces.join('')}字`)

/** A bank whose every text is awkward, one item of each type; options differ by their number. */
const awkwardBank = fc
  .record({
    texts: fc.array(fc.tuple(awkward, awkward), { minLength: 60, maxLength: 60 }),
    // Files know but one zero.
    value: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0),
    key: fc.boolean(),
  })
  .map(({ texts, value, key }) => {
    let used = 0
    const text = () => {
      const [zh, en] = texts[used % texts.length] ?? ['', '']
      used += 1
      return aText(`${zh}${used}`, `${en}${used}`)
    }
    const list = (ids: string) => [...ids].map((id) => ({ id, text: text() }))
    const common = () => ({ stem: text(), rationale: text() })
    const items: Item[] = [
      anItem({ id: 'S', type: 'single-choice', options: list('ABCD'), key: 'C', ...common() }),
      anItem({
        id: 'M',
        type: 'multiple-choice',
        options: list('ABC'),
        key: ['A', 'C'],
        ...common(),
      }),
      anItem({ id: 'T', type: 'true-false', key, ...common() }),
      anItem({ id: 'N', type: 'numeric', key: { value, tolerance: 0.5 }, ...common() }),
      anItem({ id: 'W', type: 'short-text', key: { accepted: [text().en, 'plain'] }, ...common() }),
      anItem({
        id: 'O',
        type: 'ordering',
        options: list('ABC'),
        key: ['B', 'C', 'A'],
        ...common(),
      }),
      anItem({
        id: 'P',
        type: 'matching',
        prompts: list('12'),
        options: list('ABC'),
        key: { 1: 'C', 2: 'A' },
        ...common(),
      }),
    ]
    return aBank({ items })
  })

type Languages = 'both' | 'zh-CN'
/** What an item asks and what is right, by its texts: ids of options may change. */
function asked(item: Item, languages: Languages, bare: (text: string) => string): unknown {
  const say = (text: { readonly 'zh-CN': string; readonly en: string } | undefined) =>
    languages === 'both'
      ? [bare(text?.['zh-CN'] ?? ''), bare(text?.en ?? '')]
      : bare(text?.['zh-CN'] ?? '')
  const options = 'options' in item ? item.options : []
  const chosen = (id: string | undefined) => say(options.find((option) => option.id === id)?.text)
  const head = { type: item.type, stem: say(item.stem), rationale: say(item.rationale) }
  switch (item.type) {
    case 'single-choice':
      return { ...head, options: options.map(({ text }) => say(text)), key: chosen(item.key) }
    case 'multiple-choice':
      return { ...head, options: options.map(({ text }) => say(text)), key: item.key.map(chosen) }
    case 'ordering':
      return { ...head, key: item.key.map(chosen) }
    case 'matching':
      return {
        ...head,
        pairs: item.prompts.map(({ id, text }) => [say(text), chosen(item.key[id])]),
        options: options.map(({ text }) => JSON.stringify(say(text))).sort(),
      }
    case 'short-text':
      return { ...head, key: item.key.accepted.map(bare) }
    default:
      return { ...head, key: item.key }
  }
}

const trimmed = (text: string) => text.replace(/\r\n?/gu, '\n').trim()
const spaced = (text: string) => text.replace(/\s+/gu, ' ').trim()

function roundTrip(
  bank: Bank,
  written: Uint8Array,
  read: (given: { file: string; bytes: Uint8Array }) => ForeignBank,
) {
  return toBank(read({ file: 'bank.txt', bytes: written }), { ...DEFAULTS, program: bank.program })
}

const FAULT = 'formula-unreadable'

/** Ids of items in which awkward pieces happen to make a formula that can't be read. */
function withFaults(bank: Bank): ReadonlySet<string> {
  const errors = checkBank(bank).findings.filter(({ severity }) => severity === 'error')
  for (const { code } of errors) equal(code, FAULT)
  return new Set(
    errors.map(({ pointer }) => bank.items[Number(pointer.split('/')[2])]?.id ?? pointer),
  )
}

/** As formats of one language hold it. */
function inChinese(bank: Bank): Bank {
  return JSON.parse(JSON.stringify(bank), (_, value) =>
    typeof value?.['zh-CN'] === 'string' ? { ...value, en: value['zh-CN'] } : value,
  )
}

t.test('Moodle XML gives back every item in both languages, whatever its texts hold', async (t) => {
  fc.assert(
    fc.property(awkwardBank, (bank) => {
      const back = roundTrip(bank, writeMoodleXml(bank).bytes, readMoodleXml)
      const faulty = withFaults(bank)
      const view = (items: readonly Item[] = []) =>
        items.map((item) => [item.id, item.competency, asked(item, 'both', trimmed)])
      deepStrictEqual(view(back.bank?.items), view(bank.items.filter(({ id }) => !faulty.has(id))))
      equal(back.skipped, faulty.size)
    }),
    { numRuns: 60 },
  )
  t.pass()
})

t.test('an item whose text makes a formula by chance is left out, and told', async (t) => {
  const text = aText('\\[html]"{]]>\\]]>字27', '=[html]')
  const stem = { stem: text, rationale: aText('理由', 'why') }
  const items = [anItem({ id: 'F', type: 'true-false', key: true, ...stem }), anItem({ id: 'G' })]
  const bank = aBank({ items })
  const back = roundTrip(bank, writeMoodleXml(bank).bytes, readMoodleXml)
  t.same(
    back.bank?.items.map(({ id }) => id),
    ['G'],
  )
  t.match(
    back.findings.filter(({ severity }) => severity === 'error'),
    [{ code: FAULT, pointer: '/quiz/question[2]' }],
  )
})

t.test('GIFT gives back the items it holds in one language, up to white space', async (t) => {
  fc.assert(
    fc.property(awkwardBank, (bank) => {
      const { bytes, findings } = writeGift(bank)
      const left = findings.filter(({ code }) => code === 'item-not-held')
      const leftIds = left.map(({ pointer }) => pointer)
      ok(leftIds.includes('O'))
      const back = roundTrip(bank, bytes, readGift)
      const view = (items: readonly Item[] = []) =>
        items.map((item) => [item.id, item.competency, asked(item, 'zh-CN', spaced)])
      const held = bank.items.filter(({ id }) => !leftIds.includes(id))
      const faulty = withFaults(inChinese(bank))
      deepStrictEqual(view(back.bank?.items), view(held.filter(({ id }) => !faulty.has(id))))
    }),
    { numRuns: 100 },
  )
  t.pass()
})

t.test('Aiken gives back single choices in one language, up to white space', async (t) => {
  fc.assert(
    fc.property(awkwardBank, (bank) => {
      const { bytes, findings } = writeAiken(bank)
      const isHeld = !findings.some(
        ({ code, pointer }) => code === 'item-not-held' && pointer === 'S',
      )
      const back = roundTrip(bank, bytes, readAiken)
      const view = (items: readonly Item[] = []) =>
        items.map((item) => ({ ...(asked(item, 'zh-CN', spaced) as object), rationale: null }))
      const isSound = !withFaults(inChinese(bank)).has('S')
      deepStrictEqual(
        view(back.bank?.items),
        view(bank.items.filter(({ id }) => isHeld && isSound && id === 'S')),
      )
    }),
    { numRuns: 60 },
  )
  t.pass()
})

t.test('Probity JSON keeps a bank as it is, but for its unsound items', async (t) => {
  const bank = aBank()
  t.strictSame(roundTrip(bank, writeProbityJson(bank).bytes, readProbityJson).bank, bank)
  const [first, second, ...rest] = bank.items
  const bad = { ...first, key: 'Z' }
  const items = [bad, { ...second, enemies: [first?.id] }, ...rest]
  const bytes = new TextEncoder().encode(JSON.stringify({ ...bank, items }))
  const back = roundTrip(bank, bytes, readProbityJson)
  t.strictSame(back.bank?.items, [second, ...rest])
  t.equal(back.skipped, 1)
  t.match(back.findings, [{ severity: 'error', code: 'key-not-an-option', pointer: '/items/0' }])
})
