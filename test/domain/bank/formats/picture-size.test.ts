import t from 'tap'
import { pictureSize } from '../../../../src/domain/bank/formats/picture-size.ts'

/** Made by ImageMagick, which was told the sizes. */
const PICTURES = [
  {
    kind: 'JPEG',
    width: 37,
    height: 5,
    base64: [
      '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////',
      '////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////',
      '////////////////////////////////////////////wAARCAAFACUDASIAAhEBAxEB/8QAFQABAQAAAAAA',
      'AAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAME/8QAFBEB',
      'AAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AkAm2AAAAP//Z',
    ],
  },
  {
    kind: 'progressive JPEG',
    width: 300,
    height: 7,
    base64: [
      '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////',
      '////////////////////////////////////wgALCAAHASwBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/a',
      'AAgBAQAAAAEAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAFD/2gAIAQEAAQUCG//EABQQAQAAAAAAAAAAAAAA',
      'AAAAAFD/2gAIAQEABj8CG//EABQQAQAAAAAAAAAAAAAAAAAAAFD/2gAIAQEAAT8hG//aAAgBAQAAABAAAAAA',
      'A//EABQQAQAAAAAAAAAAAAAAAAAAAFD/2gAIAQEAAT8QG//Z',
    ],
  },
  {
    kind: 'PNG',
    width: 37,
    height: 5,
    base64: [
      'iVBORw0KGgoAAAANSUhEUgAAACUAAAAFAQMAAAD4/Ld2AAAAA1BMVEX/AAAZ4gk3AAAAC0lEQVQI12NgwAcA',
      'AB4AAW6FRzIAAAAASUVORK5CYII=',
    ],
  },
  {
    kind: 'GIF',
    width: 300,
    height: 7,
    base64: [
      'R0lGODlhLAEHAPAAAP8AAAAAACH5BAAAAAAALAAAAAAsAQcAAAIuhI+py+0Po5y02ouz3rz7D4biSJbmiabq',
      'yrbuC8fyTNf2jef6zvf+DwwKh0RMAQA7',
    ],
  },
]

for (const { kind, width, height, base64 } of PICTURES) {
  const bytes = Buffer.from(base64.join(''), 'base64')
  t.test(`the size of a ${kind}`, async (t) => {
    t.strictSame(pictureSize(bytes), { width, height })
    // Wherever it is cut off, it has this size or none.
    for (let length = 0; length < bytes.length; length += 1) {
      const size = pictureSize(bytes.subarray(0, length))
      if (size !== null) t.strictSame(size, { width, height })
    }
  })
}

t.test('other bytes have no size', async (t) => {
  for (const start of ['RIFF0000WEBPVP8 ', '\xff\xd8\xff\xc0\x00', '<svg>']) {
    t.equal(pictureSize(Buffer.from(start.padEnd(40, '\0'), 'latin1')), null)
  }
})
