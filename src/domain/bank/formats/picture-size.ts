/** Width and height of a picture in pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/**
 * The size a PNG, GIF or JPEG says it has: the IHDR chunk of PNG, the logical screen of GIF89a,
 * the frame header of ITU-T T.81; null for other formats, and where nothing is said.
 */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 24) return null
  if (bytes[0] === 0x89) return sizeOf(view.getUint32(16), view.getUint32(20))
  if (bytes[0] === 0x47) return sizeOf(view.getUint16(6, true), view.getUint16(8, true))
  return bytes[0] === 0xff ? jpegSize(view) : null
}

function sizeOf(width: number, height: number): PictureSize | null {
  return width > 0 && height > 0 ? { width, height } : null
}

function jpegSize(view: DataView): PictureSize | null {
  let at = 2
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    // C4, C8 and CC lie among the frame headers, but are none.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return sizeOf(view.getUint16(at + 7), view.getUint16(at + 5))
    at += 2 + view.getUint16(at + 2)
  }
  return null
}
