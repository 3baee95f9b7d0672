import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { utils, write } from '@e965/xlsx'
import fc from 'fast-check'
import { unzipSync, zipSync } from 'fflate'
import t from 'tap'
import { readMatrix } from '../../../../src/cli/files/read-matrix.ts'
import type { ForeignItem } from '../../../../src/domain/bank/formats/foreign-bank.ts'
import { readSpreadsheet } from '../../../../src/domain/bank/formats/spreadsheet.ts'
import { writeSpreadsheet } from '../../../../src/domain/bank/formats/spreadsheet-write.ts'
import type { Item, Option } from '../../../../src/domain/bank/item.ts'
import { ITEM_TYPES } from '../../../../src/domain/bank/item-type.ts'
import type { LocalizedText } from '../../../../src/domain/text.ts'
import { aBank, anItem } from '../../../support/builders.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const readCsv = (...lines: readonly string[]) => readSpreadsheet(utf8(lines.join('\n')), 'a.csv')
const tasksOf = ({ items }: { readonly items: readonly ForeignItem[] }) =>
  items.map(({ task }) => task)
const zh = (text: string) => ({ 'zh-CN': text, en: null })

function workbook(
  sheets: Readonly<Record<string, readonly (readonly unknown[])[]>>,
  change: (sheet: ReturnType<typeof utils.aoa_to_sheet>, name: string) => void = () => {},
): Uint8Array {
  const book = utils.book_new()
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = utils.aoa_to_sheet(rows.map((row) => [...row]))
    change(sheet, name)
    utils.book_append_sheet(book, sheet, name)
  }
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx', compression: true }))
}

const awkward = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.string({
      unit: fc.constantFrom(
        ...['=', '+', '-', '@', "'", '"', ',', ';', '|', '；', '\\', '\n', '\t', '\r', ' ', '题'],
        ...['😀', '👩‍👩‍👧', 'A', '、', '1', '_x000D_', '_', '＝', '\u0001', '\ufeff', '<b>', '&'],
      ),
      minLength: 1,
      maxLength: 12,
    }),
  )
  .map((text) => text.replaceAll('\r', '\n').trim())
  .filter((text) => text !== '')
const localized: fc.Arbitrary<LocalizedText> = fc.record(
  { 'zh-CN': awkward, en: awkward },
  { noNullPrototype: true },
)

/** An item of a type with generated texts; its option ids are letters, as the sheet has them. */
const someItem = fc
  .record({
    type: fc.constantFrom(...ITEM_TYPES),
    stem: localized,
    rationale: localized,
    unit: localized,
    texts: fc.array(localized, { minLength: 10, maxLength: 10 }),
    accepted: fc.array(awkward, { minLength: 1, maxLength: 3 }),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    tolerance: fc.double({ min: 0, max: 1e9, noNaN: true }),
    key: fc.boolean(),
    level: fc.constantFrom('know' as const, 'apply' as const, 'judge' as const),
    posts: fc.constantFrom([], ['clerk'], ['clerk', 'head-1']),
    withStimulus: fc.boolean(),
    enemies: fc.constantFrom([], ['I-1'], ['I-2', 'x.y_z-3']),
    values: fc.option(
      fc.record(
        {
          discrimination: fc.double({ min: 1e-9, max: 10, noNaN: true }),
          difficulty: fc.double({ min: -8, max: 8, noNaN: true }).map((value) => value + 0),
          guessing: fc.double({ min: 0, max: 0.999, noNaN: true }),
        },
        { noNullPrototype: true },
      ),
    ),
  })
  .map(({ type, texts, accepted, value, tolerance, key, unit, withStimulus, values, ...rest }) => {
    const base = anItem({ type })
    const withTexts = (options: readonly Option[], from: number) =>
      options.map(({ id }, index) => ({ id, text: texts[from + index] ?? rest.stem }))
    return {
      ...base,
      ...rest,
      ...('options' in base ? { options: withTexts(base.options, 0) } : {}),
      ...('prompts' in base ? { prompts: withTexts(base.prompts, 5) } : {}),
      ...(type === 'true-false' ? { key } : {}),
      ...(type === 'numeric' ? { key: { value, tolerance }, unit } : {}),
      ...(type === 'short-text' ? { key: { accepted } } : {}),
      ...(type === 'ordering' ? { key: ['C', 'A', 'D', 'B'] } : {}),
      ...(withStimulus ? { stimulus: 'S1' } : {}),
      ...(values
        ? { parameters: { values, provenance: 'calibrated', note: 'by 300 persons' } }
        : {}),
    } as unknown as Item
  })

