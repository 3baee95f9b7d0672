import { seededRandom, shuffle } from '../../random.ts'
import {
  deviationsOfPopulation,
  distanceOfProfiles,
  profileOf,
  type RhythmProfile,
  type RhythmSample,
} from './rhythm-profile.ts'

/** Fewer stretches do not make a profile. */
export const FEWEST_SAMPLES = 3
/** Fewer persons do not tell how alike different persons are. */
export const FEWEST_PERSONS = 30
/** Persons everybody is compared with; two of them are a pair of strangers. */
const PANEL = 500

/** How alike the rhythms of two accounts are. */
export interface RhythmMatch {
  /** Against strangers, whose median is 0 and whose distance from median to upper quartile is 1. */
  readonly closeness: number
  /** Share of pairs of strangers that are as close. */
  readonly p: number
}

/** What some pairs have in common for another reason than being one person, in closeness. */
export interface Usual {
  readonly shift: number
  readonly scale: number
}

export interface RhythmMatcher {
  /** Accounts that have a profile. */
  readonly profiled: number
  /** Whether there are enough of them to know strangers. */
  readonly usable: boolean
  /** Null where one has no profile, they share too few measures, or there is no panel. */
  readonly match: (left: number, right: number, usual?: Usual) => RhythmMatch | null
}

const STRANGERS: Usual = { shift: 0, scale: 1 }

/** Running sums of the log distances of one account to the panel. */
interface Sums {
  readonly count: number
  readonly sum: number
  readonly squares: number
}

/**
 * Compares the rhythms of accounts with those of strangers. The log of the distance between two
 * profiles (scaled Manhattan, scaled by the population's deviations) is normalized by what each of
 * the two is to a panel drawn from the cohort: the mean of (d - m) / s from either side, the pair
 * itself left out of m and s (the symmetric normalization of speaker verification: Auckenthaler,
 * Carey & Lloyd-Thomas 2000). Otherwise persons near the middle of the population would resemble
 * everybody. p is the rank among all pairs of the panel, (1 + count) / (1 + pairs): strangers,
 * save for those `related`, who are left out. Links that are hidden in the panel make p greater,
 * never smaller. Smallest sample: 3 stretches an account and 30 accounts.
 */
export function matchRhythms(
  samples: readonly (readonly RhythmSample[])[],
  strangers: {
    readonly seed: string
    readonly related: (left: number, right: number) => boolean
  },
): RhythmMatcher {
  const profiles = samples.map((own) => (own.length < FEWEST_SAMPLES ? null : profileOf(own)))
  const known = profiles.flatMap((profile, account) => (profile === null ? [] : [account]))
  const nobody = { profiled: known.length, usable: false, match: () => null }
  if (known.length < FEWEST_PERSONS) return nobody
  const panel = shuffle(known, seededRandom(strangers.seed, 'rhythm panel')).slice(0, PANEL)
  const distance = logDistances(profiles)
  const { related } = strangers
  const cached = new Map<number, Sums>()
  const sumsOf = (account: number): Sums => {
    const found = cached.get(account) ?? sumsTo(panel, account, { distance, related })
    cached.set(account, found)
    return found
  }
  const inPanel = new Set(panel)
  const scoreOf = (left: number, right: number): number | null => {
    const value = distance(left, right)
    if (value === null) return null
    const counted = !related(left, right)
    const one = standing(sumsOf(left), value, counted && inPanel.has(right))
    const other = standing(sumsOf(right), value, counted && inPanel.has(left))
    return one === null || other === null ? null : (one + other) / 2
  }
  const scores = scoresOfStrangers(panel, { scoreOf, related })
  if (scores.length === 0) return nobody
  return { profiled: known.length, usable: true, match: rankAmong(scores, scoreOf) }
}

function rankAmong(
  scores: Float64Array,
  scoreOf: (left: number, right: number) => number | null,
): RhythmMatcher['match'] {
  const center = scores[scores.length >> 1] as number
  const spread = (scores[(3 * scores.length) >> 2] as number) - center
  return (left, right, { shift, scale } = STRANGERS) => {
    const score = scoreOf(left, right)
    if (score === null || !(spread > 0)) return null
    const closeness = (center - score) / spread
    const limit = center - ((closeness - shift) / scale) * spread
    return { closeness, p: (1 + countUpTo(scores, limit)) / (1 + scores.length) }
  }
}

function logDistances(profiles: readonly (RhythmProfile | null)[]) {
  const deviations = deviationsOfPopulation(profiles.filter((profile) => profile !== null))
  return (left: number, right: number): number | null => {
    const one = profiles[left]
    const other = profiles[right]
    const distance = one && other ? distanceOfProfiles(one, other, deviations) : null
    // Equal to the last digit is as alike as rounding allows, not infinitely so.
    return distance === null ? null : Math.log(Math.max(distance, 1e-3))
  }
}

interface Distances {
  readonly distance: (left: number, right: number) => number | null
  readonly related: (left: number, right: number) => boolean
}

function sumsTo(panel: readonly number[], account: number, by: Distances): Sums {
  let count = 0
  let sum = 0
  let squares = 0
  for (const stranger of panel) {
    if (stranger === account || by.related(account, stranger)) continue
    const value = by.distance(account, stranger)
    if (value === null) continue
    count += 1
    sum += value
    squares += value * value
  }
  return { count, sum, squares }
}

/** Where a distance stands among those of an account to the panel, itself taken out if in it. */
function standing({ count, sum, squares }: Sums, value: number, counted: boolean): number | null {
  const others = count - (counted ? 1 : 0)
  if (others < FEWEST_PERSONS / 2) return null
  const mean = (sum - (counted ? value : 0)) / others
  const variance = (squares - (counted ? value * value : 0)) / others - mean * mean
  return variance > 0 ? (value - mean) / Math.sqrt(variance) : null
}

function scoresOfStrangers(
  panel: readonly number[],
  by: {
    readonly scoreOf: (left: number, right: number) => number | null
    readonly related: (left: number, right: number) => boolean
  },
): Float64Array {
  const scores: number[] = []
  panel.forEach((left, place) => {
    for (const right of panel.slice(place + 1)) {
      if (by.related(left, right)) continue
      const score = by.scoreOf(left, right)
      if (score !== null) scores.push(score)
    }
  })
  return Float64Array.from(scores).sort()
}

/** How many of ascending values are not above a limit. */
function countUpTo(ascending: Float64Array, limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
