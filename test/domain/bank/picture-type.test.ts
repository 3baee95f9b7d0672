import fc from 'fast-check'
import t from 'tap'
import { bankSchemaFindings } from '../../../src/domain/bank/bank-schema-findings.ts'
import type { Picture } from '../../../src/domain/bank/item.ts'
import { pictureTypeOf } from '../../../src/domain/bank/picture-type.ts'
import { aBank, anItem, aText } from '../../support/builders.ts'

const base64Of = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString('base64')
const text = (ascii: string) => [...Buffer.from(ascii, 'latin1')]

/** The signatures as their standards give them, byte by byte, and what may follow. */
const SIGNATURES: readonly (readonly [Picture['mediaType'], readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', text('GIF87a')],
  ['image/gif', text('GIF89a')],
  ['image/webp', [...text('RIFF'), 0x24, 0x00, 0x00, 0x00, ...text('WEBP')]],
]

t.test('a picture is what its first bytes say, whatever follows', async (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SIGNATURES),
      fc.uint8Array({ minLength: 12 }),
      ([mediaType, signature], rest) => {
        t.equal(pictureTypeOf(base64Of([...signature, ...rest])), mediaType)
      },
    ),
  )
  // The smallest GIF there is, whole: it goes round the web as a blank of one pixel.
  t.equal(pictureTypeOf('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs='), 'image/gif')
})

t.test('a signature with any byte changed is no picture', async (t) => {
  for (const [mediaType, signature] of SIGNATURES) {
    for (const place of signature.keys()) {
      // The four bytes after RIFF are a length, not part of the signature.
      if (mediaType === 'image/webp' && place >= 4 && place < 8) continue
      const bytes = [...signature, ...new Uint8Array(12)]
      bytes[place] = (bytes[place] ?? 0) ^ 0x40
      t.equal(pictureTypeOf(base64Of(bytes)), null, `${mediaType}, byte ${place}`)
    }
  }
})

t.test('SVG, HTML and what is no base64 are no pictures, and nothing throws', async (t) => {
  for (const other of ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<script>alert(1)</script>']) {
    t.equal(pictureTypeOf(base64Of(text(other))), null)
  }
  for (const broken of ['', 'iVBORw0KGgo', 'iVBO Rw0K Ggoo', '????????????????', 'é'.repeat(16)]) {
    t.equal(pictureTypeOf(broken), null, broken)
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (anything) => {
      t.equal(pictureTypeOf(`<${anything}`), null)
    }),
  )
})

t.test('a bank is told which picture is not what it says', async (t) => {
  const png = base64Of([...(SIGNATURES[0]?.[1] ?? []), ...new Uint8Array(12)])
  const html = base64Of(text('<html><script>alert(1)</script>'))
  const alt = aText('图', 'picture')
  const pictured = (...pictures: readonly (readonly [string, string])[]) =>
    bankSchemaFindings(
      aBank({
        items: [
          anItem({ id: 'I-1' }),
          {
            ...anItem({ id: 'I-2' }),
            pictures: pictures.map(([mediaType, base64]) => ({
              mediaType: mediaType as Picture['mediaType'],
              base64,
              alt,
            })),
          },
        ],
      }),
    )
  t.strictSame(pictured(['image/png', png]), [])
  const found = pictured(['image/png', png], ['image/png', html], ['image/jpeg', png])
  t.match(found, [
    { code: 'picture-type', severity: 'error', pointer: '/items/1/pictures/1/base64', item: 'I-2' },
    { code: 'picture-type', severity: 'error', pointer: '/items/1/pictures/2/base64', item: 'I-2' },
  ])
  t.match(found[1]?.message, { en: /image\/jpeg.*image\/png/, 'zh-CN': /image\/png.*image\/jpeg/ })
  const undeclared = pictured(['image/svg+xml', html])
  t.strictSame(
    undeclared.map(({ code, pointer }) => `${code} ${pointer}`),
    ['schema /items/1/pictures/0/mediaType'],
    'a type that is not allowed is said once',
  )
})