/** What an item must come back as, by the definition of the types, not by the writer. */
function expected(item: Item, stimulus: { title: LocalizedText; text: LocalizedText }) {
  const at = (options: readonly Option[], id: string) => options.findIndex((one) => one.id === id)
  const options = 'options' in item ? item.options.map(({ text }) => text) : []
  const task = () => {
    switch (item.type) {
      case 'single-choice':
        return { type: item.type, options, key: at(item.options, item.key) }
      case 'multiple-choice':
        return { type: item.type, options, key: item.key.map((id) => at(item.options, id)) }
      case 'true-false':
        return { type: item.type, key: item.key }
      case 'numeric':
        return { type: item.type, ...item.key, unit: item.unit }
      case 'short-text':
        return { type: item.type, accepted: item.key.accepted }
      case 'ordering':
        return { type: item.type, options: item.key.map((id) => options[at(item.options, id)]) }
      case 'matching':
        return {
          type: item.type,
          prompts: item.prompts.map(({ text }) => text),
          options,
          key: item.prompts.map(({ id }) => at(item.options, item.key[id] ?? '')),
        }
    }
  }
  const { id, competency, level, posts, stem, rationale, source } = item
  return {
    ...{ id, competency, level, posts, stem, rationale, pictures: [] },
    source: { title: source.title, provision: source.provision, url: source.url ?? null },
    stimulus: item.stimulus ? stimulus : null,
    task: task(),
    ...(item.enemies.length > 0 ? { enemies: item.enemies } : {}),
    ...(item.parameters ? { parameters: item.parameters.values } : {}),
  }
}

const content = ({ place: _, ...rest }: ForeignItem) => rest

t.test('what is written is read again exactly, in both formats and languages', async () => {
  const stimulusText = fc.record({ title: localized, text: localized }, { noNullPrototype: true })
  fc.assert(
    fc.property(
      fc.array(someItem, { minLength: 1, maxLength: 8 }),
      stimulusText,
      fc.constantFrom('xlsx' as const, 'csv' as const),
      fc.constantFrom('zh-CN' as const, 'en' as const),
      (given, stimulus, format, language) => {
        const items = given.map((item, index) => ({ ...item, id: `I-${index + 1}` }))
        const bank = aBank({ items, stimuli: [{ id: 'S1', ...stimulus }] })
        const { bytes } = writeSpreadsheet(bank, { format, language, file: 'out' })
        const read = readSpreadsheet(bytes, 'out')
        assert.deepEqual(read.findings, [])
        assert.deepEqual(
          read.items.map(content),
          items.map((item) => expected(item, stimulus)),
        )
      },
    ),
    { numRuns: 150 },
  )
})

