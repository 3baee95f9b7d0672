import { isTime } from '../../measurement/lognormal-times.ts'
import type { LeakedItem } from '../preknowledge/leak-list.ts'
import { rapidThresholds } from '../times/rapid-thresholds.ts'
import type { PreparedCohort } from './cohort-data.ts'
import type { ScreenedItem } from './screening.ts'

function meanSecondsOf({ times }: PreparedCohort, item: number): number | null {
  let [count, sum] = [0, 0]
  for (const row of times ?? []) {
    const seconds = row[item] ?? Number.NaN
    if (!isTime(seconds)) continue
    count += 1
    sum += seconds
  }
  return count === 0 ? null : sum / count
}

/** Null where nothing could be tested. */
function leakOf(leak: LeakedItem | undefined): LeakedItem | null {
  return leak && leak.p !== null ? leak : null
}

function answersOf({ persons, items, scores }: PreparedCohort, item: number) {
  let [n, points] = [0, 0]
  for (let person = 0; person < persons.length; person += 1) {
    const score = scores[person * items.length + item] ?? -1
    if (score < 0) continue
    n += 1
    points += score
  }
  return { n, points }
}

/** Each item: how it was answered, its times, and whether it may be known outside. */
export function describeItems(
  cohort: PreparedCohort,
  leaks: readonly LeakedItem[],
): ScreenedItem[] {
  const rapid = cohort.times === null ? [] : rapidThresholds(cohort)
  return cohort.items.map((item, column): ScreenedItem => {
    const { n, points } = answersOf(cohort, column)
    const most = cohort.parameters[column]?.locations.length ?? 1
    return {
      item,
      n,
      // Without parameters nobody knows the most points of an item all answered alike.
      share: n > 0 && points <= n * most ? points / (n * most) : null,
      timeIntensity: cohort.timeFit?.items[column]?.timeIntensity ?? null,
      timeDiscrimination: cohort.timeFit?.items[column]?.timeDiscrimination ?? null,
      meanSeconds: meanSecondsOf(cohort, column),
      rapid: rapid[column] ?? null,
      leak: leakOf(leaks[column]),
    }
  })
}
