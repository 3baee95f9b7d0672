import normal from '@stdlib/stats-base-dists-normal'
import { benjaminiHochberg } from '../../benjamini-hochberg.ts'
import { MISSING, type ResponseMatrix } from './response-matrix.ts'

/** Two items whose residuals go together (or apart) more than those of other pairs. */
export interface DependentPair {
  readonly items: readonly [number, number]
  readonly q3: number
  /** Persons who answered both. */
  readonly n: number
}

export interface LocalDependence {
  /** Mean over all pairs that were judged; null where there was none. */
  readonly mean: number | null
  readonly least: number | null
  readonly greatest: number | null
  readonly judgedPairs: number
  /** Pairs that fewer than 30 persons answered together, and so were not judged. */
  readonly skippedPairs: number
  /** Strongest first. */
  readonly flagged: readonly DependentPair[]
}

const FEWEST_TOGETHER = 30
const FAR_FROM_MEAN = 0.2
const FALSE_DISCOVERIES = 0.05

/**
 * Q3 (Yen 1984): correlations of residuals between items. A pair is flagged where Q3 lies more
 * than .2 from the mean of all pairs (Christensen, Makransky & Horton 2017), and, because a
 * correlation of few persons lies far out by chance, where it is also significant (Fisher's z,
 * Benjamini-Hochberg .05 over pairs).
 */
export function localDependence(matrix: ResponseMatrix, residuals: Float64Array): LocalDependence {
  const pairs: DependentPair[] = []
  let skippedPairs = 0
  const total = matrix.weights.reduce((sum, weight) => sum + weight, 0)
  const columns = unitColumns(matrix, residuals, total)
  for (let first = 0; first < matrix.itemCount; first += 1) {
    for (let second = first + 1; second < matrix.itemCount; second += 1) {
      const { q3, n } = correlationOf(matrix, { residuals, columns, total }, [first, second])
      if (q3 === null || n < FEWEST_TOGETHER) skippedPairs += 1
      else pairs.push({ items: [first, second], q3, n })
    }
  }
  if (pairs.length === 0) {
    const none = { mean: null, least: null, greatest: null }
    return { ...none, judgedPairs: 0, skippedPairs, flagged: [] }
  }
  const mean = pairs.reduce((sum, { q3 }) => sum + q3, 0) / pairs.length
  const rates = benjaminiHochberg(pairs.map(({ q3, n }) => chanceOf(q3, mean, n)))
  const flagged = pairs.filter(
    ({ q3 }, at) => Math.abs(q3 - mean) > FAR_FROM_MEAN && (rates[at] ?? 1) < FALSE_DISCOVERIES,
  )
  flagged.sort((left, right) => Math.abs(right.q3 - mean) - Math.abs(left.q3 - mean))
  return {
    mean,
    least: pairs.reduce((least, { q3 }) => Math.min(least, q3), 1),
    greatest: pairs.reduce((most, { q3 }) => Math.max(most, q3), -1),
    judgedPairs: pairs.length,
    skippedPairs,
    flagged,
  }
}

/** Two-sided p of a correlation against the mean of all. */
function chanceOf(q3: number, mean: number, n: number): number {
  const bounded = Math.max(-1 + 1e-12, Math.min(1 - 1e-12, q3))
  const z = (Math.atanh(bounded) - Math.atanh(mean)) * Math.sqrt(n - 3)
  return 2 * Math.exp(normal.logcdf(-Math.abs(z), 0, 1))
}

/** Residuals of mean 0 and length 1 by item: null where it varies not, or not all answered it. */
function unitColumns(
  { values, weights, personCount, itemCount }: ResponseMatrix,
  residuals: Float64Array,
  total: number,
): readonly (Float64Array | null)[] {
  return Array.from({ length: itemCount }, (_, item) => {
    const column = residuals.slice(item * personCount, (item + 1) * personCount)
    if (weights.some((__, person) => values[person * itemCount + item] === MISSING)) return null
    const mean = column.reduce((sum, value, at) => sum + value * (weights[at] as number), 0) / total
    const centered = column.map((value, at) => (value - mean) * Math.sqrt(weights[at] as number))
    const length = Math.sqrt(centered.reduce((sum, value) => sum + value * value, 0))
    return length > 0 ? centered.map((value) => value / length) : null
  })
}

interface Correlated {
  readonly residuals: Float64Array
  readonly columns: readonly (Float64Array | null)[]
  /** All persons, with their weights. */
  readonly total: number
}

function correlationOf(
  matrix: ResponseMatrix,
  { residuals, columns, total }: Correlated,
  pair: readonly [number, number],
): { readonly q3: number | null; readonly n: number } {
  const [left, right] = [columns[pair[0]], columns[pair[1]]]
  if (!left || !right) return correlationOfShared(matrix, residuals, pair)
  // Everybody answered both: the common case, and many times faster.
  let q3 = 0
  for (let person = 0; person < left.length; person += 1) {
    q3 += (left[person] as number) * (right[person] as number)
  }
  return { q3, n: total }
}

/** Among persons who answered both. */
function correlationOfShared(
  { values, weights, personCount, itemCount }: ResponseMatrix,
  residuals: Float64Array,
  [first, second]: readonly [number, number],
): { readonly q3: number | null; readonly n: number } {
  let [n, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0]
  for (let person = 0; person < personCount; person += 1) {
    const row = person * itemCount
    if (values[row + first] === MISSING || values[row + second] === MISSING) continue
    const weight = weights[person] as number
    const left = residuals[first * personCount + person] as number
    const right = residuals[second * personCount + person] as number
    n += weight
    x += weight * left
    y += weight * right
    xx += weight * left * left
    yy += weight * right * right
    xy += weight * left * right
  }
  const spread = (xx - (x * x) / n) * (yy - (y * y) / n)
  if (n === 0 || !(spread > 0)) return { q3: null, n }
  return { q3: (xy - (x * y) / n) / Math.sqrt(spread), n }
}