t.test('no cell of what is written is a formula', async (t) => {
  const stems = ['=1+1', '+1', '-1+2', '@SUM(A1)', '\t=1', "'=1", '＝1', ' =1']
  const items = stems.map((text, index) =>
    anItem({ id: `I-${index}`, stem: { 'zh-CN': text, en: text } }),
  )
  const bank = aBank({ items })
  const csv = writeSpreadsheet(bank, { format: 'csv', language: 'en', file: 'a' }).bytes
  t.same([...csv.slice(0, 3)], [0xef, 0xbb, 0xbf])
  t.notMatch(new TextDecoder().decode(csv), /(?:^|[,\n])"?\s*[=+@＝]/)
  const xlsx = writeSpreadsheet(bank, { format: 'xlsx', language: 'en', file: 'a' }).bytes
  const sheet = new TextDecoder().decode(unzipSync(xlsx)['xl/worksheets/sheet1.xml'])
  t.notMatch(sheet, /<f[ >]/)
  t.ok([...sheet.matchAll(/<c [^>]*>/g)].every(([cell]) => cell.includes('t="s"')))
})

t.test('what has no column is told for each item', async (t) => {
  const provenance = 'prior' as const
  const values = { discrimination: 1, difficulty: 0, guessing: 0 }
  const item = anItem({ enemies: ['I-2'], parameters: { values, provenance, note: 'x' } })
  const bank = aBank({ items: [item, anItem({ id: 'I-2' })] })
  const { findings } = writeSpreadsheet(bank, { format: 'csv', language: 'en', file: 'a' })
  t.same(
    findings.map(({ code, row, severity }) => [severity, code, row]),
    [
      ['lossy', 'frame-not-written', null],
      ['lossy', 'parameter-origin', 2],
    ],
  )
})

t.test('GBK, byte order mark, full width, titles above the header', async (t) => {
  // 题干,答案 / 地球是圆的,对 in GBK.
  const gbk = Uint8Array.from(
    Buffer.from('cce2b8c92cb4f0b0b80ab5d8c7f2cac7d4b2b5c42cb6d40a', 'hex'),
  )
  t.match(readSpreadsheet(gbk, 'a.csv').items, [
    { stem: zh('地球是圆的'), task: { type: 'true-false', key: true } },
  ])
  const full = readCsv(
    '\ufeff2026 年题库,,,',
    ' 题 型 ,题干*,选项Ａ,选项Ｂ,选项Ｃ,标准答案：',
    '单选题,首都是哪里？,北京,上海,广州,Ａ',
    '',
    '多选,选哪些？,甲,乙,丙,Ａ、Ｃ',
  )
  t.same(full.findings, [])
  t.match(full.items, [
    { place: { row: 3 }, task: { type: 'single-choice', key: 0 } },
    { place: { row: 5 }, task: { type: 'multiple-choice', key: [0, 2] } },
  ])
})

t.test('options in one cell, lettered in every usual way', async (t) => {
  const cells = [
    'A、甲 B、乙 C、丙',
    'A. 甲\nB. 乙\nC. 丙',
    'A．甲B．乙C．丙',
    '（A）甲（B）乙（C）丙',
    'Ａ、甲；Ｂ、乙；Ｃ、丙',
    '(a) 甲 (b) 乙 (c) 丙',
    'A 甲\nB 乙\nC 丙',
    '甲|乙|丙',
    '甲\n乙\n丙',
  ]
  const lines = cells.map((cell) => `单选,选哪个,"${cell}",C`)
  const read = readCsv('题型,题干,选项,答案', ...lines)
  t.same(read.findings, [])
  for (const [index, task] of tasksOf(read).entries()) {
    const options = [zh('甲'), zh('乙'), zh('丙')]
    t.same(task, { type: 'single-choice', options, key: 2 }, cells[index] ?? '')
  }
  const trap = readCsv('Type,Stem,Options,Key', 'single,Which?,"A. Plan B. it\nB. none",B')
  t.match(tasksOf(trap), [{ options: [{ en: 'Plan B. it' }, { en: 'none' }], key: 1 }])
})

t.test('keys of every type', async (t) => {
  const read = readCsv(
    '题型,题干,选项A,选项B,选项C,答案,误差,单位,左项1,左项2',
    ...['对', '正确', '√', 'T', 'true'].map((word) => `判断,真,,,,${word},,,,`),
    ...['错', '错误', '×', 'Ｆ', 'FALSE'].map((word) => `判断,假,,,,${word},,,,`),
    '判断,选,正确,错误,,B,,,,',
    '数值,多少,,,,3.5±0.1,,米,,',
    '计算,多少,,,,"1,200",5,元,,',
    '数值,多少,,,,-15天,,,,',
    '填空,什么,,,,甲方|乙；丙,,,,',
    '排序,次序,一,二,三,"C,A,B",,,,',
    '连线,配对,一,二,三,"1-C,2-A",,,左,右',
    '匹配,配对,左=>甲,右=>乙,丙,,,,,',
  )
  t.same(read.findings, [])
  const tasks = tasksOf(read)
  t.same(
    tasks.slice(0, 11).map((task) => 'key' in task && task.key),
    [...Array(5).fill(true), ...Array(6).fill(false)],
  )
  t.match(tasks.slice(11), [
    { value: 3.5, tolerance: 0.1, unit: zh('米') },
    { value: 1200, tolerance: 5, unit: zh('元') },
    { value: -15, tolerance: 0, unit: { 'zh-CN': '天' } },
    { accepted: ['甲方', '乙', '丙'] },
    { options: [zh('三'), zh('一'), zh('二')] },
    { prompts: [zh('左'), zh('右')], key: [2, 0] },
    { prompts: [zh('左'), zh('右')], options: [zh('甲'), zh('乙'), zh('丙')], key: [0, 1] },
  ])
})

t.test('a key is a letter first, else the text of an option', async (t) => {
  const read = readCsv('题型,题干,选项A,选项B,答案', '单选,选,B,A,A', '单选,选,北京,上海,上海')
  t.match(tasksOf(read), [{ key: 0 }, { key: 1 }])
})

const HEADER = '编号,题型,题干,选项A,选项B,选项C,答案,误差,认知层次'
const ERRORS: readonly (readonly [line: string, code: string, column: string | null])[] = [
  ['1,单选,,甲,乙,,A,,', 'stem-missing', '题干 (C)'],
  ['1,论述,说,,,,随便,,', 'type-unknown', '题型 (B)'],
  ['1,单选,选,甲,乙,,,,', 'key-missing', '答案 (G)'],
  ['1,单选,选,甲,乙,,甲乙,,', 'key-unclear', '答案 (G)'],
  ['1,单选,选,甲,乙,,D,,', 'key-without-option', '答案 (G)'],
  ['1,单选,选,甲,乙,,AB,,', 'key-count', '答案 (G)'],
  ['1,多选,选,甲,乙,,AA,,', 'key-doubled', '答案 (G)'],
  ['1,单选,选,甲,,丙,A,,', 'option-missing', '选项B (E)'],
  ['1,单选,选,甲,,,A,,', 'option-count', '选项A (D)'],
  ['1,判断,真,,,,也许,,', 'key-unclear', '答案 (G)'],
  ['1,数值,几,,,,许多,,', 'key-unclear', '答案 (G)'],
  ['1,数值,几,,,,3,-1,', 'tolerance-unclear', '误差 (H)'],
  ['1,数值,几,,,,3±1,2,', 'tolerance-unclear', '误差 (H)'],
  ['1,排序,序,甲,乙,丙,AB,,', 'order-incomplete', '答案 (G)'],
  ['1,匹配,配,甲,乙,丙,1-A,,', 'prompts-missing', '答案 (G)'],
  ['0,判断,真,,,,对,,', 'duplicate-id', null],
]
for (const [line, code, column] of ERRORS) {
  t.test(`${code} is told by row and column: ${line}`, async (t) => {
    const { items, findings } = readCsv(HEADER, '0,判断,先,,,,对,,', '', line)
    t.equal(items.length, 1)
    t.match(findings, [{ severity: 'error', code, row: 4, column, file: 'a.csv' }])
    t.equal(findings.length, 1)
  })
}

t.test('a long cell is shown shortened, an unknown level is a warning', async (t) => {
  const long = '甲乙'.repeat(50)
  const { findings, items } = readCsv(HEADER, `1,数值,几,,,,${long},,`, '2,判断,真,,,,对,,高深')
  t.match(findings[0]?.message['zh-CN'], `${'甲乙'.repeat(19)}甲…`)
  t.match(findings[1], { severity: 'warning', code: 'level-unknown', row: 3 })
  t.match(items, [{ level: null }])
})

t.test('files without a header, of another kind or damaged', async (t) => {
  const [only] = readCsv('姓名,分数', '张三,90').findings
  t.match(only, { severity: 'error', code: 'header-missing' })
  t.match(only?.message.en, 'found: 姓名 (A), 分数 (B)')
  const codes = (bytes: Uint8Array) => readSpreadsheet(bytes, 'a').findings.map(({ code }) => code)
  t.same(codes(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1])), ['old-excel'])
  t.same(codes(Uint8Array.from([0x50, 0x4b, 3, 4, 0])), ['zip-damaged'])
  t.same(codes(zipSync({ 'a.txt': utf8('x') })), ['unreadable-spreadsheet'])
  t.same(codes(utf8('题干,答案\n"真,对\n')), ['malformed-csv'])
  t.same(codes(new Uint8Array()), ['header-missing'])
})

