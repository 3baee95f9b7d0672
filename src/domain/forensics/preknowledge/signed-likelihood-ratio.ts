import normal from '@stdlib/stats-base-dists-normal'
import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import { isTime } from '../../measurement/lognormal-times.ts'
import { scoreCohort } from '../../measurement/scoring/score-cohort.ts'
import {
  categoryCountOf,
  categoryTerms,
  evaluateCategories,
  type ScoringItem,
} from '../../measurement/scoring/scoring-item.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'

/** Fewer answers in either part do not tell two abilities apart. */
export const FEWEST_IN_PART = 10

/** By row; not-a-number where a part has too few answers or times. */
export interface SignedRatios {
  /** L_s of the answers, N(0, 1) in theory. */
  readonly answers: Float64Array
  /** Lambda_s of the times, N(0, 1) in theory. */
  readonly times: Float64Array
  /** Ability by the suspect items alone, and by the others alone. */
  readonly onSuspect: Float64Array
  readonly onOthers: Float64Array
}

/**
 * How much better and faster each person did on suspect items than on all others, whatever ability
 * and speed are. Answers (Sinharay 2017): L_s = sign(theta_C - theta_S) sqrt(2 [l_C(theta_C) +
 * l_S(theta_S) - l(theta)]), each theta by maximum likelihood within [-6, 6]. Times (Sinharay
 * 2020), lognormal model: Lambda_s = (tau_C - tau_S) / sqrt(1 / sum_C alpha^2 + 1 / sum_S
 * alpha^2). Both assume local independence and that the suspect items were chosen without looking
 * at the person tested. Smallest sample: 10 answers (times) in both parts. Neither is normal
 * enough to be used without calibration on the cohort (see `calibrateContrasts`).
 */
export function signedLikelihoodRatios(
  cohort: PreparedCohort,
  suspectItems: readonly number[],
): SignedRatios {
  const isSuspect = new Uint8Array(cohort.items.length)
  for (const item of suspectItems) isSuspect[item] = 1
  return { ...answerRatios(cohort, isSuspect), times: timeRatios(cohort, isSuspect) }
}

interface Part {
  readonly items: readonly ScoringItem[]
  readonly values: Int8Array
}

/** Columns with parameters that pass, and all rows of them. */
function partOf(cohort: PreparedCohort, passes: (column: number) => boolean): Part {
  const { persons, items, parameters, scores } = cohort
  const columns = items.flatMap((_, column) =>
    parameters[column] && passes(column) ? [column] : [],
  )
  const values = new Int8Array(persons.length * columns.length)
  for (let person = 0; person < persons.length; person += 1) {
    for (let place = 0; place < columns.length; place += 1) {
      const cell = person * items.length + (columns[place] as number)
      values[person * columns.length + place] = scores[cell] as number
    }
  }
  return { items: columns.map((column) => parameters[column] as ScoringItem), values }
}

function answerRatios(cohort: PreparedCohort, isSuspect: Uint8Array): Omit<SignedRatios, 'times'> {
  const count = cohort.persons.length
  const nothing = () => new Float64Array(count).fill(Number.NaN)
  const ratios = { answers: nothing(), onSuspect: nothing(), onOthers: nothing() }
  const { abilities } = cohort
  const suspect = partOf(cohort, (column) => isSuspect[column] === 1)
  const others = partOf(cohort, (column) => isSuspect[column] === 0)
  if (!abilities || Math.min(suspect.items.length, others.items.length) < FEWEST_IN_PART) {
    return ratios
  }
  const first = scoreCohort({ ...suspect, method: 'mle' })
  const second = scoreCohort({ ...others, method: 'mle' })
  const [onSuspect, onOthers] = [logLikelihood(suspect), logLikelihood(others)]
  for (let person = 0; person < count; person += 1) {
    const fewest = Math.min(first.answered[person] as number, second.answered[person] as number)
    if (fewest < FEWEST_IN_PART) continue
    const theta = abilities.mle[person] as number
    const [own, rest] = [first.theta[person] as number, second.theta[person] as number]
    const together = onSuspect(person, theta) + onOthers(person, theta)
    const gain = onSuspect(person, own) + onOthers(person, rest) - together
    ratios.answers[person] = Math.sign(own - rest) * Math.sqrt(2 * Math.max(0, gain))
    ratios.onSuspect[person] = own
    ratios.onOthers[person] = rest
  }
  return ratios
}

function logLikelihood({ items, values }: Part): (person: number, theta: number) => number {
  const most = items.reduce((count, item) => Math.max(count, categoryCountOf(item)), 2)
  const terms = categoryTerms(most)
  return (person, theta) => {
    let sum = 0
    for (let place = 0; place < items.length; place += 1) {
      const category = values[person * items.length + place] as number
      if (category === MISSING) continue
      evaluateCategories(items[place] as ScoringItem, theta, terms)
      sum += terms.logs[category] as number
    }
    return sum
  }
}

function timeRatios({ persons, times, timeFit }: PreparedCohort, isSuspect: Uint8Array) {
  const ratios = new Float64Array(persons.length).fill(Number.NaN)
  if (!times || !timeFit) return ratios
  for (const [person, row] of times.entries()) {
    const [precision, weighted, counts] = [
      [0, 0],
      [0, 0],
      [0, 0],
    ]
    for (let item = 0; item < row.length; item += 1) {
      const own = timeFit.items[item]
      const seconds = row[item] as number
      if (!own || !isTime(seconds)) continue
      const part = isSuspect[item] as number
      const squared = own.timeDiscrimination ** 2
      precision[part] = (precision[part] as number) + squared
      const early = own.timeIntensity - Math.log(seconds)
      weighted[part] = (weighted[part] as number) + squared * early
      counts[part] = (counts[part] as number) + 1
    }
    if (Math.min(...counts) < FEWEST_IN_PART) continue
    const [others, suspect] = precision as [number, number]
    const gap = (weighted[1] as number) / suspect - (weighted[0] as number) / others
    ratios[person] = gap / Math.sqrt(1 / suspect + 1 / others)
  }
  return ratios
}

/** L_ST; of one alone what is above 0, squared. */
export function jointStatistic(answers: number, times: number): number {
  const squared = (value: number) => (value > 0 ? value * value : 0)
  return squared(answers) + squared(times)
}

/** P(Z >= z), precise far out. */
export function upperTail(z: number): number {
  return Math.exp(normal.logcdf(-z, 0, 1))
}
