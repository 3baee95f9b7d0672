import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import { isTime } from '../../measurement/lognormal-times.ts'
import { scoreCohort } from '../../measurement/scoring/score-cohort.ts'
import type { ScoringItem } from '../../measurement/scoring/scoring-item.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'

/** Persons are compared with persons like themselves, in so many groups at most. */
const MOST_STRATA = 20
/** Not fewer persons in a group, so that its mean and spread mean something. */
const FEWEST_IN_STRATUM = 25
/** Closer values are the same but for rounding. */
const TIED = 1e-9
/** A group in which fewer met the item says nothing about it. */
const FEWEST_ANSWERS = 5
/** Log times farther out than so many deviations count as so many: real ones have heavy tails. */
const FARTHEST = 3

/** Values of the cells, row by row; not-a-number where nothing is known. */
export interface CellResiduals {
  /** Score above that of persons of like ability, in standard deviations. */
  readonly easy: Float32Array
  /** Speed above that of persons of like speed; null without times. */
  readonly fast: Float32Array | null
  /** Both in one, of about variance 1. */
  readonly signal: Float32Array
}

/**
 * How much better and faster each person did on each item than persons of like ability (EAP) and
 * like speed (tau) did. Standardized within item and group of persons, so that neither the form of
 * the response model (guessing, misfit) nor that of the time model leaves a trace. Items left out
 * count for neither ability nor speed. Null without abilities.
 */
export function cellResiduals(
  cohort: PreparedCohort,
  leftOut: ReadonlySet<number>,
): CellResiduals | null {
  const { persons, items, scores, times, timeFit } = cohort
  const abilities = abilitiesWithout(cohort, leftOut)
  if (!abilities) return null
  const size = persons.length * items.length
  const easy = new Float32Array(size).fill(Number.NaN)
  for (let cell = 0; cell < size; cell += 1) {
    const score = scores[cell] as number
    if (score !== MISSING) easy[cell] = score
  }
  standardize(easy, strataOf(abilities), items.length)
  const fast = times && timeFit ? fastness(cohort, leftOut) : null
  return { easy, fast, signal: fast ? combine(easy, fast) : easy }
}

function abilitiesWithout(
  { persons, items, parameters, scores, abilities }: PreparedCohort,
  leftOut: ReadonlySet<number>,
): Float64Array | null {
  if (!abilities || leftOut.size === 0) return abilities?.eap ?? null
  const kept = parameters.flatMap((own, item) => (own && !leftOut.has(item) ? [item] : []))
  const values = new Int8Array(persons.length * kept.length)
  for (let person = 0; person < persons.length; person += 1) {
    kept.forEach((item, place) => {
      values[person * kept.length + place] = scores[person * items.length + item] as number
    })
  }
  const own = kept.map((item) => parameters[item] as ScoringItem)
  return scoreCohort({ items: own, values, method: 'eap' }).theta
}

/** tau as expected a posteriori, from the items that are not left out. */
function speedsWithout({ times, timeFit }: PreparedCohort, leftOut: ReadonlySet<number>) {
  const prior = (timeFit?.speedDeviation ?? 1) ** -2
  return Float64Array.from(times ?? [], (row) => {
    let [precision, weighted] = [prior, 0]
    for (let item = 0; item < row.length; item += 1) {
      const own = timeFit?.items[item]
      const seconds = row[item] as number
      if (!own || !isTime(seconds) || leftOut.has(item)) continue
      const squared = own.timeDiscrimination ** 2
      precision += squared
      weighted += squared * (own.timeIntensity - Math.log(seconds))
    }
    return weighted / precision
  })
}

/** Log seconds below expectation, standardized. */
function fastness(cohort: PreparedCohort, leftOut: ReadonlySet<number>): Float32Array {
  const { items, times, timeFit } = cohort
  const rows = times ?? []
  const values = new Float32Array(rows.length * items.length).fill(Number.NaN)
  const speeds = speedsWithout(cohort, leftOut)
  for (const [person, row] of rows.entries()) {
    for (let item = 0; item < items.length; item += 1) {
      const own = timeFit?.items[item]
      const seconds = row[item] as number
      if (!own || !isTime(seconds)) continue
      const early = own.timeIntensity - (speeds[person] as number) - Math.log(seconds)
      const scaled = own.timeDiscrimination * early
      values[person * items.length + item] = Math.max(-FARTHEST, Math.min(FARTHEST, scaled))
    }
  }
  standardize(values, strataOf(speeds), items.length)
  return values
}

function combine(easy: Float32Array, fast: Float32Array): Float32Array {
  const both = new Float32Array(easy.length)
  for (let cell = 0; cell < both.length; cell += 1) {
    const quick = fast[cell] as number
    both[cell] = ((easy[cell] as number) + (Number.isNaN(quick) ? 0 : quick)) * Math.SQRT1_2
  }
  return both
}

/**
 * The group of each person by rank, groups of equal size but for ties, which stay together: the
 * order of persons must not say who is compared with whom.
 */
function strataOf(values: Float64Array): Int32Array {
  const order = Int32Array.from(values, (_, place) => place)
  order.sort((left, right) => (values[left] as number) - (values[right] as number))
  const valueAt = (rank: number) => values[order[rank] as number] as number
  const count = Math.max(1, Math.min(MOST_STRATA, Math.floor(values.length / FEWEST_IN_STRATUM)))
  const strata = new Int32Array(values.length)
  for (let first = 0; first < order.length; ) {
    let last = first
    while (last + 1 < order.length && valueAt(last + 1) - valueAt(last) < TIED) last += 1
    const stratum = Math.floor((((first + last) / 2) * count) / values.length)
    for (let rank = first; rank <= last; rank += 1) strata[order[rank] as number] = stratum
    first = last + 1
  }
  return strata
}

/** In place: less the mean of item and group, by their deviation; 0 where all are alike. */
function standardize(values: Float32Array, strata: Int32Array, itemCount: number): void {
  const groups = strata.reduce((most, stratum) => Math.max(most, stratum), 0) + 1
  const [counts, sums, squares] = [0, 0, 0].map(() => new Float64Array(groups * itemCount)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  for (let cell = 0; cell < values.length; cell += 1) {
    const value = values[cell] as number
    if (Number.isNaN(value)) continue
    const at = (strata[Math.floor(cell / itemCount)] as number) * itemCount + (cell % itemCount)
    counts[at] = (counts[at] as number) + 1
    sums[at] = (sums[at] as number) + value
    squares[at] = (squares[at] as number) + value * value
  }
  for (let cell = 0; cell < values.length; cell += 1) {
    const value = values[cell] as number
    if (Number.isNaN(value)) continue
    const at = (strata[Math.floor(cell / itemCount)] as number) * itemCount + (cell % itemCount)
    const count = counts[at] as number
    const mean = (sums[at] as number) / count
    const variance = ((squares[at] as number) - count * mean * mean) / (count - 1)
    const isKnown = count >= FEWEST_ANSWERS && variance > 1e-9
    values[cell] = isKnown ? (value - mean) / Math.sqrt(variance) : 0
  }
}
