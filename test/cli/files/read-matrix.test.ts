import t from 'tap'
import { faultText, InputFault } from '../../../src/cli/files/input-fault.ts'
import { type CellKind, readMatrix } from '../../../src/cli/files/read-matrix.ts'

async function faultOf(reading: Promise<unknown>): Promise<InputFault> {
  try {
    await reading
  } catch (error) {
    if (error instanceof InputFault) return error
    throw error
  }
  throw new Error('expected an InputFault')
}

t.test('persons are named by their column, or numbered from one', async (t) => {
  const dir = t.testdir({
    'named.csv': 'person,I1,I2\nli,0,1\nwang,,NA\n',
    'numbered.csv': 'I1,I2\n0,1\n1,2\n',
    'middle.csv': '"I1","Person","I2"\r\n1,"a, b",0\r\n',
  })
  const named = await readMatrix(`${dir}/named.csv`, 'category')
  t.match(named, { persons: ['li', 'wang'], items: ['I1', 'I2'], rows: [2, 3] })
  t.same(Array.from(named.cells[0] ?? []), [0, 1])
  t.same(Array.from(named.cells[1] ?? []), [Number.NaN, Number.NaN])
  t.match(await readMatrix(`${dir}/numbered.csv`, 'category'), { persons: ['1', '2'] })
  const middle = await readMatrix(`${dir}/middle.csv`, 'category')
  t.match(middle, { persons: ['a, b'], items: ['I1', 'I2'] })
})

t.test('UTF-8 with and without a byte order mark and GBK give the same', async (t) => {
  const text = 'person,题一\n李,1\n'
  // 题一 and 李 in GBK, spelt out so that the test does not need an encoder.
  const gbk = Buffer.from([
    ...Buffer.from('person,'),
    ...[0xcc, 0xe2, 0xd2, 0xbb],
    ...Buffer.from('\n'),
    ...[0xc0, 0xee],
    ...Buffer.from(',1\n'),
  ])
  const dir = t.testdir({ 'plain.csv': text, 'marked.csv': `\ufeff${text}`, 'gbk.csv': gbk })
  for (const name of ['plain', 'marked', 'gbk']) {
    const matrix = await readMatrix(`${dir}/${name}.csv`, 'category')
    t.match(matrix, { persons: ['李'], items: ['题一'] }, name)
  }
})

const FAULTS: readonly [string, CellKind, string | Buffer, Partial<InputFault>][] = [
  ['a word', 'category', 'person,I1,I2\na,0,1\nb,0,x\n', { row: 3, column: 'I2' }],
  ['a decimal category', 'category', 'I1\n0.5\n', { row: 2, column: 'I1' }],
  ['a negative category', 'category', 'I1\n-1\n', { row: 2, column: 'I1' }],
  ['a hexadecimal time', 'seconds', 'I1\n0x10\n', { row: 2, column: 'I1' }],
  ['an infinite time', 'seconds', 'I1\n1e999\n', { row: 2, column: 'I1' }],
  ['a comma as decimal point', 'seconds', 'I1\n"1,5"\n', { row: 2, column: 'I1' }],
  ['a person twice', 'category', 'person,I1\na,0\nb,1\na,1\n', { row: 4, column: 'person' }],
  ['a person without a name', 'category', 'person,I1\n,0\n', { row: 2, column: 'person' }],
  ['an item twice', 'category', 'person,I1,I1\na,0,1\n', { row: 1, column: 'I1' }],
  ['an item without a name', 'category', 'person,,I2\na,0,1\n', { row: 1, column: '2' }],
  ['a short row', 'category', 'person,I1,I2\na,0,1\nb,0\n', { row: 3, column: 'I2' }],
  ['a long row', 'category', 'person,I1\na,0,1\n', { row: 2, column: '3' }],
  ['an open quote', 'category', 'person,I1\n"a,0\n', { message: /CSV/ as never }],
  ['no row', 'category', 'person,I1\n', { row: null }],
  ['no item', 'category', 'person\na\n', { row: 1 }],
  ['nothing', 'category', '', { row: null }],
  ['a workbook', 'category', Buffer.from([0x50, 0x4b, 3, 4, 0]), { message: /Excel/ as never }],
  ['a picture', 'category', Buffer.from([0x89, 0xff, 0xff, 0]), { message: /UTF-8/ as never }],
]

for (const [what, kind, content, expected] of FAULTS) {
  t.test(`${what} is told with its place`, async (t) => {
    const dir = t.testdir({ 'given.csv': content })
    const fault = await faultOf(readMatrix(`${dir}/given.csv`, kind))
    t.equal(fault.file, `${dir}/given.csv`)
    t.match(fault, expected)
  })
}

t.test('lines are counted as an editor counts them, blank ones included', async (t) => {
  const dir = t.testdir({ 'given.csv': 'person,I1\r\na,0\r\n\r\nb,x\r\n' })
  const fault = await faultOf(readMatrix(`${dir}/given.csv`, 'category'))
  t.equal(
    faultText(fault).replace(dir, ''),
    '/given.csv, row 4, column I1: expects a category (0, 1, ...), empty or NA, found "x"',
  )
})

t.test('a file that is not there, or an .xlsx by name, is told', async (t) => {
  const dir = t.testdir({ 'book.xlsx': 'x' })
  t.match(await faultOf(readMatrix(`${dir}/none.csv`, 'seconds')), { message: 'no such file' })
  t.match(await faultOf(readMatrix(`${dir}/book.xlsx`, 'seconds')), {
    message: /named like one/,
  })
})
