import chisquare from '@stdlib/stats-base-dists-chisquare'
import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import { noncentralityAt } from './noncentral-chi-square.ts'
import {
  expectedMargins,
  type Margin,
  marginCovariances,
  marginDerivative,
  marginsOf,
  observedMargins,
} from './pair-margins.ts'
import { MISSING, type ResponseMatrix } from './response-matrix.ts'
import {
  type FittedScores,
  freeDirections,
  type ItemMoments,
  scoreMoments,
} from './score-moments.ts'
import { choleskyOf } from './solve-symmetric.ts'

/** Fit of the whole model to all items and pairs of items. */
export type LimitedInformationFit =
  | {
      readonly statistic: number
      readonly degrees: number
      readonly p: number
      readonly rmsea: number
      /** Bounds of the 90 % confidence interval of RMSEA. */
      readonly rmseaInterval: readonly [number, number]
      /** Root mean square of the differences of observed and expected correlations. */
      readonly srmsr: number
      /** Against the model that items have nothing in common; null where even that one fits. */
      readonly cfi: number | null
      readonly n: number
      readonly reason: null
    }
  | { readonly statistic: null; readonly reason: LocalizedText }

/** Beyond it the covariances of all pairs no longer fit into memory and time. */
const MOST_ITEMS = 60
const FEWEST_COMPLETE = 100
/** A share of persons without a gap below which those persons may not stand for all. */
const LEAST_COMPLETE_SHARE = 0.9

/**
 * M2 of Maydeu-Olivares & Joe (2005, 2006): observed against expected means and pairwise products
 * of item scores, weighted by their covariances, with what estimating the parameters could absorb
 * taken out. For several categories it is M2* of Cai & Hansen (2013) on item scores. It needs
 * persons who answered everything; where forms differ it says so instead.
 */
export function limitedInformationFit(
  matrix: ResponseMatrix,
  fitted: FittedScores,
): LimitedInformationFit {
  const unfit = whyNot(matrix)
  if (unfit) return { statistic: null, reason: unfit }
  const moments = scoreMoments(fitted)
  const margins = marginsOf(matrix.itemCount)
  const observed = observedMargins(matrix, margins)
  const expected = expectedMargins(moments, margins, fitted.quadrature)
  const left = expected.map((value, at) => (observed.means[at] as number) - value)
  const directions = freeDirections(fitted, moments).map((direction) =>
    marginDerivative(moments, margins, { direction, quadrature: fitted.quadrature }),
  )
  const factor = choleskyOf(marginCovariances(moments, margins, fitted.quadrature), margins.length)
  if (!factor) return { statistic: null, reason: SINGULAR }
  const whiten = (values: Float64Array) => substituteForward(factor, values)
  const { rest, rank } = takeOut(whiten(left), directions.map(whiten))
  const degrees = margins.length - rank
  if (degrees <= 0) return { statistic: null, reason: TOO_FEW_ITEMS }
  const { n } = observed
  const statistic = n * rest
  return {
    ...{ statistic, degrees, p: Math.max(0, 1 - chisquare.cdf(statistic, degrees)) },
    ...rmseaOf(statistic, degrees, n),
    ...againstCorrelations({ moments, margins, observed, fitted, statistic, degrees, expected }),
    n,
    reason: null,
  }
}

const SINGULAR = say(
  '题目之间的协方差无法求逆，可能有重复的题目',
  'the covariances of the items can not be inverted: some items may be copies of others',
)
const TOO_FEW_ITEMS = say(
  '题目太少，参数太多，没有剩余信息检验模型',
  'too few items for so many parameters: nothing is left to test the model with',
)

function whyNot(matrix: ResponseMatrix): LocalizedText | null {
  if (matrix.itemCount > MOST_ITEMS) {
    return say(
      `超过 ${MOST_ITEMS} 道题，不计算整体拟合 M2`,
      `the overall fit M2 is not computed for more than ${MOST_ITEMS} items`,
    )
  }
  const { values, weights, itemCount } = matrix
  let [complete, total] = [0, 0]
  weights.forEach((weight, person) => {
    total += weight
    const row = values.subarray(person * itemCount, (person + 1) * itemCount)
    if (!row.includes(MISSING)) complete += weight
  })
  if (complete >= FEWEST_COMPLETE && complete >= LEAST_COMPLETE_SHARE * total) return null
  return say(
    `只有 ${complete} / ${total} 人答了全部题目，无法计算整体拟合 M2`,
    `only ${complete} of ${total} persons answered every item: the overall fit M2 can't be computed`,
  )
}

