import type { Picture } from '../../../../domain/bank/item.ts'
import { base64Of } from '../base64-of.ts'
import { NO_TEXT } from './item-draft.ts'

/** What the service's schema allows of an item's pictures, so that nobody writes in vain. */
export const PICTURE_LIMITS = { count: 8, characters: 1_000_000 } as const
export const PICTURE_TYPES = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
] as const satisfies readonly Picture['mediaType'][]

/** Why a file can't be taken; the word is part of a text's key. */
export type PictureFault = 'not-a-picture' | 'too-large'

/** A chosen file as a picture still without a description, or why it is none. */
export async function readPicture(file: File): Promise<Picture | PictureFault> {
  if (Math.ceil(file.size / 3) * 4 > PICTURE_LIMITS.characters) return 'too-large'
  const base64 = await base64Of(file)
  const mediaType = mediaTypeOf(base64)
  if (mediaType === null || !(await canBeShown(file))) return 'not-a-picture'
  return { mediaType, base64, alt: NO_TEXT }
}

/** By the first bytes, as the service does it again: a file's name may say anything. */
function mediaTypeOf(base64: string): Picture['mediaType'] | null {
  const start = base64.length < 16 ? '' : atob(base64.slice(0, 16))
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'image/gif'
  if (start.startsWith('RIFF') && start.slice(8) === 'WEBP') return 'image/webp'
  return null
}

async function canBeShown(file: File): Promise<boolean> {
  try {
    const bitmap = await createImageBitmap(file)
    bitmap.close()
    return true
  } catch {
    // The browser can't decode it: candidates' browsers could not either.
    return false
  }
}