t.test('unknown and doubled columns are told once each', async (t) => {
  const { items, findings } = readCsv('题干,答案,备注,正确答案', '真,对,x,错', '假,错,y,对')
  t.equal(items.length, 2)
  t.same(
    findings.map(({ severity, code, column }) => [severity, code, column]),
    [
      ['lossy', 'unknown-column', '备注 (C)'],
      ['lossy', 'doubled-column', '正确答案 (D)'],
    ],
  )
})

t.test('merged cells hold for their rows in key columns, not in stems', async (t) => {
  const rows = [
    ['胜任力', '题干', '答案'],
    ['法规', '真', '对'],
    [null, '假', '错'],
    [null, null, '错'],
  ]
  const merges = [utils.decode_range('A2:A4'), utils.decode_range('B3:B4')]
  const read = readSpreadsheet(
    workbook({ S: rows }, (sheet) => {
      sheet['!merges'] = merges
    }),
    'a.xlsx',
  )
  t.match(read.items, [{ competency: '法规' }, { competency: '法规' }])
  t.same(
    read.findings.map(({ severity, code, row, column }) => [severity, code, row, column]),
    [
      ['note', 'merged-cell', 3, '胜任力 (A)'],
      ['error', 'stem-missing', 4, '题干 (B)'],
    ],
  )
})

