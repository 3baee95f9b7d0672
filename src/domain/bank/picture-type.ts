import type { Picture } from './item.ts'

/** 16 characters of base64 are 12 bytes: the longest signature, RIFF, length, WEBP. */
const SIGNATURE_CHARACTERS = 16

/**
 * What a picture is by its first bytes, whatever its name or declared type; null for anything but
 * PNG, JPEG, GIF and WebP (SVG above all, since it can run scripts) and for what is no base64.
 * Signatures: PNG 3rd edition 5.2, ITU-T T.81 B.1.1.3, GIF89a 17, RFC 9649 2.4.
 */
export function pictureTypeOf(base64: string): Picture['mediaType'] | null {
  const start = startOf(base64.slice(0, SIGNATURE_CHARACTERS))
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'image/gif'
  if (start.startsWith('RIFF') && start.slice(8) === 'WEBP') return 'image/webp'
  return null
}

/** The bytes, one character each; empty where the text is no base64. */
function startOf(base64: string): string {
  if (!/^[A-Za-z0-9+/]{2,}={0,2}$/u.test(base64) || base64.length % 4 !== 0) return ''
  return atob(base64)
}
