/** Cholesky factor (lower, row by row) of a symmetric positive definite matrix; else null. */
export function choleskyOf(matrix: Float64Array, size: number): Float64Array | null {
  const factor = new Float64Array(size * size)
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column] as number
      for (let at = 0; at < column; at += 1) {
        sum -= (factor[row * size + at] as number) * (factor[column * size + at] as number)
      }
      if (row === column) {
        if (!(sum > 0)) return null
        factor[row * size + row] = Math.sqrt(sum)
      } else {
        factor[row * size + column] = sum / (factor[column * size + column] as number)
      }
    }
  }
  return factor
}

/** Solves a symmetric positive definite system; null where the matrix is not such. */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length
  const factor = choleskyOf(matrix, size)
  return factor && substitute(factor, right)
}

function substitute(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length
  const values = right.slice()
  for (let row = 0; row < size; row += 1) {
    let sum = values[row] as number
    for (let at = 0; at < row; at += 1) {
      sum -= (factor[row * size + at] as number) * (values[at] as number)
    }
    values[row] = sum / (factor[row * size + row] as number)
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = values[row] as number
    for (let at = row + 1; at < size; at += 1) {
      sum -= (factor[at * size + row] as number) * (values[at] as number)
    }
    values[row] = sum / (factor[row * size + row] as number)
  }
  return values
}

/** Inverse of a symmetric positive definite matrix; null where it is not such. */
export function invertSymmetric(matrix: Float64Array, size: number): Float64Array | null {
  const factor = choleskyOf(matrix, size)
  if (!factor) return null
  const inverse = new Float64Array(size * size)
  for (let column = 0; column < size; column += 1) {
    const unit = new Float64Array(size)
    unit[column] = 1
    const solved = substitute(factor, unit)
    for (let row = 0; row < size; row += 1) inverse[row * size + column] = solved[row] as number
  }
  return inverse
}
