import normal from '@stdlib/stats-base-dists-normal'
import type { Finding } from '../../bank/finding.ts'
import { distractorFindings } from './distractor-findings.ts'
import { correlation } from './moments.ts'
import type { OptionStatistics } from './option-statistics.ts'
import { columnOf, type ScoreTable, sharesWithout, totalsOf } from './score-table.ts'

/** Options chosen by the persons of a score table, in its order. */
export interface OptionTable {
  readonly table: ScoreTable
  /** Per person and item; null where nothing was chosen. */
  readonly options: readonly (readonly (string | null)[])[]
  /** Per item the right option; null where it is not known. */
  readonly keys: readonly (string | null)[]
}

export interface DistractorAnalysis {
  readonly item: string
  readonly key: string | null
  readonly n: number
  readonly options: readonly OptionStatistics[]
  /** Mean share of points on the other items where the curves are told. */
  readonly curvePoints: readonly number[]
  readonly findings: readonly Finding[]
}

/** Persons below which nothing is said of options. */
const FEWEST_PERSONS = 30
const CURVE_POINTS = 21

/** Options of every item: who chose them, and what looks wrong. */
export function analyseDistractors(given: OptionTable): DistractorAnalysis[] {
  const totals = totalsOf(given.table)
  return given.table.items.map((item, at) => {
    const rest = sharesWithout(given.table, totals, at)
    const persons = given.options.flatMap((row, person) =>
      row[at] != null && !Number.isNaN(rest[person] ?? Number.NaN) ? [person] : [],
    )
    const key = given.keys[at] ?? null
    const chosen = persons.map((person) => given.options[person]?.[at] ?? '')
    const scores = Float64Array.from(persons, (person) => rest[person] ?? 0)
    const column = columnOf(given.table, at)
    const own = Float64Array.from(persons, (person) => column[person] ?? Number.NaN)
    const { options, curvePoints } = optionsOf(chosen, scores, key)
    const about = {
      item,
      key,
      n: persons.length,
      options,
      scoredOtherwise: otherwise(chosen, own, key),
    }
    const findings = persons.length < FEWEST_PERSONS ? [] : distractorFindings(about)
    return { item, key, n: persons.length, options, curvePoints, findings }
  })
}

/** Persons whose score says right where the key says wrong, or the other way round. */
function otherwise(chosen: readonly string[], own: Float64Array, key: string | null): number {
  if (key === null) return 0
  return chosen.filter((option, at) => {
    const score = own[at] ?? Number.NaN
    return !Number.isNaN(score) && score > 0 !== (option === key)
  }).length
}

function optionsOf(chosen: readonly string[], scores: Float64Array, key: string | null) {
  const names = [...new Set([...chosen, ...(key === null ? [] : [key])])].sort()
  const smooth = smootherOf(scores)
  const order = Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))
  const options = names.map((option): OptionStatistics => {
    const is = Float64Array.from(chosen, (one) => (one === option ? 1 : 0))
    const count = is.reduce((sum, value) => sum + value, 0)
    const points = is.reduce((sum, value, at) => sum + value * (scores[at] ?? 0), 0)
    return {
      option,
      isKey: option === key,
      count,
      share: chosen.length > 0 ? count / chosen.length : 0,
      meanRest: count > 0 ? points / count : null,
      corrected: correlation(is, scores),
      fifths: fifthsOf(is, order),
      curve: smooth(is),
    }
  })
  return { options, curvePoints: smooth(scores) }
}

function fifthsOf(is: Float64Array, order: readonly number[]): number[] {
  return Array.from({ length: 5 }, (_, fifth) => {
    const [from, to] = [fifth, fifth + 1].map((edge) => Math.round((edge * order.length) / 5))
    const group = order.slice(from, to)
    return group.length === 0
      ? 0
      : group.reduce((sum, person) => sum + (is[person] ?? 0), 0) / group.length
  })
}

/**
 * Kernel smoothing of option choices (Ramsay 1991): scores become normal deviates of their ranks
 * (equal scores share the middle one), the kernel is Gaussian with bandwidth 1.1 N^(-1/5).
 * Persons of equal score are summed first.
 */
function smootherOf(scores: Float64Array): (values: Float64Array) => number[] {
  const { places, deviates, counts } = rankDeviates(scores)
  if (deviates.length === 0) return () => []
  const width = 1.1 * scores.length ** -0.2
  // Beyond two deviates a handful of persons would draw the curve.
  const [low, high] = [Math.max(-2, deviates[0] ?? 0), Math.min(2, deviates.at(-1) ?? 0)]
  const kernels = Array.from({ length: CURVE_POINTS }, (_, at) => {
    const center = low + ((high - low) * at) / (CURVE_POINTS - 1)
    const kernel = deviates.map((deviate) => Math.exp(-0.5 * ((deviate - center) / width) ** 2))
    const total = kernel.reduce((sum, weight, place) => sum + weight * (counts[place] ?? 0), 0)
    return kernel.map((weight) => weight / total)
  })
  return (values) => {
    const sums = new Float64Array(deviates.length)
    places.forEach((place, person) => {
      sums[place] = (sums[place] ?? 0) + (values[person] ?? 0)
    })
    return kernels.map((kernel) =>
      kernel.reduce((sum, weight, place) => sum + weight * (sums[place] ?? 0), 0),
    )
  }
}

/** Different scores from the lowest: their deviates, how many have them, and each person's place. */
function rankDeviates(scores: Float64Array) {
  const sorted = scores.slice().sort()
  const placeOf = new Map<number, number>()
  const [deviates, counts]: [number[], number[]] = [[], []]
  for (let from = 0; from < sorted.length; ) {
    let to = from
    while (to < sorted.length && sorted[to] === sorted[from]) to += 1
    placeOf.set(sorted[from] ?? 0, deviates.length)
    deviates.push(normal.quantile((from + to) / 2 / sorted.length, 0, 1))
    counts.push(to - from)
    from = to
  }
  return { places: Array.from(scores, (score) => placeOf.get(score) ?? 0), deviates, counts }
}