t.test('numbers and dates are read as shown, formulas by their value', async (t) => {
  const rows = [
    ['编号', '题干', '题型', '答案', '选项A', '选项B'],
    [20230001234567, '多少', '数值', 3.1449, null, null],
    [2, '哪天', '单选', 'A', 45000, 45001],
    [3, '真', '判断', true, null, null],
    [4, '几', '数值', 3, null, null],
    [5, '坏', '数值', null, null, null],
  ]
  const read = readSpreadsheet(
    workbook({ S: rows }, (sheet) => {
      for (const address of ['E3', 'F3']) sheet[address].z = 'yyyy-mm-dd'
      sheet['D2'].z = '0.00'
      sheet['D5'].f = '1+2'
      sheet['D6'] = { t: 'e', v: 42 }
    }),
    'a.xlsx',
  )
  t.match(read.items, [
    { id: '20230001234567', task: { value: 3.14 } },
    // Day 45000 of the 1900 date system.
    { task: { options: [zh('2023-03-15'), zh('2023-03-16')] } },
    { task: { key: true } },
    { task: { value: 3 } },
  ])
  t.same(
    read.findings.map(({ severity, code, row }) => [severity, code, row]),
    [
      ['warning', 'shown-rounded', 2],
      ['note', 'formula-cell', 5],
      ['error', 'cell-failed', 6],
      ['error', 'key-unclear', 6],
    ],
  )
})

t.test('every sheet whose header fits is read, named types included', async (t) => {
  const bytes = workbook({
    单选题: [
      ['题干', '选项A', '选项B', '答案'],
      ['选', '甲', '乙', 'B'],
    ],
    判断题: [
      ['题目', '答案'],
      ['真', '错'],
    ],
    名单: [['姓名'], ['张三']],
  })
  const { items, findings } = readSpreadsheet(bytes, 'a.xlsx')
  t.match(items, [
    { place: { row: 2, pointer: '单选题!2:2' }, task: { type: 'single-choice', key: 1 } },
    { place: { row: 2, pointer: '判断题!2:2' }, task: { type: 'true-false', key: false } },
  ])
  t.match(findings, [{ severity: 'note', code: 'header-missing', message: { en: /名单/ } }])
})

t.test('pictures in a workbook are told as lost', async (t) => {
  const parts = unzipSync(
    workbook({
      S: [
        ['题干', '答案'],
        ['真', '对'],
      ],
    }),
  )
  const bytes = zipSync({ ...parts, 'xl/media/image1.png': Uint8Array.from([1, 2, 3]) })
  t.match(readSpreadsheet(bytes, 'a.xlsx').findings, [
    { severity: 'lossy', code: 'pictures-not-read', message: { en: /^1 pictures/ } },
  ])
})

t.test('a matrix may be a workbook', async (t) => {
  const dir = t.testdir({})
  const rows = [
    ['person', 'I1', 'I2'],
    ['a', 1, 0],
    ['b', 0, null],
  ]
  writeFileSync(`${dir}/given.xlsx`, workbook({ S: rows }))
  const matrix = await readMatrix(`${dir}/given.xlsx`, 'category')
  t.match(matrix, { persons: ['a', 'b'], items: ['I1', 'I2'], rows: [2, 3] })
  t.same(
    matrix.cells.map((row) => [...row]),
    [
      [1, 0],
      [0, Number.NaN],
    ],
  )
  writeFileSync(`${dir}/bad.xlsx`, workbook({ S: [['I1'], [1.5]] }))
  const fault: unknown = await readMatrix(`${dir}/bad.xlsx`, 'category').catch((error) => error)
  t.match(fault, { row: 2, column: 'I1' })
})

t.test('ten thousand rows are read whole', async (t) => {
  const items = Array.from({ length: 10_000 }, (_, index) => anItem({ id: `I-${index}` }))
  for (const format of ['xlsx', 'csv'] as const) {
    const { bytes } = writeSpreadsheet(aBank({ items }), { format, language: 'en', file: 'a' })
    const start = performance.now()
    const read = readSpreadsheet(bytes, 'a')
    t.comment(`${format}: ${Math.round(performance.now() - start)} ms, ${bytes.length} bytes`)
    t.equal(read.items.length, 10_000)
    t.same(read.findings, [])
  }
})
