import { pictureTypeOf } from '../picture-type.ts'
import type { ForeignPicture } from './foreign-bank.ts'

/** What the schema of a picture allows; about 750 kB. */
const MAX_CHARACTERS = 1_000_000
const MIN_CHARACTERS = 16

/**
 * A picture whose first bytes show that it is PNG, JPEG, GIF or WebP, with white space in the
 * base64 taken out; null for anything else (SVG above all, since it can run scripts), for what is
 * no base64 and for more than 1,000,000 characters.
 */
export function pictureOf(base64: string, alt: string | null): ForeignPicture | null {
  // Twice the limit leaves room for line breaks and spares the work on what is far too long.
  if (base64.length > 2 * MAX_CHARACTERS) return null
  const bare = base64.replace(/\s+/gu, '')
  if (bare.length > MAX_CHARACTERS || bare.length < MIN_CHARACTERS) return null
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/u.test(bare)) return null
  const mediaType = pictureTypeOf(bare)
  return mediaType === null ? null : { mediaType, base64: bare, alt }
}
