import type { Bank } from './bank.ts'
import { type CheckedBank, checkBank } from './check-bank.ts'
import type { Item } from './item.ts'

/** A bank but for its items: title, competencies, posts, stimuli. */
export type BankFrame = Omit<Bank, 'items'>

/** The frame of a bank. */
export function frameOf(bank: Bank): BankFrame {
  const { items: _, ...frame } = bank
  return frame
}

/**
 * The bank that the live items make in their frame, in order of id, with all there is to say
 * about it. Enemies that are known but not live are left out: they cannot meet anybody on a
 * form, and a bank must not name what it does not hold.
 */
export function composeBank(
  frame: BankFrame,
  live: readonly Item[],
  known: ReadonlySet<string>,
): CheckedBank {
  const present = new Set(live.map(({ id }) => id))
  const items = live
    .map((item) => ({
      ...item,
      enemies: item.enemies.filter((id) => present.has(id) || !known.has(id)),
    }))
    .sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0))
  return checkBank({ ...frame, items })
}
