import { digestOf } from '../digest.ts'
import type { Bank, Stimulus } from './bank.ts'
import { type CheckedBank, checkBank } from './check-bank.ts'
import type { InUse } from './formula-findings.ts'
import type { Item } from './item.ts'

/** Which items there are besides, and what candidates may have had. */
interface Around {
  /** Ids of all items, live or not. */
  readonly known: ReadonlySet<string>
  /** The version before; null or left out: there was none. */
  readonly before?: Bank | null
}

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
  { known, before = null }: Around,
): CheckedBank {
  const present = new Set(live.map(({ id }) => id))
  const items = live
    .map((item) => ({
      ...item,
      enemies: item.enemies.filter((id) => present.has(id) || !known.has(id)),
    }))
    .sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0))
  return checkBank({ ...frame, items }, { inUse: isPartOf(before) })
}

/** Whether a bank holds an item or a stimulus as it stands. */
function isPartOf(bank: Bank | null): InUse {
  const byId = (parts: readonly (Item | Stimulus)[] = []) =>
    new Map(parts.map((part) => [part.id, part]))
  const [items, stimuli] = [byId(bank?.items), byId(bank?.stimuli)]
  return (part) => {
    const same = ('stem' in part ? items : stimuli).get(part.id)
    return same !== undefined && digestOf(same) === digestOf(part)
  }
}
