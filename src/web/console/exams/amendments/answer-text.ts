import type { Item } from '../../../../domain/bank/item.ts'
import type { ResponseValue } from '../../../../domain/bank/response-value.ts'

/**
 * An answer typed in one line, as the item takes it: `B`; `A, C`; `true`; `15`; a text; in order
 * `C, A, B`; pairs `1=B, 2=A`. Null where the line can't be one.
 */
export function answerFrom(item: Item, line: string): ResponseValue {
  const text = line.normalize('NFKC').trim()
  if (text === '') return null
  const parts = text.split(/[,、;\s]+/u).filter((part) => part !== '')
  switch (item.type) {
    case 'single-choice':
      return text
    case 'short-text':
      return line.trim()
    case 'true-false':
      return text === 'true' ? true : text === 'false' ? false : null
    case 'numeric':
      return Number.isFinite(Number(text)) ? Number(text) : null
    case 'multiple-choice':
    case 'ordering':
      return parts
    case 'matching': {
      const pairs = parts.map((part) => part.split('='))
      if (pairs.some((pair) => pair.length !== 2)) return null
      return Object.fromEntries(pairs.map(([prompt = '', option = '']) => [prompt, option]))
    }
  }
}

/** The same line for an answer in the bank's terms. */
export function lineOf(value: ResponseValue): string {
  if (value === null) return ''
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([prompt, option]) => `${prompt}=${option}`)
    .join(', ')
}
