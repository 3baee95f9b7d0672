import { fitLognormalTimes } from '../../measurement/fit-lognormal-times.ts'
import { isTime } from '../../measurement/lognormal-times.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import { oncePerCohort } from '../cohort/once-per-cohort.ts'
import { FLAG_ABOVE_SHARE } from '../rapid-guessing.ts'
import { looksGuessed } from './looks-guessed.ts'
import { type RapidThreshold, rapidThresholds } from './rapid-thresholds.ts'

function isRapid(seconds: number, threshold: RapidThreshold | null | undefined): boolean {
  return isTime(seconds) && threshold !== null && seconds < (threshold?.seconds ?? 0)
}

/** Whether so many responses were rapid that effort is in doubt, and right only by chance. */
function hasGuessed(
  { scores, times, items }: PreparedCohort,
  thresholds: readonly (RapidThreshold | null)[],
  person: number,
): boolean {
  const row = times?.[person] as Float64Array
  let [timed, rapid, scored, right, chance] = [0, 0, 0, 0, 0]
  for (let item = 0; item < items.length; item += 1) {
    const threshold = thresholds[item]
    if (isTime(row[item] as number)) timed += 1
    if (!isRapid(row[item] as number, threshold)) continue
    rapid += 1
    const score = scores[person * items.length + item] as number
    if (score < 0) continue
    scored += 1
    right += score >= 1 ? 1 : 0
    chance += threshold?.chance ?? 0
  }
  return rapid > FLAG_ABOVE_SHARE * timed && looksGuessed({ scored, right, chance })
}

/**
 * The cohort without the times of rapid guesses (effort-moderated, Wise & DeMars 2006), with the
 * model of times fitted anew: who gave up or ran out of time is fast without knowing anything,
 * which is a matter of effort and says nothing of knowing the answers. Rapid responses that are
 * right more often than by chance stay. The same cohort where nobody guessed or nothing was timed.
 */
export const withoutGuesses = oncePerCohort((cohort): PreparedCohort => {
  if (cohort.times === null) return cohort
  const thresholds = rapidThresholds(cohort)
  const times = cohort.times.map((row, person) =>
    hasGuessed(cohort, thresholds, person)
      ? row.map((seconds, item) => (isRapid(seconds, thresholds[item]) ? Number.NaN : seconds))
      : row,
  )
  if (times.every((row, person) => row === cohort.times?.[person])) return cohort
  return { ...cohort, times, timeFit: fitLognormalTimes(times) }
})
