import { fQuantile } from './f-distribution.ts'
import { correlationsOf, type ItemCovariances, itemCovariances } from './item-covariances.ts'
import { correlation, meanAndDeviation } from './moments.ts'
import { omegaOf, oneFactorLoadings } from './one-factor.ts'
import { type ScoreTable, sharesWithout, totalsOf } from './score-table.ts'

/**
 * What was there to compute from: everything; some responses missing, so that pairs of items use
 * the persons who answered both; or so many missing that persons had forms of their own.
 */
export type Basis = 'complete' | 'pairwise' | 'own-forms'

/** Classical statistics of a whole test; null where the data don't tell. */
export interface TestStatistics {
  /** Persons with at least one response. */
  readonly persons: number
  readonly items: number
  readonly basis: Basis
  /** Mean number of items a person answered: the length all figures below are for. */
  readonly length: number
  /** Mean of the share of attainable points, 0 to 1, and its standard deviation. */
  readonly meanShare: number
  readonly shareDeviation: number
  /** In points of a form of that length. */
  readonly mean: number
  readonly deviation: number
  /** Cronbach's alpha (1951); with right and wrong alone this is KR-20. */
  readonly alpha: number | null
  /** 95 % interval. */
  readonly alphaInterval: readonly [number, number] | null
  readonly isKr20: boolean
  /** Guttman (1945); with forms of their own not given. */
  readonly lambda2: number | null
  /** Omega of one factor (McDonald 1999), fitted by minres; with forms of their own not given. */
  readonly omega: number | null
  /** Correlation of odd and even items, and stepped up to full length (Spearman 1910, Brown). */
  readonly splitHalf: number | null
  readonly spearmanBrown: number | null
  /** Standard error of measurement, in points: deviation * sqrt(1 - alpha). */
  readonly sem: number | null
}

/** Missing responses up to this share are taken for accidents. */
const ACCIDENTAL = 0.1

export function testStatistics(table: ScoreTable): TestStatistics {
  const totals = totalsOf(table)
  const answered = table.rows.map((row) => row.filter((value) => !Number.isNaN(value)).length)
  const persons = answered.filter((count) => count > 0).length
  const responses = answered.reduce((sum, count) => sum + count, 0)
  const covariances = itemCovariances(table)
  const items = covariances.items.length
  const length = persons > 0 ? responses / persons : 0
  const basis = basisOf(persons * items - responses, persons * items)
  const shares = meanAndDeviation(sharesWithout(table, totals, null))
  const points =
    totals.maxima.reduce((sum, most) => sum + most, 0) / Math.max(1, table.items.length)
  const deviation = deviationOf(covariances, length)
  const alpha = persons < 3 ? null : alphaOf(covariances, length)
  const isWhole = basis !== 'own-forms' && persons >= 3 && covariances.pairsApart === 0
  return {
    persons,
    items,
    basis,
    length,
    meanShare: shares?.mean ?? 0,
    shareDeviation: shares?.deviation ?? 0,
    mean: (shares?.mean ?? 0) * points * length,
    deviation,
    alpha,
    alphaInterval: alpha === null ? null : feldtInterval(alpha, persons, length),
    isKr20: totals.maxima.every((most) => most === 1),
    lambda2: isWhole ? guttmanLambda2(covariances.matrix, items) : null,
    omega: isWhole ? omegaFrom(covariances) : null,
    ...halves(table),
    sem: alpha === null ? null : deviation * Math.sqrt(Math.max(0, 1 - alpha)),
  }
}

function basisOf(missing: number, cells: number): Basis {
  if (missing === 0) return 'complete'
  return missing <= ACCIDENTAL * cells ? 'pairwise' : 'own-forms'
}

function meanVariance({ items, matrix }: ItemCovariances): number {
  const size = items.length
  return items.reduce((sum, _, at) => sum + (matrix[at * size + at] ?? 0), 0) / Math.max(1, size)
}

