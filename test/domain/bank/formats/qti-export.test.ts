import { deepStrictEqual, equal } from 'node:assert/strict'
import fc from 'fast-check'
import { XMLValidator } from 'fast-xml-parser'
import { strFromU8, unzipSync } from 'fflate'
import t from 'tap'
import type { Bank } from '../../../../src/domain/bank/bank.ts'
import type { ForeignItem, ForeignTask } from '../../../../src/domain/bank/formats/foreign-bank.ts'
import { writeQti } from '../../../../src/domain/bank/formats/qti-export.ts'
import { readQti } from '../../../../src/domain/bank/formats/qti-import.ts'
import { COGNITIVE_LEVELS, type Item, type Option } from '../../../../src/domain/bank/item.ts'
import type { ItemType } from '../../../../src/domain/bank/item-type.ts'
import type { LocalizedText } from '../../../../src/domain/text.ts'
import { aBank, anItem, aText } from '../../../support/builders.ts'

const VERSIONS = ['2.2', '3.0'] as const
const TYPES: readonly ItemType[] = [
  'single-choice',
  'multiple-choice',
  'true-false',
  'numeric',
  'short-text',
  'ordering',
  'matching',
]
/** One transparent pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

/** Whatever markup, white space or script may trip over. */
const awkward = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc
    .array(
      fc.constantFrom(
        ...['<', '&', ']]>', '<![CDATA[', '&amp;', '&#65;', '"', "'", ' ', '  ', '\n', '\t', '\r'],
        ...[
          '\r\n',
          '村',
          '选项',
          '😀',
          'a',
          '<br/>',
          '</span>',
          '<!-- x -->',
          '<?pi?>',
          'True',
          '对',
        ],
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((parts) => parts.join('')),
)
/** Control characters XML can't hold are told of, not kept: they have their own test. */
const text = awkward.map((raw) =>
  raw.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, 'x'),
)
const localized = fc.record({ 'zh-CN': text, en: text })
const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/u)

function someOptions(least = 2): fc.Arbitrary<Option[]> {
  return fc.uniqueArray(fc.record({ id, text: localized }), {
    minLength: least,
    maxLength: 6,
    selector: ({ id }) => id,
  })
}

const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (value === 0 ? 0 : value))
const tolerance = fc.oneof(fc.constant(0), number.map(Math.abs))

function taskOf(type: ItemType): fc.Arbitrary<object> {
  if (type === 'true-false') return fc.record({ key: fc.boolean() })
  if (type === 'numeric') {
    return fc.record({ unit: localized, key: fc.record({ value: number, tolerance }) })
  }
  if (type === 'short-text') {
    const wording = text.filter((wording) => wording.trim() !== '')
    const accepted = fc.uniqueArray(wording, { minLength: 1, maxLength: 4 })
    return fc.record({ key: fc.record({ accepted }) })
  }
  return someOptions().chain((options): fc.Arbitrary<object> => {
    const ids = options.map(({ id }) => id)
    if (type === 'single-choice') {
      return fc.record({ options: fc.constant(options), key: fc.constantFrom(...ids) })
    }
    const shuffled = fc.shuffledSubarray(ids, { minLength: type === 'ordering' ? ids.length : 1 })
    if (type !== 'matching') return fc.record({ options: fc.constant(options), key: shuffled })
    return someOptions().chain((prompts) =>
      fc
        .array(fc.constantFrom(...ids), { minLength: prompts.length, maxLength: prompts.length })
        .map((chosen) => ({
          options,
          prompts,
          key: Object.fromEntries(prompts.map((prompt, index) => [prompt.id, chosen[index]])),
        })),
    )
  })
}

const stimulus = fc.record({ id: fc.constantFrom('S1', '2s'), title: localized, text: localized })

