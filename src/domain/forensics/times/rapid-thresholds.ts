import { incompleteBeta } from '../../measurement/analysis/f-distribution.ts'
import { isTime } from '../../measurement/lognormal-times.ts'
import type { CohortData, PreparedCohort } from '../cohort/cohort-data.ts'
import { oncePerCohort } from '../cohort/once-per-cohort.ts'
import { rapidThreshold } from '../rapid-guessing.ts'
import { fastComponent } from './fast-component.ts'

/** Below how many seconds a response to an item is too fast to be a solution. */
export interface RapidThreshold {
  readonly seconds: number
  readonly basis: 'mixture' | 'nt10'
  /** min(10 s, 10 % of the mean time) (Wise & Ma 2012). */
  readonly nt10: number
  /** Where accuracy so far last was at chance (Guo et al. 2016); null where it never was. */
  readonly cump: number | null
  /** How many responses have a time, and how many of those are rapid. */
  readonly timed: number
  readonly rapid: number
  /** Share right among rapid responses with a score; null where there are none. */
  readonly accuracy: number | null
  /** What blind guessing gets right. */
  readonly chance: number
}

/** Where neither options nor parameters tell: four options. */
const USUAL_CHANCE = 0.25
/** Fewer responses can't show two kinds. */
const FEWEST_FOR_MIXTURE = 100
/** Fewer rapid ones can't show that they are at chance. */
const FEWEST_RAPID = 10
const LEVEL = 0.05

/** Responses to one item, one place each. */
interface ItemTimes {
  readonly seconds: Float64Array
  /** 1 right, 0 wrong; -1 not known, or neither because there are more categories. */
  readonly right: Int8Array
}

function itemTimes({ times, scores, items }: CohortData, item: number): ItemTimes {
  const rows = times ?? []
  const seconds = new Float64Array(rows.length)
  const right = new Int8Array(rows.length)
  let [count, highest] = [0, 0]
  for (let person = 0; person < rows.length; person += 1) {
    const time = (rows[person] as Float64Array)[item] ?? Number.NaN
    const score = scores[person * items.length + item] as number
    highest = Math.max(highest, score)
    if (!isTime(time)) continue
    seconds[count] = time
    right[count] = score
    count += 1
  }
  const known = right.subarray(0, count)
  return { seconds: seconds.subarray(0, count), right: highest > 1 ? known.fill(-1) : known }
}

function chanceOf({ options, parameters }: PreparedCohort, item: number): number {
  const count = options?.counts[item] ?? 0
  if (count >= 2) return 1 / count
  const guessing = parameters[item]?.guessing ?? 0
  return guessing > 0 ? guessing : USUAL_CHANCE
}

/**
 * The longest time up to which responses, taken from the fastest, are right no more often than
 * chance (CUMP, Guo et al. 2016); null where even the fastest are more often right. On a very hard
 * item that may be any time: never a threshold by itself. Seconds; `right` is 1, 0 or -1 (unknown,
 * left out); times are taken to the millisecond.
 */
export function cumulativeThreshold({ seconds, right }: ItemTimes, chance: number): number | null {
  // Time and score in one number, since typed arrays sort fast; right comes after wrong.
  const keys = new Float64Array(seconds.length)
  let count = 0
  seconds.forEach((time, at) => {
    const score = right[at] as number
    if (score < 0) return
    keys[count] = 2 * Math.round(1000 * time) + Math.min(1, score)
    count += 1
  })
  const ordered = keys.subarray(0, count).sort()
  let [correct, last] = [0, -1]
  for (let at = 0; at < count; at += 1) {
    const key = ordered[at] as number
    correct += key % 2
    const isLastOfTime = Math.floor((ordered[at + 1] ?? -1) / 2) !== Math.floor(key / 2)
    if (isLastOfTime && correct <= chance * (at + 1)) last = Math.floor(key / 2)
  }
  return last < 0 ? null : last / 1000
}

interface Accuracy {
  readonly rapid: number
  readonly scored: number
  readonly right: number
  /** Share right among all other responses. */
  readonly otherwise: number
}

function accuracyBelow(limit: number, { seconds, right }: ItemTimes): Accuracy {
  let [rapid, scored, correct, others, otherRight] = [0, 0, 0, 0, 0]
  for (let at = 0; at < seconds.length; at += 1) {
    const [isRapid, score] = [(seconds[at] as number) < limit, right[at] as number]
    if (isRapid) rapid += 1
    if (score < 0) continue
    if (isRapid) {
      scored += 1
      correct += score
    } else {
      others += 1
      otherRight += score
    }
  }
  return { rapid, scored, right: correct, otherwise: otherRight / others }
}

/** Whether rapid responses look like guesses: not better than chance, and worse than others. */
function isGuessing({ scored, right, otherwise }: Accuracy, chance: number): boolean {
  if (scored < FEWEST_RAPID || !(otherwise > chance)) return false
  // P(X >= right) by chance, and P(X <= right) at the accuracy of others.
  const asManyByChance = right === 0 ? 1 : incompleteBeta(chance, right, scored - right + 1)
  const asFewByWork =
    right === scored ? 1 : incompleteBeta(1 - otherwise, scored - right, right + 1)
  return asManyByChance > LEVEL && asFewByWork < LEVEL
}

function mixtureThreshold(own: ItemTimes, chance: number): number | null {
  if (own.seconds.length < FEWEST_FOR_MIXTURE) return null
  const found = fastComponent(own.seconds.map((seconds) => Math.log(seconds)))
  if (found === null) return null
  const seconds = Math.exp(found.crossing)
  return isGuessing(accuracyBelow(seconds, own), chance) ? seconds : null
}

function thresholdOf(cohort: PreparedCohort, item: number): RapidThreshold | null {
  const own = itemTimes(cohort, item)
  const timed = own.seconds.length
  if (timed === 0) return null
  const chance = chanceOf(cohort, item)
  const nt10 = rapidThreshold(own.seconds.reduce((sum, seconds) => sum + seconds, 0) / timed)
  const mixture = mixtureThreshold(own, chance)
  const seconds = mixture ?? nt10
  const { rapid, scored, right } = accuracyBelow(seconds, own)
  return {
    seconds,
    basis: mixture === null ? 'nt10' : 'mixture',
    nt10,
    cump: cumulativeThreshold(own, chance),
    timed,
    rapid,
    accuracy: scored === 0 ? null : right / scored,
    chance,
  }
}

/**
 * Thresholds per item: where a mixture of two lognormals (Schnipke & Scrams 1997) shows a distinct
 * fast kind that is right no more often than chance and less often than others are, the time where
 * the kinds cross; else NT10 (Wise & Ma 2012). Fast and right is no guessing and moves no
 * threshold. By column; null where nobody has a time.
 */
export const rapidThresholds = oncePerCohort((cohort): readonly (RapidThreshold | null)[] =>
  cohort.items.map((_, item) => thresholdOf(cohort, item)),
)
