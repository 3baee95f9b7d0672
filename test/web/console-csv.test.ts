import fc from 'fast-check'
import t from 'tap'
import { csvCell, csvOf } from '../../src/web/console/parts/csv.ts'

t.test('a text that a spreadsheet would run as a formula is made harmless', async (t) => {
  const texts = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '  =HYPERLINK("x")',
    '＝1+1',
    '＋1',
  ]
  for (const text of texts) {
    t.match(csvCell(text).replace(/^"/, ''), /^'/, JSON.stringify(text))
  }
})

t.test('numbers stay numbers, also below zero, and what is none stays empty', async (t) => {
  t.equal(csvCell(-0.4), '-0.4')
  t.equal(csvCell(Number.NaN), '')
  t.equal(csvCell(null), '')
  t.equal(csvCell(true), 'true')
})

t.test('commas, quotes and line ends are quoted by RFC 4180', async (t) => {
  t.equal(csvCell('a,b'), '"a,b"')
  t.equal(csvCell('say "no"'), '"say ""no"""')
  t.equal(csvCell('two\nlines'), '"two\nlines"')
  t.equal(csvCell('安全生产'), '安全生产')
})

t.test('a table starts with a byte order mark and its lines end in CRLF', async (t) => {
  t.equal(csvOf(['name', 'n'], [['王芳', 3]]), '\uFEFFname,n\r\n王芳,3\r\n')
})

t.test('whatever the text, the cell cannot start a formula and reads back', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const cell = csvCell(text)
      const inner = /^".*"$/s.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell
      t.notMatch(inner, /^[\s]*[=+\-@＝＋－＠]/)
      return inner === text || inner === `'${text}`
    }),
  )
})
