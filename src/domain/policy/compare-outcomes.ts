import { awardKey, worthOf } from './evaluate-policy.ts'
import type { Award, PolicyOutcome } from './policy.ts'

/** What somebody gets more and less of, from one outcome to another. */
export interface OutcomeChange {
  readonly gained: readonly string[]
  readonly lost: readonly string[]
}

/** A talk or a retraining asks something of a person; everything else is given to them. */
export function isDuty(award: Award): boolean {
  return award.kind === 'talk' || award.kind === 'retraining'
}

/** Above 0 a gain, below 0 a loss; other terms of the same task are neither. */
function changeOf(old: Award | undefined, now: Award | undefined): number {
  if (old && now) return isDuty(now) ? 0 : worthOf(now) - worthOf(old)
  const one = now ?? old
  return one && (one === now) !== isDuty(one) ? 1 : -1
}

/** Awards that are granted now, by key; none while the outcome holds or withholds. */
export function grantedBy(outcome: PolicyOutcome): ReadonlyMap<string, Award> {
  if (outcome.effect !== 'grant') return new Map()
  return new Map(outcome.awards.map((award) => [awardKey(award), award]))
}

/**
 * Keys of awards gained and lost. More credits and longer validity are a gain, less of it a loss;
 * to be asked for a talk is a loss, and to be spared one a gain.
 */
export function compareOutcomes(before: PolicyOutcome, after: PolicyOutcome): OutcomeChange {
  const [had, has] = [grantedBy(before), grantedBy(after)]
  const keys = [...new Set([...had.keys(), ...has.keys()])].sort()
  const change = (key: string) => changeOf(had.get(key), has.get(key))
  return {
    gained: keys.filter((key) => change(key) > 0),
    lost: keys.filter((key) => change(key) < 0),
  }
}

/** Whether the second outcome is better for whom it concerns, worse, or just another one. */
export function directionOf(
  before: PolicyOutcome,
  after: PolicyOutcome,
): 'better' | 'worse' | 'other' {
  const { gained, lost } = compareOutcomes(before, after)
  if (gained.length > 0 && lost.length === 0) return 'better'
  if (lost.length > 0 && gained.length === 0) return 'worse'
  if (lost.length > 0) return 'other'
  return ['withhold hold', 'hold withhold'].includes(`${before.effect} ${after.effect}`)
    ? after.effect === 'hold'
      ? 'better'
      : 'worse'
    : 'other'
}