/** A bank of one item with everything in it that QTI carries. */
const banks: fc.Arbitrary<Bank> = fc.constantFrom(...TYPES).chain((type) =>
  fc
    .record({
      task: taskOf(type),
      common: fc.record({
        id,
        competency: id,
        level: fc.constantFrom(...COGNITIVE_LEVELS),
        posts: fc.uniqueArray(id, { maxLength: 3 }),
        stem: localized,
        rationale: localized,
        source: fc.record(
          {
            title: localized,
            provision: localized,
            url: fc.constant('https://example.org/a?b=1&c="2"'),
            checkedOn: fc.constant('2026-01-31'),
          },
          { requiredKeys: ['title', 'provision', 'checkedOn'] },
        ),
        pictures: fc.array(
          fc.record({
            mediaType: fc.constant('image/png' as const),
            base64: fc.constant(PIXEL),
            alt: localized.filter((alt) => alt['zh-CN'].trim() !== ''),
          }),
          { minLength: 1, maxLength: 2 },
        ),
      }),
      stimulus: fc.option(stimulus, { nil: null }),
    })
    .map(({ task, common, stimulus }) =>
      aBank({
        items: [
          anItem({
            ...common,
            type,
            ...task,
            ...(stimulus ? { stimulus: stimulus.id } : {}),
          } as Partial<Item>),
        ],
        stimuli: stimulus ? [stimulus] : [],
      }),
    )
    // Records come without prototype; those of a bank file have one.
    .map((bank) => structuredClone(bank)),
)

/** What any reader has to find in an item, worked out from the item alone. */
function expectedTask(item: Item): ForeignTask {
  const at = (options: readonly Option[], id: string) =>
    options.findIndex((option) => option.id === id)
  const texts = (options: readonly Option[]): LocalizedText[] => options.map(({ text }) => text)
  switch (item.type) {
    case 'single-choice':
      return { type: item.type, options: texts(item.options), key: at(item.options, item.key) }
    case 'multiple-choice':
      return {
        type: item.type,
        options: texts(item.options),
        key: item.key.map((id) => at(item.options, id)),
      }
    case 'true-false':
      return { type: item.type, key: item.key }
    case 'numeric':
      return { type: item.type, ...item.key, unit: item.unit }
    case 'short-text':
      return { type: item.type, accepted: item.key.accepted }
    case 'ordering':
      return {
        type: item.type,
        options: item.key.map((id) => texts(item.options)[at(item.options, id)] ?? aText('', '')),
      }
    case 'matching':
      return {
        type: item.type,
        prompts: texts(item.prompts),
        options: texts(item.options),
        key: item.prompts.map(({ id }) => at(item.options, item.key[id] ?? '')),
      }
  }
}

function expectedItem(item: Item, bank: Bank): Omit<ForeignItem, 'place'> {
  const stimulus = bank.stimuli.find(({ id }) => id === item.stimulus)
  const { id, competency, level, posts, stem, rationale, source } = item
  return {
    ...{ id, competency, level, posts, stem, rationale },
    source: { title: source.title, provision: source.provision, url: source.url ?? null },
    stimulus: stimulus ? { title: stimulus.title, text: stimulus.text } : null,
    task: expectedTask(item),
    pictures: (item.pictures ?? []).map(({ mediaType, base64, alt }) => ({
      ...{ mediaType, base64, alt: alt['zh-CN'] },
    })),
  }
}

for (const version of VERSIONS) {
  t.test(`QTI ${version}: what is written is read back exactly`, async (t) => {
    fc.assert(
      fc.property(banks, (bank) => {
        const { bytes } = writeQti(bank, version)
        const { items, findings } = readQti({ file: 'bank.zip', bytes })
        deepStrictEqual(findings, [])
        const read = items.map(({ place: _, ...item }) => item)
        deepStrictEqual(
          read,
          bank.items.map((item) => expectedItem(item, bank)),
        )
      }),
      { numRuns: 300 },
    )
    t.pass('for every type and any text')
  })

  t.test(
    `QTI ${version}: every document is well-formed, and all the manifest names is there`,
    async (t) => {
      fc.assert(
        fc.property(banks, (bank) => {
          const files = unzipSync(writeQti(bank, version).bytes)
          for (const [path, bytes] of Object.entries(files)) {
            if (path.endsWith('.xml')) equal(XMLValidator.validate(strFromU8(bytes)), true, path)
          }
          const manifest = strFromU8(files['imsmanifest.xml'] ?? new Uint8Array())
          const named = [...manifest.matchAll(/<file href="([^"]+)"/gu)].map(([, href]) => href)
          deepStrictEqual([...named, 'imsmanifest.xml'].toSorted(), Object.keys(files).toSorted())
        }),
        { numRuns: 50 },
      )
      t.pass('files and manifest agree')
    },
  )

  t.test(`QTI ${version}: a bank has one sequence of bytes, whatever the time zone`, async (t) => {
    const bank = aBank({ items: TYPES.map((type) => anItem({ id: `I-${type}`, type })) })
    const zone = process.env['TZ']
    t.teardown(() => {
      if (zone === undefined) delete process.env['TZ']
      else process.env['TZ'] = zone
    })
    const [here, there] = ['Asia/Shanghai', 'America/New_York'].map((name) => {
      process.env['TZ'] = name
      return writeQti(bank, version).bytes
    })
    t.same(here, there)
  })

  t.test(
    `QTI ${version}: ids that differ in case only, or begin with a digit, stay apart`,
    async (t) => {
      const ids = ['a', 'A', '1', '1.x-_']
      const bank = aBank({ items: ids.map((id) => anItem({ id })) })
      const { bytes } = writeQti(bank, version)
      const paths = Object.keys(unzipSync(bytes)).map((path) => path.toLowerCase())
      t.equal(new Set(paths).size, paths.length)
      t.same(
        readQti({ file: 'x.zip', bytes }).items.map(({ id }) => id),
        ids,
      )
      for (const [path, content] of Object.entries(unzipSync(bytes))) {
        const identifiers = strFromU8(content).matchAll(/ identifier="([^"]*)"/gu)
        for (const [, identifier] of identifiers) {
          t.match(identifier, /^[A-Za-z_][A-Za-z0-9._-]*$/u, `${path}: ${identifier} is an NCName`)
        }
      }
    },
  )
}

