import { timeModelOf, timeResiduals } from '../times/time-residuals.ts'
import type { PreparedCohort } from './cohort-data.ts'
import type { ScreenedPerson, TimeProfile } from './screening.ts'

/** As many as a person will look at. */
const MOST_PROFILES = 50

/** Persons with the heaviest evidence first; equal ones by p, then in the order of rows. */
export function byEvidence(left: ScreenedPerson, right: ScreenedPerson): number {
  const ranks = { strong: 0, review: 1, watch: 2 }
  const rank = ({ tier }: ScreenedPerson) => (tier === null ? 3 : ranks[tier])
  return (
    rank(left) - rank(right) ||
    right.weight - left.weight ||
    (left.p ?? 1) - (right.p ?? 1) ||
    left.person - right.person
  )
}

/** Times against the model, item by item, of the flagged persons with the heaviest evidence. */
export function timeProfiles(
  { timeFit, times, scores, items, parameters }: PreparedCohort,
  attempts: readonly ScreenedPerson[],
): TimeProfile[] {
  if (timeFit === null || times === null) return []
  const model = timeModelOf(timeFit)
  const into = new Float64Array(items.length)
  const flagged = attempts.filter(({ flags }) => flags.length > 0).sort(byEvidence)
  return flagged.slice(0, MOST_PROFILES).map(({ person }) => {
    timeResiduals(times[person] ?? new Float64Array(), model, into)
    return {
      person,
      residuals: Array.from(into, (z) => (Number.isFinite(z) ? z : null)),
      right: items.map((_, item) => {
        const score = scores[person * items.length + item] ?? -1
        return score < 0 || (parameters[item]?.locations.length ?? 1) > 1 ? null : score === 1
      }),
    }
  })
}
