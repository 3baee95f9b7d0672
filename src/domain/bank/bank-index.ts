import type { Bank, Stimulus } from './bank.ts'
import type { Item } from './item.ts'

/** Look-up by id over one bank. */
export interface BankIndex {
  readonly items: ReadonlyMap<string, Item>
  readonly stimuli: ReadonlyMap<string, Stimulus>
}

const indexes = new WeakMap<Bank, BankIndex>()

/** The bank's index, built once per bank object: banks are frozen versions, never edited in place. */
export function indexOf(bank: Bank): BankIndex {
  const known = indexes.get(bank)
  if (known) return known
  const index = {
    items: new Map(bank.items.map((item) => [item.id, item])),
    stimuli: new Map(bank.stimuli.map((stimulus) => [stimulus.id, stimulus])),
  }
  indexes.set(bank, index)
  return index
}
