import { utils, write } from '@e965/xlsx'
import { unzipSync, zipSync } from 'fflate'
import t from 'tap'
import { readSpreadsheet } from '../../../../src/domain/bank/formats/spreadsheet.ts'
import { writeSpreadsheet } from '../../../../src/domain/bank/formats/spreadsheet-write.ts'
import { toBank } from '../../../../src/domain/bank/formats/to-bank.ts'
import { aBank, anItem } from '../../../support/builders.ts'

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing'
const MAIN = 'http://schemas.openxmlformats.org/drawingml/2006/main'

const utf8 = (text: string) => new TextEncoder().encode(text)
/** A GIF of one pixel, with its last byte to tell pictures apart. */
const gif = (last: number) =>
  Uint8Array.from([
    ...Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
    last,
  ])
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const relationships = (targets: Readonly<Record<string, string>>, kind: string) =>
  utf8(
    `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="${PACKAGE}">${Object.entries(
      targets,
    )
      .map(([id, to]) => `<Relationship Id="${id}" Type="${RELATIONS}/${kind}" Target="${to}"/>`)
      .join('')}</Relationships>`,
  )

interface Laid {
  readonly kind: 'one' | 'two' | 'absolute'
  /** From 0, as drawings count. */
  readonly row: number
  readonly embed: string
  readonly alt?: string
}

function anchor({ kind, row, embed, alt }: Laid): string {
  const from = `<xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row>`
  const ends = {
    one: `<xdr:from>${from}<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="9" cy="9"/>`,
    two: `<xdr:from>${from}<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>4</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>`,
    absolute: '<xdr:pos x="0" y="0"/><xdr:ext cx="9" cy="9"/>',
  }
  const descr = alt === undefined ? '' : ` descr="${alt}"`
  return (
    `<xdr:${kind}CellAnchor>${ends[kind]}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="P"${descr}/>` +
    `<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="${embed}"/></xdr:blipFill>` +
    `<xdr:spPr/></xdr:pic><xdr:clientData/></xdr:${kind}CellAnchor>`
  )
}

const ROWS = [
  ['编号', '题干', '答案'],
  ['A', '真一', '对'],
  ['B', '真二', '对'],
  ['C', '真三', '对'],
]

/** A workbook of two sheets; the drawing lies over the second. */
function workbook(laid: readonly Laid[], media: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const book = utils.book_new()
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ['题干', '答案'],
      ['别的', '错'],
    ]),
    '前 & 后',
  )
  utils.book_append_sheet(book, utils.aoa_to_sheet(ROWS), '图 <题>')
  const parts = unzipSync(new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' })))
  const drawing = `<xdr:wsDr xmlns:xdr="${DRAWING}" xmlns:a="${MAIN}" xmlns:r="${RELATIONS}">${laid.map(anchor).join('')}</xdr:wsDr>`
  const targets = Object.keys(media).map((name) => [name, `../media/${name}`])
  return zipSync({
    ...parts,
    'xl/worksheets/_rels/sheet2.xml.rels': relationships(
      { rId1: '../drawings/drawing1.xml' },
      'drawing',
    ),
    'xl/drawings/drawing1.xml': utf8(drawing),
    'xl/drawings/_rels/drawing1.xml.rels': relationships(
      { ...Object.fromEntries(targets), away: '../../../../etc/passwd', root: '/xl/media/a.gif' },
      'image',
    ),
    ...Object.fromEntries(Object.entries(media).map(([name, of]) => [`xl/media/${name}`, of])),
  })
}

const told = ({ findings }: ReturnType<typeof readSpreadsheet>) =>
  findings.map(({ severity, code, row, message }) => [severity, code, row, message.en.slice(0, 10)])

