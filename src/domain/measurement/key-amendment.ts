import { type Static, Type } from 'typebox'
import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import type { Item } from '../bank/item.ts'
import { ResponseValue } from '../bank/response-value.ts'
import { fitsItem, isCorrect } from './score-response.ts'

const closed = { additionalProperties: false } as const

/**
 * How a key that was found wrong is put right: another right answer instead, one beside it, or
 * the item not counted at all. Answers in the bank's terms, as a candidate would give them.
 */
export const KeyChange = Type.Union([
  Type.Object({ kind: Type.Literal('replace'), response: ResponseValue }, closed),
  Type.Object({ kind: Type.Literal('accept-also'), response: ResponseValue }, closed),
  Type.Object({ kind: Type.Literal('void') }, closed),
])
export type KeyChange = Static<typeof KeyChange>

export interface KeyAmendment {
  readonly itemId: string
  readonly change: KeyChange
}

/** What counts as right on one item after its amendments; null where the item is not counted. */
export type AmendedItem = readonly Item[] | null
export type AmendedKeys = ReadonlyMap<string, AmendedItem>

/** Amendments in the order in which they were approved, folded to what counts now. */
export function amendedKeys(bank: Bank, amendments: readonly KeyAmendment[]): AmendedKeys {
  const known = indexOf(bank).items
  const amended = new Map<string, AmendedItem>()
  for (const { itemId, change } of amendments) {
    const item = known.get(itemId)
    if (!item) throw new Error(`the bank has no item ${itemId}`)
    amended.set(itemId, amend(item, change, amended.get(itemId)))
  }
  return amended
}

/** Whether an item counts; only an amendment can take it out. */
export function isCounted(item: Item, amended: AmendedKeys): boolean {
  return amended.get(item.id) !== null
}

/**
 * Whether a response is right by the keys as amended; null for no answer, and for any answer to
 * an item that is not counted.
 */
export function isCorrectNow(
  item: Item,
  value: ResponseValue,
  amended: AmendedKeys,
): boolean | null {
  const accepted = amended.get(item.id)
  if (accepted === undefined) return isCorrect(item, value)
  if (accepted === null) return null
  const verdicts = accepted.map((one) => isCorrect(one, value))
  return verdicts.every((verdict) => verdict === null) ? null : verdicts.includes(true)
}

/** Why a change cannot be made to an item, or null when it can. */
export function faultOfChange(item: Item, change: KeyChange): string | null {
  if (change.kind === 'void') return null
  const { response } = change
  const misfit = fitsItem(item, response)
  if (misfit !== null) return `the item ${misfit}`
  const judged = isCorrect(item, response)
  if (judged === null) return 'the answer is empty'
  if (judged) return 'the answer counts as right already'
  // Half an ordering fits while one works on it; as a key it would be one that nobody can meet.
  return isCorrect(withKey(item, response), response) === true && isWhole(item, response)
    ? null
    : 'the answer is not complete'
}

function isWhole(item: Item, response: ResponseValue): boolean {
  if (item.type === 'ordering') return (response as string[]).length === item.key.length
  if (item.type !== 'matching') return true
  return Object.keys(response as object).length === item.prompts.length
}

function amend(item: Item, change: KeyChange, before: AmendedItem | undefined): AmendedItem {
  if (change.kind === 'void') return null
  const amended = withKey(item, change.response)
  return change.kind === 'replace' ? [amended] : [...(before ?? [item]), amended]
}

/** The item with a response as its key; a numeric one keeps its tolerance. */
function withKey(item: Item, response: ResponseValue): Item {
  switch (item.type) {
    case 'numeric':
      return { ...item, key: { value: response as number, tolerance: item.key.tolerance } }
    case 'short-text':
      return { ...item, key: { accepted: [response as string] } }
    default:
      return { ...item, key: response } as Item
  }
}
