import type { Item } from '../bank/item.ts'
import type { ResponseValue } from '../bank/response-value.ts'

type Given<Type extends Item['type']> = Extract<Item, { type: Type }>

// Kept out of these lists on purpose: minus, percent, number sign and a leading point, which
// carry meaning (-5, 5%, .5).
const LEADING = /^[\s,;:!?'"“”‘’()[\]{}【】〔〕。、—·]+/u
const TRAILING = /[\s.,;:!?'"“”‘’()[\]{}【】〔〕。、—·]+$/u
const BOOK_TITLE_MARKS = /[《》〈〉「」『』]/gu

/**
 * A short text as compared: NFKC (full width to half width), lower case, book-title marks
 * dropped, white space collapsed (and dropped next to Chinese characters, where it carries no
 * meaning), punctuation around the text ignored. A text of punctuation alone stays as it is.
 */
function normalizeText(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
  const bare = folded
    .replace(BOOK_TITLE_MARKS, '')
    .replace(LEADING, '')
    .replace(TRAILING, '')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
  return bare === '' ? folded : bare
}

function isWithin(value: number, key: Given<'numeric'>['key']): boolean {
  // 0.1 + 0.2 must count as 0.3: one part in 10^9 covers the rounding of any decimal input.
  const rounding = 1e-9 * Math.max(1, Math.abs(key.value), Math.abs(value))
  return Math.abs(value - key.value) <= key.tolerance + rounding
}

/** Equal as sets; a list that names something twice is no set. */
function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && right.every((member) => left.includes(member))
}

function samePairs(
  left: Readonly<Record<string, string>>,
  right: Readonly<Record<string, string>>,
): boolean {
  const names = Object.keys(right)
  return (
    Object.keys(left).length === names.length && names.every((name) => left[name] === right[name])
  )
}

function isPairs(value: ResponseValue): value is Record<string, string> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An answer that was taken back or left empty counts as no answer. */
function isEmpty(value: ResponseValue): boolean {
  if (value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.length === 0
  return isPairs(value) && Object.keys(value).length === 0
}

/** Whether a response is right; null for no answer. A value of the wrong shape is wrong. */
export function isCorrect(item: Item, value: ResponseValue): boolean | null {
  if (isEmpty(value)) return null
  switch (item.type) {
    case 'single-choice':
    case 'true-false':
      return value === item.key
    case 'multiple-choice':
      return Array.isArray(value) && sameSet(value, item.key)
    case 'numeric':
      return typeof value === 'number' && Number.isFinite(value) && isWithin(value, item.key)
    case 'short-text': {
      if (typeof value !== 'string') return false
      const given = normalizeText(value)
      return item.key.accepted.some((accepted) => normalizeText(accepted) === given)
    }
    case 'ordering':
      return (
        Array.isArray(value) &&
        value.length === item.key.length &&
        value.every((id, index) => id === item.key[index])
      )
    case 'matching':
      return isPairs(value) && samePairs(value, item.key)
  }
}

type Identified = readonly { readonly id: string }[]

function strangerAmong(ids: readonly string[], known: Identified): string | undefined {
  return ids.find((id) => !known.some((option) => option.id === id))
}

function faultOfList(value: ResponseValue, options: Identified): string | null {
  if (!Array.isArray(value)) return 'expects a list of option ids'
  const stranger = strangerAmong(value, options)
  if (stranger !== undefined) return `has no option ${stranger}`
  return new Set(value).size === value.length ? null : 'names an option twice'
}

function faultOfPairs(item: Given<'matching'>, value: ResponseValue): string | null {
  if (!isPairs(value)) return 'expects prompt ids with option ids'
  const prompt = strangerAmong(Object.keys(value), item.prompts)
  if (prompt !== undefined) return `has no prompt ${prompt}`
  const option = strangerAmong(Object.values(value), item.options)
  return option === undefined ? null : `has no option ${option}`
}

function faultOfChoice(item: Given<'single-choice'>, value: ResponseValue): string | null {
  if (typeof value !== 'string') return 'expects one option id'
  return strangerAmong([value], item.options) === undefined ? null : `has no option ${value}`
}

/**
 * Why a value cannot belong to an item, or null when it can. Asked before saving; incomplete
 * answers (half an ordering) fit, since work in progress is saved too.
 */
export function fitsItem(item: Item, value: ResponseValue): string | null {
  if (value === null) return null
  switch (item.type) {
    case 'single-choice':
      return faultOfChoice(item, value)
    case 'true-false':
      return typeof value === 'boolean' ? null : 'expects true or false'
    case 'numeric':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'expects a number'
    case 'short-text':
      return typeof value === 'string' ? null : 'expects a text'
    case 'multiple-choice':
    case 'ordering':
      return faultOfList(value, item.options)
    case 'matching':
      return faultOfPairs(item, value)
  }
}
