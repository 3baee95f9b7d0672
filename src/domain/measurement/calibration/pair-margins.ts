import type { Quadrature } from './expectation.ts'
import { MISSING, type ResponseMatrix } from './response-matrix.ts'
import type { Direction, ItemMoments } from './score-moments.ts'

/** An item (both the same) or a pair of items whose product of scores is looked at. */
export interface Margin {
  readonly first: number
  /** Null for the item alone. */
  readonly second: number | null
}

/** All items, then all pairs. */
export function marginsOf(itemCount: number): Margin[] {
  const margins: Margin[] = Array.from({ length: itemCount }, (_, first) => ({
    first,
    second: null,
  }))
  for (let first = 0; first < itemCount; first += 1) {
    for (let second = first + 1; second < itemCount; second += 1) margins.push({ first, second })
  }
  return margins
}

/** Mean scores and mean products of scores among persons who answered everything. */
export function observedMargins(
  { values, weights, itemCount }: ResponseMatrix,
  margins: readonly Margin[],
): { readonly means: Float64Array; readonly squares: Float64Array; readonly n: number } {
  const sums = new Float64Array(margins.length)
  const squares = new Float64Array(itemCount)
  let n = 0
  weights.forEach((weight, person) => {
    const row = values.subarray(person * itemCount, (person + 1) * itemCount)
    if (row.includes(MISSING)) return
    n += weight
    let at = 0
    for (let first = 0; first < itemCount; first += 1, at += 1) {
      const score = row[first] as number
      sums[at] = (sums[at] as number) + weight * score
      squares[first] = (squares[first] as number) + weight * score * score
    }
    for (let first = 0; first < itemCount; first += 1) {
      const score = weight * (row[first] as number)
      for (let second = first + 1; second < itemCount; second += 1, at += 1) {
        sums[at] = (sums[at] as number) + score * (row[second] as number)
      }
    }
  })
  return { means: sums.map((sum) => sum / n), squares: squares.map((sum) => sum / n), n }
}

/** The same moments as the model expects them. */
export function expectedMargins(
  moments: readonly ItemMoments[],
  margins: readonly Margin[],
  { weights }: Quadrature,
): Float64Array {
  return Float64Array.from(margins, (margin) => dot(weights, productAt(moments, margin)))
}

function productAt(moments: readonly ItemMoments[], { first, second }: Margin): Float64Array {
  const left = moments[first]?.first as Float64Array
  if (second === null) return left
  const right = moments[second]?.first as Float64Array
  return left.map((value, node) => value * (right[node] as number))
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0
  for (let at = 0; at < left.length; at += 1) sum += (left[at] as number) * (right[at] as number)
  return sum
}

/** Covariances of the products of one person's scores: of moments up to the fourth. */
export function marginCovariances(
  moments: readonly ItemMoments[],
  margins: readonly Margin[],
  { weights }: Quadrature,
): Float64Array {
  const size = margins.length
  const products = margins.map((margin) => productAt(moments, margin))
  const weighted = products.map((product) => product.map((value, at) => value * (weights[at] ?? 0)))
  const means = weighted.map((product) => product.reduce((sum, value) => sum + value, 0))
  const covariances = new Float64Array(size * size)
  for (let row = 0; row < size; row += 1) {
    const own = margins[row] as Margin
    for (let column = 0; column <= row; column += 1) {
      const other = margins[column] as Margin
      const joint = areApart(own, other)
        ? dot(weighted[row] as Float64Array, products[column] as Float64Array)
        : sharedProduct(moments, [own, other], weights)
      const covariance = joint - (means[row] as number) * (means[column] as number)
      covariances[row * size + column] = covariance
      covariances[column * size + row] = covariance
    }
  }
  return covariances
}

function areApart(one: Margin, other: Margin): boolean {
  return !has(one, other.first) && (other.second === null || !has(one, other.second))
}

function has({ first, second }: Margin, item: number): boolean {
  return first === item || second === item
}

/** Where both margins hold an item, its second moment takes the place of its first. */
function sharedProduct(
  moments: readonly ItemMoments[],
  [one, other]: readonly [Margin, Margin],
  weights: Float64Array,
): number {
  const ownItems = [one.first, one.second].filter((item) => item !== null)
  const onlyOther = [other.first, other.second].filter((item) => item !== null && !has(one, item))
  const factors = [
    ...ownItems.map((item) => (has(other, item) ? moments[item]?.second : moments[item]?.first)),
    ...onlyOther.map((item) => moments[item ?? 0]?.first),
  ]
  let sum = 0
  for (let node = 0; node < weights.length; node += 1) {
    let product = weights[node] as number
    for (const factor of factors) product *= factor?.[node] as number
    sum += product
  }
  return sum
}

/** Derivative of the expected margins along one free parameter. */
export function marginDerivative(
  moments: readonly ItemMoments[],
  margins: readonly Margin[],
  given: { readonly direction: Direction; readonly quadrature: Quadrature },
): Float64Array {
  const { direction, quadrature } = given
  const { slopes, weights } = direction
  if (weights) {
    return Float64Array.from(margins, (margin) => dot(weights, productAt(moments, margin)))
  }
  return Float64Array.from(margins, ({ first, second }) => {
    const left = slopes.get(first)
    if (second === null) return left ? dot(quadrature.weights, left) : 0
    const right = slopes.get(second)
    let sum = 0
    if (left) sum += product3(quadrature.weights, left, moments[second]?.first)
    if (right) sum += product3(quadrature.weights, right, moments[first]?.first)
    return sum
  })
}

function product3(one: Float64Array, two: Float64Array, three: Float64Array | undefined): number {
  let sum = 0
  for (let at = 0; at < one.length; at += 1) {
    sum += (one[at] as number) * (two[at] as number) * (three?.[at] as number)
  }
  return sum
}