function substituteForward(factor: Float64Array, values: Float64Array): Float64Array {
  const size = values.length
  const solved = values.slice()
  for (let row = 0; row < size; row += 1) {
    let sum = solved[row] as number
    for (let at = 0; at < row; at += 1) {
      sum -= (factor[row * size + at] as number) * (solved[at] as number)
    }
    solved[row] = sum / (factor[row * size + row] as number)
  }
  return solved
}

const dot = (left: Float64Array, right: Float64Array) => {
  let sum = 0
  for (let at = 0; at < left.length; at += 1) sum += (left[at] as number) * (right[at] as number)
  return sum
}

function subtract(from: Float64Array, unit: Float64Array): void {
  const share = dot(from, unit)
  for (let at = 0; at < from.length; at += 1) {
    from[at] = (from[at] as number) - share * (unit[at] as number)
  }
}

/** Squared length of what lies outside the span of the columns (modified Gram-Schmidt). */
function takeOut(
  values: Float64Array,
  columns: readonly Float64Array[],
): { readonly rest: number; readonly rank: number } {
  const units: Float64Array[] = []
  for (const column of columns) {
    const before = Math.sqrt(dot(column, column))
    for (const unit of units) subtract(column, unit)
    const length = Math.sqrt(dot(column, column))
    if (!(length > 1e-9 * before)) continue
    units.push(column.map((value) => value / length))
  }
  for (const unit of units) subtract(values, unit)
  return { rest: dot(values, values), rank: units.length }
}

/** RMSEA (Steiger & Lind 1980) with the interval of Browne & Cudeck (1993). */
function rmseaOf(statistic: number, degrees: number, n: number) {
  const of = (excess: number) => Math.sqrt(Math.max(0, excess) / (degrees * Math.max(1, n - 1)))
  const interval: readonly [number, number] = [
    of(noncentralityAt(statistic, degrees, 0.95)),
    of(noncentralityAt(statistic, degrees, 0.05)),
  ]
  return { rmsea: of(statistic - degrees), rmseaInterval: interval }
}

/** SRMSR, and CFI against independence, where M2 is n times the sum of squared correlations. */
function againstCorrelations(given: {
  readonly moments: readonly ItemMoments[]
  readonly margins: readonly Margin[]
  readonly observed: ReturnType<typeof observedMargins>
  readonly expected: Float64Array
  readonly fitted: FittedScores
  readonly statistic: number
  readonly degrees: number
}): { readonly srmsr: number; readonly cfi: number | null } {
  const { moments, margins, observed, expected, fitted, statistic, degrees } = given
  const squares = moments.map(({ second }) => dot(fitted.quadrature.weights, second))
  let [differences, correlations, pairs] = [0, 0, 0]
  margins.forEach(({ first, second }, at) => {
    if (second === null) return
    const place = { first, second, at }
    const seen = correlationOf(observed.means, observed.squares, place)
    differences += (seen - correlationOf(expected, squares, place)) ** 2
    correlations += seen * seen
    pairs += 1
  })
  const excess = observed.n * correlations - pairs
  const cfi = excess > 0 ? Math.min(1, Math.max(0, 1 - (statistic - degrees) / excess)) : null
  return { srmsr: Math.sqrt(differences / pairs), cfi }
}

function correlationOf(
  means: Float64Array,
  squares: readonly number[] | Float64Array,
  place: { readonly first: number; readonly second: number; readonly at: number },
): number {
  const [left, right] = [means[place.first] as number, means[place.second] as number]
  const spread =
    ((squares[place.first] as number) - left * left) *
    ((squares[place.second] as number) - right * right)
  return spread > 0 ? ((means[place.at] as number) - left * right) / Math.sqrt(spread) : 0
}
