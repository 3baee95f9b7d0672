import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import { MISSING, type ResponseMatrix } from '../calibration/response-matrix.ts'
import type { AuditCode, Figures, LeftOut, Measured } from './audit.ts'
import {
  REPAIR_CHANCE,
  repairCeiling,
  repairDiscrimination,
  repairReliability,
} from './audit-repairs.ts'

/** An item that more than this share gets right tells next to nothing. */
export const EASY_SHARE = 0.95
/** Share of right answers from which a score is at the top. */
export const TOP_SHARE = 0.95
/** Corrected item correlation below which an item does not tell candidates apart. */
export const LEAST_CORRELATION = 0.2
/** Answers below which an item's correlation is noise. */
const FEWEST_ANSWERS = 30
/** Answers below which an item's share right is noise. */
const FEWEST_FOR_SHARE = 10
const Z = 1.959964

/** Moments of the scores, item by item and person by person. */
export interface Observed {
  readonly means: Float64Array
  readonly variances: Float64Array
  readonly answers: Float64Array
  /** By person: score above what the own items give on average. */
  readonly above: Float64Array
  /** By person: share of the greatest score. */
  readonly shares: Float64Array
  /** By person: items presented. */
  readonly counts: Float64Array
  /** Variance of scores over what independent answers would have. */
  readonly ratio: number
}

/** Person by item: share of the greatest category, or not-a-number where missing. */
function scoreAt(
  { values, itemCount, categoryCounts }: ResponseMatrix,
  person: number,
  item: number,
) {
  const value = values[person * itemCount + item] as number
  return value === MISSING ? Number.NaN : value / ((categoryCounts[item] ?? 2) - 1)
}

/** Everything classical statistics are made of; every person may have an own form. */
export function observe(matrix: ResponseMatrix): Observed {
  const { personCount, itemCount } = matrix
  const [answers, means, squares] = Array.from(
    { length: 3 },
    () => new Float64Array(itemCount),
  ) as [Float64Array, Float64Array, Float64Array]
  eachScore(matrix, (_, item, score) => {
    answers[item] = (answers[item] as number) + 1
    means[item] = (means[item] as number) + score
    squares[item] = (squares[item] as number) + score * score
  })
  const variances = means.map((sum, item) => {
    const count = Math.max(1, answers[item] as number)
    means[item] = sum / count
    return Math.max(0, (squares[item] as number) / count - (sum / count) ** 2)
  })
  const [above, sums, counts] = Array.from({ length: 3 }, () => new Float64Array(personCount)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  let independent = 0
  eachScore(matrix, (person, item, score) => {
    above[person] = (above[person] as number) + score - (means[item] as number)
    sums[person] = (sums[person] as number) + score
    counts[person] = (counts[person] as number) + 1
    independent += variances[item] as number
  })
  const spread = above.reduce((sum, value) => sum + value * value, 0)
  const shares = sums.map((sum, person) => sum / Math.max(1, counts[person] as number))
  const ratio = independent > 0 ? spread / independent : 0
  return { means, variances, answers, above, shares, counts, ratio }
}

function eachScore(
  matrix: ResponseMatrix,
  visit: (person: number, item: number, score: number) => void,
): void {
  for (let person = 0; person < matrix.personCount; person += 1) {
    for (let item = 0; item < matrix.itemCount; item += 1) {
      const score = scoreAt(matrix, person, item)
      if (!Number.isNaN(score)) visit(person, item, score)
    }
  }
}

/**
 * Coefficient alpha for persons with own forms: 1 - (sum of item variances) / (variance of scores
 * about their forms' means), times n / (n - 1) for the mean number of items; on a complete matrix
 * exactly Cronbach's (1951). Interval by Bonett (2002, J. Educ. Behav. Stat. 27:335):
 * ln(1 - alpha) has variance 2 n / ((n - 1)(N - 2)).
 */
export function alphaOf({ ratio, counts }: Observed): {
  readonly value: number
  readonly low: number
  readonly high: number
} {
  const items = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length)
  const value = ratio > 0 && items > 1 ? (items / (items - 1)) * (1 - 1 / ratio) : 0
  if (value >= 1 || items <= 1 || counts.length < 3) return { value, low: value, high: value }
  const half = Z * Math.sqrt((2 * items) / ((items - 1) * (counts.length - 2)))
  const edge = (sign: number) => 1 - Math.exp(Math.log(1 - value) + sign * half)
  return { value, low: edge(1), high: edge(-1) }
}

/** Correlation of each item with the rest of the person's form; null where answers are few. */
export function restCorrelations(matrix: ResponseMatrix, observed: Observed): (number | null)[] {
  const { means, answers, above, counts } = observed
  const sums = Array.from({ length: 5 }, () => new Float64Array(matrix.itemCount)) as [
    Float64Array,
    ...Float64Array[],
  ]
  eachScore(matrix, (person, item, score) => {
    const own = score - (means[item] as number)
    const rest = ((above[person] as number) - own) / Math.max(1, (counts[person] as number) - 1)
    const parts = [own, rest, own * own, rest * rest, own * rest]
    parts.forEach((part, at) => {
      const sum = sums[at] as Float64Array
      sum[item] = (sum[item] as number) + part
    })
  })
  return Array.from(answers, (count, item) => {
    if (count < FEWEST_ANSWERS) return null
    const [x = 0, y = 0, xx = 0, yy = 0, xy = 0] = sums.map((sum) => (sum[item] as number) / count)
    const spread = Math.sqrt((xx - x * x) * (yy - y * y))
    return spread > 1e-12 ? (xy - x * y) / spread : 0
  })
}

/** What the scores of an exam look like, without any model. */
export function observedFigures(matrix: ResponseMatrix, observed: Observed): Figures {
  const { counts, shares, ratio, answers } = observed
  const itemsEach = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const top = shares.filter((share) => share >= TOP_SHARE - 1e-9).length
  const { value, low, high } = alphaOf(observed)
  const known = [...observed.means].filter(
    (_, item) => (answers[item] as number) >= FEWEST_FOR_SHARE,
  )
  const easy = known.filter((mean) => mean > EASY_SHARE).length
  const ceiling = repairCeiling(easy, known.length)
  const correlations = restCorrelations(matrix, observed).filter((one) => one !== null)
  const poor = correlations.filter((one) => one < LEAST_CORRELATION).length
  const ofItems = [
    shareOfItems('discrimination', {
      among: correlations.length,
      share: 1 - poor / correlations.length,
      repair: repairDiscrimination(poor, correlations.length),
    }),
    shareOfItems('ceiling-items', {
      among: known.length,
      share: easy / known.length,
      repair: ceiling,
    }),
  ]
  return {
    measured: [
      {
        code: 'reliability',
        values: [value],
        interval: { low, high },
        repair: repairReliability(value, Math.round(itemsEach)),
      },
      { code: 'ceiling-persons', values: [top / matrix.personCount], repair: ceiling },
      { code: 'chance', values: [ratio], repair: REPAIR_CHANCE },
      ...ofItems.filter((one) => 'values' in one),
    ],
    leftOut: ofItems.filter((one) => 'message' in one),
  }

  /** Left out where most items have too few answers. */
  function shareOfItems(
    code: AuditCode,
    of: { readonly among: number; readonly share: number; readonly repair: LocalizedText },
  ): Measured | LeftOut {
    const presented = answers.filter((count) => count > 0).length
    if (of.among > 0 && of.among * 2 >= presented) {
      return { code, values: [of.share], repair: of.repair }
    }
    const message = say('多数题目作答人数太少。', 'Most items have too few answers.')
    return { code, message }
  }
}
