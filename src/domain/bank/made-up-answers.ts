import { type Random, shuffle } from '../random.ts'
import type { Item } from './item.ts'
import type { ResponseValue } from './response-value.ts'

/** The right answer as a response. */
export function rightAnswer(item: Item): ResponseValue {
  if (item.type === 'numeric') return item.key.value
  if (item.type === 'short-text') return item.key.accepted[0] ?? ''
  return item.key
}

/** A wrong answer of the item's kind, by chance where there are several. */
export function wrongAnswer(item: Item, random: Random): ResponseValue {
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T
  switch (item.type) {
    case 'single-choice':
      return pick(item.options.filter(({ id }) => id !== item.key)).id
    case 'multiple-choice': {
      const ids = item.options.map(({ id }) => id)
      return item.key.length > 1 ? item.key.slice(1) : ids
    }
    case 'true-false':
      return !item.key
    case 'numeric':
      return item.key.value + item.key.tolerance + 1 + Math.floor(random() * 5)
    case 'short-text':
      return '不清楚'
    case 'ordering':
      return [...item.key.slice(1), item.key[0] ?? '']
    case 'matching': {
      const ids = shuffle(Object.values(item.key), random)
      const prompts = Object.keys(item.key)
      return Object.fromEntries(
        prompts.map((id, index) => [id, ids[(index + 1) % ids.length] ?? '']),
      )
    }
  }
}
