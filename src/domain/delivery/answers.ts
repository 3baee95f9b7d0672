import type { Form } from '../assembly/form.ts'
import { bankItemId, toBankValue } from '../assembly/present-form.ts'
import type { Bank } from '../bank/bank.ts'
import type { ResponseValue } from '../bank/response-value.ts'
import { digestOf } from '../digest.ts'
import type { KeptEntry } from './journal.ts'

/**
 * The response to each item that counts, by the ids the entries use; one taken back is left out.
 * What the later opening of the attempt answered counts, then the later sequence.
 */
export function latestResponses(entries: readonly KeptEntry[]): Map<string, ResponseValue> {
  const latest = new Map<string, ResponseValue>()
  for (const entry of inOrderOfCounting(entries)) {
    if (entry.kind !== 'response') continue
    if (entry.value === null) latest.delete(entry.itemId)
    else latest.set(entry.itemId, entry.value)
  }
  return latest
}

/** Items marked for review at the end of the entries. */
export function markedItems(entries: readonly KeptEntry[]): string[] {
  const marked = new Set<string>()
  for (const entry of inOrderOfCounting(entries)) {
    if (entry.kind !== 'behavior' || entry.itemId === null) continue
    if (entry.behavior === 'marked') marked.add(entry.itemId)
    if (entry.behavior === 'unmarked') marked.delete(entry.itemId)
  }
  return [...marked]
}

/**
 * A journal in the bank's terms: item, option and prompt ids of the bank instead of places on
 * the form. What was kept has been checked on saving, so a misfit here is a bug and throws.
 */
export function toBankEntries(entries: readonly KeptEntry[], form: Form, bank: Bank): KeptEntry[] {
  return entries.map((entry) => {
    if (entry.itemId === null) return entry
    const itemId = bankItemId(form, entry.itemId)
    if (entry.kind === 'behavior') return { ...entry, itemId }
    return { ...entry, itemId, value: toBankValue(form, bank, itemId, entry.value) }
  })
}

/** SHA-256 over everything kept, in order of sequence: what a receipt vouches for. */
export function journalDigest(entries: readonly KeptEntry[]): string {
  return digestOf(inOrder(entries))
}

/**
 * Items with an answer that arrived after the one that counts, from a page that was no longer
 * live: kept in the journal, and not counted.
 */
export function setAsideItems(entries: readonly KeptEntry[]): string[] {
  const counting = new Map<string, KeptEntry>()
  for (const entry of inOrderOfCounting(entries)) {
    if (entry.kind === 'response') counting.set(entry.itemId, entry)
  }
  const later = entries.flatMap((entry) => {
    const counts = entry.kind === 'response' ? counting.get(entry.itemId) : undefined
    return counts && entry.itemId !== null && entry.sequence > counts.sequence ? [entry.itemId] : []
  })
  return [...new Set(later)]
}

/**
 * Entries by the opening of the attempt their page had, then by sequence: a page that was offline
 * while another one took over must not overwrite what was answered there.
 */
export function inOrderOfCounting(entries: readonly KeptEntry[]): KeptEntry[] {
  return [...entries].sort(
    (left, right) => (left.claim ?? 0) - (right.claim ?? 0) || left.sequence - right.sequence,
  )
}

function inOrder(entries: readonly KeptEntry[]): KeptEntry[] {
  return [...entries].sort((left, right) => left.sequence - right.sequence)
}
