import chisquare from '@stdlib/stats-base-dists-chisquare'
import { benjaminiHochberg } from '../benjamini-hochberg.ts'
import { fitLognormalTimes, type LognormalFit } from '../measurement/fit-lognormal-times.ts'
import { isTime, misfitOfTimes } from '../measurement/lognormal-times.ts'
import { type NullTest, testAgainstCohort } from './empirical-null.ts'
import { FLAG_ABOVE_SHARE, rapidThreshold } from './rapid-guessing.ts'
import { FLAG_AT_Z } from './response-time.ts'
import { FEWEST_TIMED_ITEMS } from './timed-items.ts'

export const TIME_SCREENS = ['response-speed', 'response-time-misfit', 'rapid-guessing'] as const
export type TimeScreen = (typeof TIME_SCREENS)[number]

/** What one screen says of one person; null where there were too few times to say anything. */
export interface ScreenResult {
  readonly indicator: TimeScreen
  readonly statistic: number | null
  readonly p: number | null
  readonly q: number | null
  readonly flagged: boolean
}

export interface ScreenedItem {
  readonly itemCount: number
  readonly meanSeconds: number
  readonly rapidThreshold: number
  readonly rapidShare: number
  /** Share right among rapid responses; null where there are none or no scores. */
  readonly rapidAccuracy: number | null
}

export interface TimeScreening {
  readonly fit: LognormalFit
  /** Per person, in the order of the screens. */
  readonly persons: readonly (readonly ScreenResult[])[]
  /** Per item; null where nobody has a time. */
  readonly items: readonly (ScreenedItem | null)[]
  /** How many persons theory alone would flag at p < .001: the empirical null's counterpart. */
  readonly theoreticalFlags: Readonly<Record<'response-speed' | 'response-time-misfit', number>>
}

export interface CohortTimes {
  /** Persons by items, seconds; not-a-number is missing. */
  readonly times: readonly Float64Array[]
  /** The same shape, 1 right, 0 wrong. */
  readonly scores: readonly Float64Array[]
  /** Share of false ones tolerated among flagged persons. */
  readonly fdr: number
}

function meanSecondsOf(times: readonly Float64Array[], item: number): number {
  const own = times.map((row) => row[item] ?? Number.NaN).filter(isTime)
  return own.reduce((sum, seconds) => sum + seconds, 0) / own.length
}

function screenItem({ times, scores }: CohortTimes, item: number): ScreenedItem | null {
  const meanSeconds = meanSecondsOf(times, item)
  if (!(meanSeconds > 0)) return null
  const threshold = rapidThreshold(meanSeconds)
  let [itemCount, rapid, scored, right] = [0, 0, 0, 0]
  for (const [person, row] of times.entries()) {
    const seconds = row[item] ?? Number.NaN
    if (!isTime(seconds)) continue
    itemCount += 1
    if (seconds >= threshold) continue
    rapid += 1
    const score = scores[person]?.[item] ?? Number.NaN
    if (!Number.isNaN(score)) scored += 1
    if (score === 1) right += 1
  }
  return {
    itemCount,
    meanSeconds,
    rapidThreshold: threshold,
    rapidShare: rapid / itemCount,
    rapidAccuracy: scored > 0 ? right / scored : null,
  }
}

/** Share of a person's timed responses that are rapid; null with fewer than ten. */
function rapidShareOf(
  row: Readonly<Float64Array>,
  items: readonly (ScreenedItem | null)[],
): number | null {
  let [timed, rapid] = [0, 0]
  for (const [item, seconds] of row.entries()) {
    if (!isTime(seconds)) continue
    timed += 1
    if (seconds < (items[item]?.rapidThreshold ?? 0)) rapid += 1
  }
  return timed < FEWEST_TIMED_ITEMS ? null : rapid / timed
}

interface Misfit {
  readonly p: number
  /** Wilson & Hilferty (1931): cube root of chi-square, brought to a standard normal. */
  readonly deviate: number
}

function misfitOf(row: Readonly<Float64Array>, fit: LognormalFit): Misfit | null {
  const observed = Array.from(row).flatMap((seconds, item) => {
    const timeParameters = fit.items[item] ?? null
    return timeParameters === null ? [] : [{ seconds, timeParameters }]
  })
  const { statistic, degrees } = misfitOfTimes(observed)
  if (degrees < FEWEST_TIMED_ITEMS - 1) return null
  const spread = 2 / (9 * degrees)
  return {
    p: 1 - chisquare.cdf(statistic, degrees),
    deviate: (Math.cbrt(statistic / degrees) - 1 + spread) / Math.sqrt(spread),
  }
}

function resultsOf(
  indicator: TimeScreen,
  tests: readonly (NullTest | null)[],
  fdr: number,
): ScreenResult[] {
  const qs = benjaminiHochberg(tests.map((test) => test?.p ?? null))
  return tests.map((test, person) => {
    const q = qs[person] ?? null
    const flagged = q !== null && q <= fdr
    return { indicator, statistic: test?.z ?? null, p: test?.p ?? null, q, flagged }
  })
}

function effortOf(share: number | null): ScreenResult {
  const flagged = share !== null && share > FLAG_ABOVE_SHARE
  return { indicator: 'rapid-guessing', statistic: share, p: null, q: null, flagged }
}

/**
 * Screens a cohort by its response times. Speed and misfit are tested against the cohort itself
 * (see `testAgainstCohort`), since the theoretical distributions fail on real times; rapid
 * guessing has a threshold and no p.
 */
export function screenTimes(cohort: CohortTimes): TimeScreening {
  const { times, fdr } = cohort
  const fit = fitLognormalTimes(times)
  const items = Array.from(times[0] ?? [], (_, item) => screenItem(cohort, item))
  const enough = fit.persons.map((person) => person.itemCount >= FEWEST_TIMED_ITEMS)
  const taus = fit.persons.map(({ tauMl }, person) => (enough[person] ? tauMl : null))
  const misfits = times.map((row) => misfitOf(row, fit))
  const speed = resultsOf('response-speed', testAgainstCohort(taus), fdr)
  const deviates = misfits.map((misfit) => misfit?.deviate ?? null)
  const misfit = resultsOf('response-time-misfit', testAgainstCohort(deviates), fdr)
  const effort = times.map((row) => effortOf(rapidShareOf(row, items)))
  const fast = fit.persons.filter(
    ({ tauMl, standardError }, person) =>
      enough[person] && tauMl / Math.hypot(standardError, fit.speedDeviation) >= FLAG_AT_Z,
  )
  return {
    fit,
    items,
    persons: speed.map((result, person) =>
      [result, misfit[person], effort[person]].filter((found) => found !== undefined),
    ),
    theoreticalFlags: {
      'response-speed': fast.length,
      'response-time-misfit': misfits.filter((found) => found !== null && found.p < 0.001).length,
    },
  }
}
