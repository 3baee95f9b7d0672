import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import t from 'tap'
import { unguardCell } from '../../../src/domain/bank/formats/formula-guard.ts'
import type { OwnData } from '../../../src/domain/settlement/own-data/own-data.ts'
import { ownDataArchive } from '../../../src/domain/settlement/own-data/own-data-archive.ts'
import { aText } from '../../support/builders.ts'

function dataOf(rows: OwnData['sections'][number]['rows']): OwnData {
  const columns = ['text', 'both', 'count'].map((id) => ({ id, name: aText(id, id) }))
  const section = { id: 'things', title: aText('事', 'Things'), note: aText('注', 'Note') }
  return {
    name: 'A <b>',
    madeAt: '2026-03-01T10:00:00.000Z',
    sections: [{ ...section, columns, rows }],
  }
}

function filesOf(data: OwnData): Readonly<Record<string, string>> {
  const files = unzipSync(ownDataArchive(data))
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

/** Cells of CSV by RFC 4180, read character by character. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [['']]
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at] as string
    const row = rows.at(-1) as string[]
    const add = (what: string) => row.push(`${row.pop()}${what}`)
    if (quoted && one === '"' && text[at + 1] === '"') add(text[++at] as string)
    else if (one === '"') quoted = !quoted
    else if (!quoted && one === ',') row.push('')
    else if (!quoted && one === '\r' && text[at + 1] === '\n') {
      rows.push([''])
      at += 1
    } else add(one)
  }
  return rows.slice(0, -1)
}

const words = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom('=1+1', 'a,b', '"', 'x\r\ny', '<script>alert(1)</script>', '-'),
)
const rows = fc.array(
  fc.record({ text: words, both: fc.tuple(words, words), count: fc.integer() }),
  { minLength: 1, maxLength: 5 },
)

t.test('every record comes out as it is, as JSON and as a table', async () => {
  fc.assert(
    fc.property(rows, (made) => {
      const kept = made.map(({ both: [zh, en], ...row }) => ({ ...row, both: aText(zh, en) }))
      const files = filesOf(dataOf(kept))
      const json = JSON.parse(files['data.json'] ?? '').sections.things.rows
      if (JSON.stringify(json) !== JSON.stringify(kept)) return false
      const [header, ...table] = readCsv(files['csv/things.csv'] ?? '')
      if (header?.join() !== 'text,both_zh,both_en,count') return false
      return kept.every(({ text, both, count }, at) => {
        const [one = '', zh = '', en = '', number] = table[at] ?? []
        const read = [one, zh, en].map(unguardCell)
        const sent = [text, both['zh-CN'], both.en]
        return read.every((cell, place) => cell === sent[place]) && number === `${count}`
      })
    }),
    { numRuns: 60 },
  )
})

t.test('a text is never markup, and in a spreadsheet never a formula', async (t) => {
  const files = filesOf(
    dataOf([{ text: '<script>alert(1)</script>', both: aText('=1+1', '@x'), count: 1 }]),
  )
  for (const name of ['阅读.html', 'read-me.html']) {
    t.notMatch(files[name], /<script/)
    t.match(files[name], /&lt;script&gt;/)
    t.match(files[name], /A &lt;b&gt;/)
  }
  const bytes = unzipSync(ownDataArchive(dataOf([])))['csv/things.csv']
  t.same([...(bytes ?? []).slice(0, 3)], [0xef, 0xbb, 0xbf], 'spreadsheets know it is UTF-8')
  t.match(files['csv/things.csv'], /,'=1\+1,'@x,/)
})

t.test('equal data give equal bytes', async (t) => {
  const data = dataOf([{ text: 'x', both: null, count: null }])
  t.same(ownDataArchive(data), ownDataArchive(structuredClone(data)))
})
