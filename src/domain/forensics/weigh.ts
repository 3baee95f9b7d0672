import type { Flag } from './flag.ts'

/** A case is opened for auditors at this weight of evidence. */
export const CASE_OPENS_AT = 1

/** Behavior has innocent causes at every desk: alone it never opens a case. */
const BEHAVIOR_COUNTS_AT_MOST = 0.5

/** Weight of evidence of an attempt's flags: their sum, what behavior adds being capped. */
export function weightOfEvidence(
  flags: readonly Readonly<Pick<Flag, 'family' | 'weight'>>[],
): number {
  const sumOf = (behavior: boolean) =>
    flags
      .filter(({ family }) => (family === 'behavior') === behavior)
      .reduce((sum, { weight }) => sum + weight, 0)
  return Math.min(BEHAVIOR_COUNTS_AT_MOST, sumOf(true)) + sumOf(false)
}
