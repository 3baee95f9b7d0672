import { say } from '../finding.ts'
import type { ForeignPicture } from './foreign-bank.ts'
import { pictureOf } from './picture-bytes.ts'
import { resolveHref } from './qti-package.ts'
import type { Tell } from './qti-response.ts'
import { descendantsOf, isPicture, rawTextOf, type XmlElement } from './xml.ts'

/** Where pictures are looked for, and whom to tell. */
interface Holder {
  readonly path: string
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly tell: Tell
}

/** Far above what a picture may have, and far below what hurts. */
const MOST_BYTES = 2_000_000

/** The pictures in an element, from the package; what can't be had is told, never fetched. */
export function readPictures(element: XmlElement, holder: Holder): ForeignPicture[] {
  return descendantsOf(element)
    .filter(isPicture)
    .map((image) => readPicture(image, holder))
    .filter((picture) => picture !== null)
}

function readPicture(image: XmlElement, { path, files, tell }: Holder): ForeignPicture | null {
  const href = (image.attributes['src'] ?? image.attributes['data'] ?? '').trim()
  const alt = image.attributes['alt'] ?? (rawTextOf(image).trim() || null)
  const lose = (code: string, zh: string, en: string) => {
    tell({ severity: 'lossy', code, pointer: image.pointer, message: say(zh, en) })
    return null
  }
  const inline = /^data:image\/[a-z0-9.+-]+;base64,/iu.exec(href)
  const target = inline ? null : resolveHref(href, path)
  if (target && 'fault' in target) {
    return target.fault === 'remote'
      ? lose(
          'qti-picture-remote',
          `图片在网络上（${href}），不予下载`,
          `the picture is on the network (${href}) and is not fetched`,
        )
      : lose(
          'qti-picture-outside',
          `图片路径指向包外（${href}），不予读取`,
          `the picture's path leads out of the package (${href}) and is not followed`,
        )
  }
  const bytes = target ? files.get(target.path) : undefined
  if (target && !bytes) {
    return lose(
      'qti-picture-missing',
      `包内没有图片 ${href}`,
      `the picture ${href} is not in the package`,
    )
  }
  const base64 = inline ? href.slice(inline[0].length) : base64Of(bytes)
  return (
    pictureOf(base64, alt === '' ? null : alt) ??
    lose(
      'qti-picture-unfit',
      `图片 ${href.slice(0, 80)} 不是 PNG、JPEG、GIF 或 WebP，或过大`,
      `the picture ${href.slice(0, 80)} is no PNG, JPEG, GIF or WebP, or is too large`,
    )
  )
}

function base64Of(bytes: Uint8Array | undefined): string {
  if (!bytes || bytes.length > MOST_BYTES) return ''
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
