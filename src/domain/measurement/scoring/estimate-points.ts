import { addPerson, occurringPatterns, patternTables, type TermOf } from './pattern-tables.ts'
import { type PersonFunctions, type PointOrder, personFunctions } from './person-functions.ts'
import { rootBetween } from './root-between.ts'
import type { CategoryTerms } from './scoring-item.ts'

/** Maximum likelihood stops here where all or nothing is right. */
const MLE_BOUND = 6
/** Finite estimates may lie farther out, but never this far with items anybody would use. */
const FAR_BOUND = 10
const GRID_STEP = 0.25
const DIFFERENCE_STEP = 1e-4

/**
 * MAP, bounded maximum likelihood and weighted likelihood (Warm 1989; for items with several
 * categories with J the sum of P' P'' / P over all categories, Samejima 1998). The estimating
 * function is looked up on a grid, its zeros are then found exactly: the 3PL likelihood can have
 * several maxima, of which the highest counts.
 */
export function estimatePoints(order: PointOrder): {
  readonly theta: Float64Array
  readonly standardError: Float64Array
} {
  const { matrix, method } = order
  const theta = new Float64Array(matrix.personCount)
  const standardError = new Float64Array(matrix.personCount)
  const bound = method === 'mle' ? MLE_BOUND : FAR_BOUND
  const nodes = Float64Array.from(
    { length: (2 * bound) / GRID_STEP + 1 },
    (_, node) => -bound + node * GRID_STEP,
  )
  const grid = estimatingGrid(order, nodes)
  const functions = personFunctions(order)
  for (let person = 0; person < matrix.personCount; person += 1) {
    const found = highestZero(grid(person), nodes, functions.of(person))
    theta[person] = found ?? 0
    standardError[person] =
      found === null ? Number.POSITIVE_INFINITY : errorAt(functions.of(person), found, method)
  }
  return { theta, standardError }
}

/** The estimating function of a person at all nodes. */
function estimatingGrid(
  { items, matrix, method, prior }: PointOrder,
  nodes: Float64Array,
): (person: number) => Float64Array {
  const patterns = occurringPatterns(matrix)
  const { blocks } = patterns
  const tablesOf = (termOf: TermOf) => patternTables(items, patterns, { nodes, termOf })
  const slopes = tablesOf(({ slopes: values }, category) => values[category] as number)
  const isWarm = method === 'wle'
  const informations = isWarm ? tablesOf(informationOf) : []
  const corrections = isWarm ? tablesOf(correctionOf) : []
  const sum = new Float64Array(nodes.length)
  const information = new Float64Array(nodes.length)
  const correction = new Float64Array(nodes.length)
  const pull = nodes.map((node) =>
    method === 'map' ? (prior.mean - node) / prior.deviation ** 2 : 0,
  )
  return (person) => {
    sum.set(pull)
    addPerson(sum, person, { blocks, tables: slopes })
    if (!isWarm) return sum
    information.fill(0)
    correction.fill(0)
    addPerson(information, person, { blocks, tables: informations })
    addPerson(correction, person, { blocks, tables: corrections })
    for (let node = 0; node < nodes.length; node += 1) {
      const known = information[node] as number
      if (known > 0) sum[node] = (sum[node] as number) + (correction[node] as number) / (2 * known)
    }
    return sum
  }
}

const informationOf = ({ logs, slopes }: CategoryTerms) => {
  let sum = 0
  for (let category = 0; category < logs.length; category += 1) {
    sum += Math.exp(logs[category] as number) * (slopes[category] as number) ** 2
  }
  return sum
}

const correctionOf = ({ logs, slopes, curvatures }: CategoryTerms) => {
  let sum = 0
  for (let category = 0; category < logs.length; category += 1) {
    sum +=
      Math.exp(logs[category] as number) *
      (slopes[category] as number) *
      (curvatures[category] as number)
  }
  return sum
}

/**
 * Among the zeros where the function falls, and the bounds it falls off at, the one where the
 * density is highest; null for somebody of whom nothing is known.
 */
function highestZero(
  grid: Float64Array,
  nodes: Float64Array,
  { hasResponses, estimating, logDensity }: ReturnType<PersonFunctions['of']>,
): number | null {
  if (!hasResponses) return null
  const last = nodes.length - 1
  const zeros: number[] = []
  if ((grid[0] as number) <= 0) zeros.push(nodes[0] as number)
  if ((grid[last] as number) > 0) zeros.push(nodes[last] as number)
  for (let node = 0; node < last; node += 1) {
    const [left, right] = [grid[node] as number, grid[node + 1] as number]
    if (left > 0 && right <= 0) {
      const low = { at: nodes[node] as number, value: left }
      zeros.push(rootBetween(estimating, low, { at: nodes[node + 1] as number, value: right }))
    }
  }
  if (zeros.length === 1) return zeros[0] as number
  return zeros.reduce((best, next) => (logDensity(next) > logDensity(best) ? next : best))
}

/** MLE: 1 / sqrt(I); the others: from the slope of the estimating function. */
function errorAt(
  { estimating, information }: ReturnType<PersonFunctions['of']>,
  theta: number,
  method: PointOrder['method'],
): number {
  const step = DIFFERENCE_STEP
  const curvature =
    method === 'mle'
      ? information(theta)
      : (estimating(theta - step) - estimating(theta + step)) / (2 * step)
  return curvature > 0 ? 1 / Math.sqrt(curvature) : Number.POSITIVE_INFINITY
}
