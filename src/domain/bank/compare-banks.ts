import { canonicalJson } from '../digest.ts'
import type { Bank } from './bank.ts'
import { frameOf } from './compose-bank.ts'

/** How one bank differs from another; ids of items, in the order of their bank. */
export interface BankDifference {
  readonly added: string[]
  readonly removed: string[]
  /** In both, with another content. */
  readonly changed: string[]
  /** Whether title, competencies, posts or stimuli differ. */
  readonly frameChanged: boolean
}

/** What is new in a bank against the one before; without one everything is. */
export function compareBanks(before: Bank | null, after: Bank): BankDifference {
  const known = new Map(before?.items.map((item) => [item.id, item]))
  const kept = new Set(after.items.map(({ id }) => id))
  return {
    added: after.items.filter(({ id }) => !known.has(id)).map(({ id }) => id),
    removed: [...known.keys()].filter((id) => !kept.has(id)),
    changed: after.items
      .filter((item) => known.has(item.id) && !isSame(known.get(item.id), item))
      .map(({ id }) => id),
    frameChanged: before === null || !isSame(frameOf(before), frameOf(after)),
  }
}

function isSame(left: unknown, right: unknown): boolean {
  // Most are alike to the letter; the order of members is left to the slower form.
  if (JSON.stringify(left) === JSON.stringify(right)) return true
  return canonicalJson(left) === canonicalJson(right)
}