t.test('a picture belongs to the item of the row it begins in, with its description', async (t) => {
  const media = { 'a.gif': gif(1), 'b.gif': gif(2) }
  const read = readSpreadsheet(
    workbook(
      [
        { kind: 'two', row: 3, embed: 'b.gif' },
        { kind: 'one', row: 1, embed: 'a.gif', alt: '一条 &lt;路&gt;' },
        { kind: 'two', row: 1, embed: 'b.gif', alt: '桥' },
        { kind: 'one', row: 3, embed: 'root' },
      ],
      media,
    ),
    'a.xlsx',
  )
  const picture = (name: keyof typeof media, alt: string | null) => ({
    mediaType: 'image/gif',
    base64: base64(media[name]),
    alt,
  })
  t.strictSame(
    read.items.map(({ id, pictures }) => [id, pictures]),
    [
      [null, []],
      ['A', [picture('a.gif', '一条 <路>'), picture('b.gif', '桥')]],
      ['B', []],
      ['C', [picture('b.gif', null), picture('a.gif', null)]],
    ],
  )
  t.strictSame(told(read), [])
  const title = { 'zh-CN': '题', en: 'T' }
  const { bank } = toBank(read, { program: 'p', title, today: '2026-01-02' })
  t.match(bank?.items[1]?.pictures, [{ alt: { 'zh-CN': '一条 <路>' } }, { alt: { en: '桥' } }])
})

t.test('what is no picture, or stands at no item, is told', async (t) => {
  const read = readSpreadsheet(
    workbook(
      [
        { kind: 'one', row: 1, embed: 'x.svg' },
        { kind: 'one', row: 2, embed: 'away' },
        { kind: 'two', row: 2, embed: 'nowhere' },
        { kind: 'two', row: 0, embed: 'a.gif' },
        { kind: 'absolute', row: 1, embed: 'b.gif' },
        { kind: 'one', row: 40, embed: 'c.gif' },
      ],
      {
        'x.svg': utf8('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
        'a.gif': gif(1),
        'b.gif': gif(2),
        'c.gif': gif(3),
      },
    ),
    'a.xlsx',
  )
  t.strictSame(
    read.items.map(({ pictures }) => pictures),
    [[], [], [], []],
  )
  t.strictSame(told(read), [
    ['lossy', 'picture-unfit', 2, 'a picture '],
    ['lossy', 'picture-unfit', 3, 'a picture '],
    ['lossy', 'picture-unfit', 3, 'a picture '],
    ['lossy', 'pictures-not-read', null, '3 pictures'],
  ])
})

t.test('a drawing that is no XML, or has a document type, costs only its pictures', async (t) => {
  const parts = unzipSync(workbook([{ kind: 'one', row: 1, embed: 'a.gif' }], { 'a.gif': gif(1) }))
  for (const text of ['<xdr:wsDr', '<!DOCTYPE x [<!ENTITY a "b">]><x/>', '']) {
    const bytes = zipSync({ ...parts, 'xl/drawings/drawing1.xml': utf8(text) })
    const read = readSpreadsheet(bytes, 'a.xlsx')
    t.equal(read.items.length, 4)
    t.strictSame(told(read), [['lossy', 'pictures-not-read', null, '1 pictures']])
  }
})

t.test('pictures of a bank are written into a workbook and read again', async (t) => {
  const alt = { 'zh-CN': '"路" & <桥>\n右侧', en: 'a road' }
  const picture = (last: number, mediaType: 'image/gif' | 'image/webp' = 'image/gif') => ({
    mediaType,
    base64: base64(gif(last)),
    alt,
  })
  const items = [
    anItem({ id: 'A' }),
    anItem({ id: 'B', pictures: [picture(1), picture(2)] }),
    anItem({ id: 'C', pictures: [picture(3), picture(4, 'image/webp')] }),
  ]
  const write = (format: 'xlsx' | 'csv') =>
    writeSpreadsheet(aBank({ items }), { format, language: 'zh-CN', file: 'a' })
  const { bytes, findings } = write('xlsx')
  t.strictSame(
    findings.slice(1).map(({ code, row }) => [code, row]),
    [
      ['picture-language', 3],
      ['pictures', 4],
      ['picture-language', 4],
    ],
  )
  t.match(
    write('csv')
      .findings.slice(1)
      .map(({ code, row }) => [code, row]),
    [
      ['pictures', 3],
      ['pictures', 4],
    ],
  )
  const read = readSpreadsheet(bytes, 'a.xlsx')
  t.strictSame(told(read), [])
  const found = (last: number) => ({ ...picture(last), alt: alt['zh-CN'] })
  t.strictSame(
    read.items.map(({ id, pictures }) => [id, pictures]),
    [
      ['A', []],
      ['B', [found(1), found(2)]],
      ['C', [found(3)]],
    ],
  )
  const again = write('xlsx').bytes
  t.strictSame(unzipSync(again), unzipSync(bytes))
})