/** Of the sum over `length` items with these mean variances and covariances. */
function deviationOf(covariances: ItemCovariances, length: number): number {
  const variance =
    length * meanVariance(covariances) + length * (length - 1) * covariances.meanCovariance
  return Math.sqrt(Math.max(0, variance))
}

/**
 * Cronbach's alpha (1951) from mean variance v and mean covariance c of m items,
 * m c / (v + (m - 1) c): the usual formula where nothing is missing.
 */
function alphaOf(covariances: ItemCovariances, length: number): number | null {
  const covariance = covariances.meanCovariance
  const total = meanVariance(covariances) + (length - 1) * covariance
  if (length < 2 || covariances.items.length < 2 || !(total > 1e-14)) return null
  return (length * covariance) / total
}

/**
 * Alpha of the test without each of its items, for a test one item shorter; null where nothing
 * can be told.
 */
export function alphaIfDeleted(covariances: ItemCovariances, length: number): (number | null)[] {
  const size = covariances.items.length
  const { matrix, partners } = covariances
  const all = size * meanVariance(covariances)
  const pairs = (size * (size - 1)) / 2 - covariances.pairsApart
  return covariances.items.map((_, item) => {
    if (size < 3) return null
    const own = matrix[item * size + item] ?? 0
    let together = 0
    for (let other = 0; other < size; other += 1) {
      if (other !== item) together += matrix[item * size + other] ?? 0
    }
    // The mean is over the pairs that were answered together; only these can be taken out of it.
    const left = pairs - (partners[item] ?? 0)
    if (left === 0) return null
    const covariance = (covariances.meanCovariance * pairs - together) / left
    const variance = (all - own) / (size - 1)
    const shorter = (length * (size - 1)) / size
    const total = variance + (shorter - 1) * covariance
    return total > 1e-14 ? (shorter * covariance) / total : null
  })
}

/**
 * 95 % interval of alpha: (1 - alpha) / (1 - estimate) is F distributed with N - 1 and
 * (N - 1)(k - 1) degrees of freedom (Feldt, Woodruff & Salih 1987).
 */
export function feldtInterval(
  alpha: number,
  persons: number,
  length: number,
): readonly [number, number] | null {
  if (persons < 3 || length < 2) return null
  const freedom = [persons - 1, (persons - 1) * (length - 1)] as const
  return [1 - (1 - alpha) * fQuantile(0.975, freedom), 1 - (1 - alpha) * fQuantile(0.025, freedom)]
}

/**
 * Lambda 2 of Guttman (1945): (sum of covariances + sqrt(k / (k - 1) * sum of their squares))
 * over the variance of the sum. Of correlations it is that of the sum of standardized items.
 */
export function guttmanLambda2(matrix: Float64Array, size: number): number | null {
  let [off, squares, total] = [0, 0, 0]
  matrix.forEach((value, at) => {
    total += value
    if (Math.floor(at / size) === at % size) return
    off += value
    squares += value * value
  })
  if (size < 2 || !(total > 1e-14)) return null
  return (off + Math.sqrt((size / (size - 1)) * squares)) / total
}

function omegaFrom(covariances: ItemCovariances): number | null {
  const { size, matrix } = correlationsOf(covariances)
  return size < 3 ? null : omegaOf(oneFactorLoadings(matrix, size))
}

function halves(table: ScoreTable) {
  const half = (rest: number) => {
    const rows = table.rows.map((row) =>
      row.map((value, item) => (item % 2 === rest ? value : Number.NaN)),
    )
    const part = { items: table.items, rows }
    return sharesWithout(part, totalsOf(part), null)
  }
  const splitHalf = correlation(half(0), half(1))
  const isUsable = splitHalf !== null && splitHalf > -1
  return { splitHalf, spearmanBrown: isUsable ? (2 * splitHalf) / (1 + splitHalf) : null }
}