t.test('QTI 3.0 is spelled with prefix and hyphens, HTML is not', async (t) => {
  const files = unzipSync(writeQti(aBank({ items: [anItem({ type: 'numeric' })] }), '3.0').bytes)
  const item = strFromU8(files['items/1-I-1.xml'] ?? new Uint8Array())
  t.match(item, '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"')
  t.match(
    item,
    '<qti-text-entry-interaction class="probity-numeric" response-identifier="RESPONSE"/>',
  )
  const names = [...item.matchAll(/<([a-zA-Z-]+)[\s/>]/gu)].map(([, name = '']) => name)
  t.same([...new Set(names.filter((name) => !name.startsWith('qti-')))].toSorted(), [
    'br',
    'div',
    'p',
    'span',
  ])
  t.notMatch(names.join(' '), /[A-Z]/u)
})

t.test(
  'a number is compared with `equal` within its tolerance, the rest by template',
  async (t) => {
    const items = TYPES.map((type) => anItem({ id: type, type }))
    const numeric = anItem({ id: 'n', type: 'numeric', key: { value: 15, tolerance: 0.5 } })
    const files = unzipSync(writeQti(aBank({ items: [...items, numeric] }), '2.2').bytes)
    const all = Object.entries(files).map(([path, bytes]) => [path, strFromU8(bytes)] as const)
    const of = (id: string) => all.find(([path]) => path.endsWith(`-${id}.xml`))?.[1] ?? ''
    t.match(of('n'), '<equal toleranceMode="absolute" tolerance="0.5 0.5">')
    t.match(of('numeric'), '<equal toleranceMode="exact">')
    t.match(of('short-text'), 'rptemplates/map_response"')
    for (const type of ['single-choice', 'multiple-choice', 'true-false', 'ordering', 'matching']) {
      t.match(of(type), 'rptemplates/match_correct"', type)
    }
  },
)

t.test('what QTI has no place for is told, with how many items it is true of', async (t) => {
  const parameters = {
    values: { discrimination: 1, difficulty: 0, guessing: 0.2 },
    provenance: 'prior' as const,
    note: '',
  }
  const bank = aBank({
    items: [
      anItem({ id: 'plain' }),
      anItem({ id: 'rich', parameters, enemies: ['plain'] }),
      anItem({ id: 'odd', stem: aText('甲\u0001乙', 'a\ud800b') }),
    ],
  })
  const { findings, bytes } = writeQti(bank, '2.2')
  t.same(
    findings.map(({ code, pointer, severity }) => [code, pointer, severity]),
    [
      ['qti-no-frame', '', 'lossy'],
      ['qti-no-parameters', '/items/1/parameters', 'lossy'],
      ['qti-no-enemies', '/items/1/enemies', 'lossy'],
      ['qti-no-checked-date', '/items/0/source', 'lossy'],
      ['qti-forbidden-characters', '/items/2', 'lossy'],
    ],
  )
  t.same(readQti({ file: 'x.zip', bytes }).items[2]?.stem, aText('甲\ufffd乙', 'a\ufffdb'))
})
