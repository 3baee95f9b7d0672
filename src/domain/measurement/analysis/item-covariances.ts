import { meanAndDeviation, pairMoments } from './moments.ts'
import { columnOf, type ScoreTable } from './score-table.ts'

/** Covariances of items over the persons who answered both. */
export interface ItemCovariances {
  /** Columns of the table that were answered by at least two persons. */
  readonly items: readonly number[]
  /** Row by row, n - 1 in the denominator; 0 where fewer than two answered both. */
  readonly matrix: Float64Array
  /** By item, with how many others at least two persons answered it together. */
  readonly partners: Int32Array
  /** How many pairs of items fewer than two persons answered together. */
  readonly pairsApart: number
  /** Mean of the covariances of pairs that were answered together. */
  readonly meanCovariance: number
}

/** Covariances of all pairs of items: cost is persons times items squared. */
export function itemCovariances(table: ScoreTable): ItemCovariances {
  const columns = table.items.map((_, item) => columnOf(table, item))
  const items = columns.flatMap((column, item) =>
    column.filter((value) => !Number.isNaN(value)).length >= 2 ? [item] : [],
  )
  const size = items.length
  const matrix = new Float64Array(size * size)
  const centered = items.map((item) => centeredOf(columns[item] ?? new Float64Array(0)))
  const partners = new Int32Array(size)
  let [apart, sum, pairs] = [0, 0, 0]
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const { n, covariance } = momentsOf(centered[row], centered[column])
      const value = n < 2 ? 0 : covariance
      matrix[row * size + column] = value
      matrix[column * size + row] = value
      if (column === row) continue
      if (n < 2) apart += 1
      else {
        sum += value
        pairs += 1
        partners[row] = (partners[row] as number) + 1
        partners[column] = (partners[column] as number) + 1
      }
    }
  }
  const meanCovariance = pairs > 0 ? sum / pairs : 0
  return { items, matrix, partners, pairsApart: apart, meanCovariance }
}

interface Centered {
  readonly values: Float64Array
  readonly isComplete: boolean
}

const NOTHING: Centered = { values: new Float64Array(0), isComplete: true }

function centeredOf(column: Float64Array): Centered {
  const mean = meanAndDeviation(column)?.mean ?? 0
  return {
    values: column.map((value) => value - mean),
    isComplete: column.every((value) => !Number.isNaN(value)),
  }
}

/** Where both columns are complete a product suffices. */
function momentsOf(left = NOTHING, right = NOTHING) {
  const n = left.values.length
  if (!left.isComplete || !right.isComplete) return pairMoments(left.values, right.values)
  let sum = 0
  for (let at = 0; at < n; at += 1) {
    sum += (left.values[at] as number) * (right.values[at] as number)
  }
  return { n, covariance: sum / Math.max(1, n - 1) }
}

/** Correlations of those items that have a spread, row by row. */
export function correlationsOf({ items, matrix }: ItemCovariances): {
  readonly size: number
  readonly matrix: Float64Array
} {
  const all = items.length
  const spread = items.flatMap((_, at) => ((matrix[at * all + at] ?? 0) > 1e-14 ? [at] : []))
  const size = spread.length
  const result = new Float64Array(size * size)
  spread.forEach((one, row) => {
    spread.forEach((other, column) => {
      const scale = Math.sqrt((matrix[one * all + one] ?? 1) * (matrix[other * all + other] ?? 1))
      result[row * size + column] = (matrix[one * all + other] ?? 0) / scale
    })
  })
  return { size, matrix: result }
}
