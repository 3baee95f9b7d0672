import { MISSING } from '../calibration/response-matrix.ts'
import { isTime } from '../lognormal-times.ts'
import { type CohortOrder, type CohortScores, scoreCohort } from './score-cohort.ts'

export interface EffortOrder extends CohortOrder {
  /** Seconds in the shape of the responses; not-a-number, zero or less is no time. */
  readonly seconds: Float64Array
  /** Seconds below which a response is rapid, from the item's mean time in this cohort. */
  readonly thresholdFor: (meanSeconds: number) => number
}

/** Whether an effort-moderated score rests on enough of a person's responses. */
export type EffortEvidence = 'enough' | 'thin' | 'not-enough'

export interface EffortScores {
  /** Over the responses that were not rapid; to be shown beside the plain scores, never instead. */
  readonly scores: CohortScores
  readonly evidence: readonly EffortEvidence[]
  /** Response-time effort: 1 minus the share of rapid ones among timed responses; null without. */
  readonly effort: readonly (number | null)[]
  /** Per item, seconds below which a response is rapid; null where nobody has a time. */
  readonly thresholds: readonly (number | null)[]
}

/** Share of a person's responses that must be left for any score, and for an unreserved one. */
const LEAST_SHARE = 0.5
const SAFE_SHARE = 0.7

/**
 * Effort-moderated scoring (Wise & DeMars 2006): the likelihood takes in only responses that took
 * long enough to be solutions, by thresholds such as NT10 (Wise & Ma 2012). A response without a time counts as given with effort.
 */
export function scoreEffort(order: EffortOrder): EffortScores {
  const { items, values, seconds } = order
  if (seconds.length !== values.length) throw new Error('times and responses differ in shape')
  const itemCount = items.length
  const thresholds = items.map((_, item) => thresholdOf(order, item))
  const kept = Int8Array.from(values)
  const personCount = itemCount === 0 ? 0 : values.length / itemCount
  const evidence: EffortEvidence[] = []
  const effort: (number | null)[] = []
  for (let person = 0; person < personCount; person += 1) {
    let [answered, timed, rapid, left] = [0, 0, 0, 0]
    for (let item = 0; item < itemCount; item += 1) {
      const at = person * itemCount + item
      const time = seconds[at] as number
      const threshold = thresholds[item] ?? null
      const isTimed = isTime(time) && threshold !== null
      const isRapid = isTimed && time < threshold
      if (isTimed) timed += 1
      if (isRapid) rapid += 1
      if (values[at] === MISSING) continue
      answered += 1
      if (isRapid) kept[at] = MISSING
      else left += 1
    }
    effort.push(timed === 0 ? null : 1 - rapid / timed)
    evidence.push(effortEvidence(left, answered))
  }
  return { scores: scoreCohort({ ...order, values: kept }), evidence, effort, thresholds }
}

/** By how many of the responses given are left once the rapid ones are taken out. */
export function effortEvidence(left: number, answered: number): EffortEvidence {
  const share = answered === 0 ? 0 : left / answered
  if (share < LEAST_SHARE) return 'not-enough'
  return share < SAFE_SHARE ? 'thin' : 'enough'
}

function thresholdOf({ seconds, items, thresholdFor }: EffortOrder, item: number): number | null {
  let [sum, count] = [0, 0]
  for (let at = item; at < seconds.length; at += items.length) {
    const time = seconds[at] as number
    if (!isTime(time)) continue
    sum += time
    count += 1
  }
  return count === 0 ? null : thresholdFor(sum / count)
}
