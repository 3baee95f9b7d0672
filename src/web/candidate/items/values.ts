import type { PresentedItem } from '../../../domain/assembly/presented-form.ts'
import type { ResponseValue } from '../../../domain/bank/response-value.ts'

/** Chosen option ids, whatever else may have been stored. */
export function idsOf(value: ResponseValue): readonly string[] {
  return Array.isArray(value) ? value : []
}

/** Prompt id to option id. */
export function pairsOf(value: ResponseValue): Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** Whether a value counts as an answer; half a matching does not. */
export function isAnswered(item: PresentedItem, value: ResponseValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  if (item.type === 'matching') {
    const pairs = pairsOf(value)
    return item.prompts.every((prompt) => pairs[prompt.id] !== undefined)
  }
  return true
}

/** Adds an option to a multiple choice or takes it out, in the order of the form. */
export function toggled(
  item: PresentedItem,
  value: ResponseValue,
  optionId: string,
): string[] | null {
  const chosen = new Set(idsOf(value))
  if (!chosen.delete(optionId)) chosen.add(optionId)
  const ids = item.options.map((option) => option.id).filter((id) => chosen.has(id))
  return ids.length > 0 ? ids : null
}

/** The order shown: the answer, or else the order of the form. */
export function orderOf(item: PresentedItem, value: ResponseValue): readonly string[] {
  const ids = idsOf(value)
  return ids.length === item.options.length ? ids : item.options.map((option) => option.id)
}

/** One step moved by one place; null where it cannot go further. */
export function moved(ids: readonly string[], from: number, by: -1 | 1): string[] | null {
  const there = ids[from + by]
  const here = ids[from]
  if (there === undefined || here === undefined) return null
  return ids.map((id, i) => (i === from ? there : i === from + by ? here : id))
}

export function paired(value: ResponseValue, promptId: string, optionId: string): ResponseValue {
  const { [promptId]: _, ...others } = pairsOf(value)
  const pairs = optionId === '' ? others : { ...others, [promptId]: optionId }
  return Object.keys(pairs).length > 0 ? pairs : null
}

/** The answer of a key 1-9, or undefined where that key means nothing here. */
export function answerOfKey(
  item: PresentedItem,
  value: ResponseValue,
  key: string,
): ResponseValue | undefined {
  if (!/^[1-9]$/.test(key)) return undefined
  const place = Number(key) - 1
  if (item.type === 'true-false') return place < 2 ? place === 0 : undefined
  const option = item.options[place]
  if (option === undefined) return undefined
  if (item.type === 'single-choice') return option.id
  return item.type === 'multiple-choice' ? toggled(item, value, option.id) : undefined
}

const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)$/

/**
 * A typed number: full-width digits as Chinese keyboards write them, and thousands apart by
 * commas or spaces, are understood. Undefined is no number; null is nothing typed.
 */
export function parseNumber(typed: string): number | null | undefined {
  const text = typed.normalize('NFKC').replace(/[\s']/g, '').replace(/−/g, '-').replace(/。/g, '.')
  if (text === '') return null
  if (GROUPED.test(text)) return Number(text.replace(/,/g, ''))
  return PLAIN.test(text) ? Number(text) : undefined
}
