import { read, utils } from '@e965/xlsx'
import t from 'tap'
import { readBankFile } from '../../../../src/domain/bank/formats/read-bank-file.ts'
import { FIELDS, headerText } from '../../../../src/domain/bank/formats/spreadsheet-columns.ts'
import { spreadsheetTemplate } from '../../../../src/domain/bank/formats/spreadsheet-template.ts'
import { toBank } from '../../../../src/domain/bank/formats/to-bank.ts'
import { ITEM_TYPES } from '../../../../src/domain/bank/item-type.ts'

const title = { 'zh-CN': '题库', en: 'Bank' }
const CASES = (['xlsx', 'csv'] as const).flatMap((format) =>
  (['zh-CN', 'en'] as const).map((language) => ({ format, language })),
)

function imported(bytes: Uint8Array, file: string) {
  const foreign = readBankFile({ file, bytes }, 'auto')
  return toBank(foreign, { program: 'filled', title, today: '2026-01-01' })
}

for (const { format, language } of CASES) {
  t.test(`${format}, ${language}: a template as it is imports without a finding`, async (t) => {
    const { bank, findings, skipped, lossy } = imported(
      spreadsheetTemplate(format, language),
      `template.${format}`,
    )
    t.strictSame(findings, [])
    t.strictSame([skipped, lossy], [0, 0])
    t.strictSame(bank?.items.map(({ type }) => type).sort(), [...ITEM_TYPES].sort())
    t.match(
      bank?.items,
      [
        { key: 'C', options: [{}, {}, { id: 'C', text: { en: '4' } }, {}] },
        { key: ['A', 'C'] },
        { key: false, stimulus: 's1' },
        { key: { value: 14, tolerance: 0 }, unit: { 'zh-CN': '天', en: 'days' } },
        { key: { accepted: ['H2O', 'H₂O'] } },
        { options: [{ text: { en: 'Accept' } }, { text: { en: 'Check' } }, {}] },
        { key: { P1: 'B', P2: 'A' } },
      ],
      'with the keys their texts say',
    )
    t.strictSame(bank?.items[0]?.stem, {
      'zh-CN': '一年有几个季度？',
      en: 'How many quarters does a year have?',
    })
  })
}

t.test('a second sheet explains every column there is', async (t) => {
  for (const language of ['zh-CN', 'en'] as const) {
    const book = read(spreadsheetTemplate('xlsx', language))
    const [items, explained, ...more] = book.SheetNames.map((name) =>
      utils.sheet_to_json<string[]>(book.Sheets[name] ?? {}, { header: 1 }),
    )
    t.equal(more.length, 0)
    const names = new Set(explained?.map(([name]) => name?.split('–')[0]))
    for (const field of FIELDS.filter((one) => one !== 'options')) {
      const header = headerText({ field, index: 0, language: null }, language)
      t.ok(names.has(header), header)
      t.ok(items?.[0]?.includes(header), `${header} is a column`)
    }
    t.ok(
      explained?.slice(1).every(([, text]) => (text ?? '').length > 3),
      'each with a text',
    )
  }
})

t.test('with the other language left empty it is told that one stands for both', async (t) => {
  const text = new TextDecoder().decode(spreadsheetTemplate('csv', 'zh-CN'))
  const [header = ''] = text.split('\r\n')
  const width = header.split(',').length
  const row = ['', '能力', '识记', '判断', '春天在夏天之前。', '', '', '', '', '', '', '对']
  const filled = [...row, ...Array(width - row.length).fill('')].map((cell) => `"${cell}"`)
  const file = new TextEncoder().encode(`${header}\r\n${filled.join(',')}\r\n`)
  const { bank, findings } = imported(file, 'filled.csv')
  t.match(bank?.items, [{ type: 'true-false', key: true, stem: { en: '春天在夏天之前。' } }])
  t.ok(findings.some(({ code }) => code === 'one-language'))
})
