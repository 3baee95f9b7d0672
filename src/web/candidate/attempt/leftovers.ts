import type { ResponseValue } from '../../../domain/bank/response-value.ts'
import type { Entry } from '../journal/entry.ts'

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/**
 * Whether an entry that was never confirmed is in the closed attempt all the same: its reply
 * may have been lost. Behavior counts as accepted; nobody misses it.
 */
export function acceptedIn(
  responses: Readonly<Record<string, ResponseValue>>,
): (entry: Entry) => boolean {
  return (entry) => entry.kind !== 'response' || same(responses[entry.itemId] ?? null, entry.value)
}
