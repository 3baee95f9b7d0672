import type { Item } from '../../../domain/bank/item.ts'

/** Share of right answers at which an item stands in a booklet, as the service orders it. */
const RESPONSE_PROBABILITY = 0.67

/** Whether an item has a place in a booklet; what is guessed more often than that has none. */
export function hasPlace({ parameters }: Item): boolean {
  return (parameters?.values.guessing ?? 0) < RESPONSE_PROBABILITY
}

/** Whether more than an assumption by item type stands behind an item's difficulty. */
export function isMeasured({ parameters }: Item): boolean {
  return parameters !== undefined && parameters.provenance !== 'prior'
}
