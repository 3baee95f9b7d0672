import { testAgainstCohort } from '../empirical-null.ts'
import type { IdentityData, Sitting } from './identity-data.ts'
import { FEWEST_SAMPLES } from './match-rhythms.ts'
import {
  deviationsOfPopulation,
  distanceOfProfiles,
  profileOf,
  type RhythmProfile,
} from './rhythm-profile.ts'

/** An account whose rhythm is not what it was: a reason to verify again, never evidence. */
export interface Reverification {
  readonly account: number
  /** Distance to its own earlier rhythm against what is usual from one exam to the next. */
  readonly z: number
  readonly p: number
}

/** Of those who are who they were, one in a hundred is asked to verify again. */
const ASKED_AT_P = 0.01

/**
 * Accounts to verify again: whose rhythm in the exam lies farther from their own in earlier exams
 * than the rhythm of 99 in 100 (log of the scaled Manhattan distance of profiles against the
 * distances of all accounts from themselves: an empirical null, see `testAgainstCohort`). A change
 * between desk and touch resets the profile. Hands change with a new keyboard, an injury or the
 * years: a mismatch is in no weight and no p. Smallest sample: 3 stretches before and now, and 30
 * such accounts.
 */
export function verifyRhythms({ accounts, exam, sittings }: IdentityData): Reverification[] {
  const now = new Map<number, Sitting[]>()
  const before = new Map<number, Sitting[]>()
  for (const sitting of sittings) {
    const of = sitting.exam === exam ? now : before
    of.set(sitting.account, [...(of.get(sitting.account) ?? []), sitting])
  }
  const pairs = accounts.map((_, account) => {
    const input = now.get(account)?.[0]?.input
    const profile = (of: typeof now) =>
      profileOfSittings((of.get(account) ?? []).filter((sitting) => sitting.input === input))
    return { current: profile(now), earlier: profile(before) }
  })
  const known = pairs.flatMap(({ current, earlier }) => [current, earlier])
  const deviations = deviationsOfPopulation(known.filter((profile) => profile !== null))
  const distances = pairs.map(({ current, earlier }) => {
    const distance = current && earlier ? distanceOfProfiles(current, earlier, deviations) : null
    return distance === null ? null : Math.log(Math.max(distance, 1e-3))
  })
  return testAgainstCohort(distances).flatMap((test, account) =>
    test !== null && test.p <= ASKED_AT_P ? [{ account, z: test.z, p: test.p }] : [],
  )
}

function profileOfSittings(sittings: readonly Sitting[]): RhythmProfile | null {
  const samples = sittings.flatMap(({ rhythm }) => rhythm)
  return samples.length < FEWEST_SAMPLES ? null : profileOf(samples)
}
