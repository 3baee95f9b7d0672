import { AS_UNCHANGED, expectChanges } from './change-tail.ts'
import type { Changer } from './changed-items.ts'

/**
 * Erasure detection index of a person or a group (Wollack, Cohen & Eckerly 2015): wrong-to-right
 * changes beyond those expected at the ability of the unchanged items, less the continuity
 * correction of one half, in SDs. About N(0, 1) only where changed answers are right as often as
 * others; see `fitHonestChanges`.
 */
export function erasureIndex(changers: readonly Changer[]): number {
  let [excess, variance] = [-0.5, 0]
  for (const changer of changers) {
    const expected = expectChanges(changer, AS_UNCHANGED)
    excess += changer.wrongToRight - expected.mean
    variance += expected.variance
  }
  return excess / Math.sqrt(variance)
}
