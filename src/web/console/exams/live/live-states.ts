import type { LiveCounts, LiveState } from '../../../../domain/delivery/live-board-views.ts'

/** The states in the order shown: those that may need help first, then by progress. */
export const LIVE_STATE_ORDER = [
  'disconnected',
  'stalled',
  'away',
  'active',
  'paused',
  'submitted',
  'expired',
  'not-started',
] as const satisfies readonly LiveState[]

const WORKING: readonly LiveState[] = ['disconnected', 'stalled', 'away', 'active', 'paused']

/** Whether somebody has time left, be it paused. */
export function isWorking(state: LiveState): boolean {
  return WORKING.includes(state)
}

/** How many are counted in all. */
export function totalOf(counts: LiveCounts): number {
  return LIVE_STATE_ORDER.reduce((sum, state) => sum + counts[state], 0)
}

/** How many have time left. */
export function workingOf(counts: LiveCounts): number {
  return WORKING.reduce((sum, state) => sum + counts[state], 0)
}
