import type { ItemState, Judgement } from '../../../../domain/bank/life-cycle.ts'

/** What can be done to items from the list; remarks are made on one item's page. */
export const LIST_ACTS = [
  'reviewed',
  'returned',
  'made-live',
  'retired',
] as const satisfies readonly Judgement[]

/** In the order of an item's life. */
export const STATES = [
  'draft',
  'reviewed',
  'live',
  'retired',
] as const satisfies readonly ItemState[]
