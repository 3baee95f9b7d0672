import type { ItemState, Judgement } from '../../../../domain/bank/life-cycle.ts'

/** What can be done to items from the list; remarks are made on one item's page. */
export const LIST_ACTS = [
  'reviewed',
  'returned',
  'made-live',
  'retired',
] as const satisfies readonly Judgement[]

export const STATES = [
  'draft',
  'reviewed',
  'live',
  'retired',
] as const satisfies readonly ItemState[]

const FROM: Readonly<Record<Judgement, readonly ItemState[]>> = {
  noted: STATES,
  reviewed: ['draft'],
  returned: ['draft', 'reviewed'],
  'made-live': ['reviewed'],
  retired: ['draft', 'reviewed', 'live'],
}

/** Acts that the service refuses without a note. */
export const NEEDS_NOTE: readonly Judgement[] = ['noted', 'returned']

/** An item as its viewer stands to it. */
interface Standing {
  readonly state: ItemState
  readonly mine: boolean
}

/** Whether to offer an act; the service decides again, and on what is newer by then. */
export function isAllowed(act: Judgement, { state, mine }: Standing): boolean {
  return FROM[act].includes(state) && !(act === 'reviewed' && mine)
}
