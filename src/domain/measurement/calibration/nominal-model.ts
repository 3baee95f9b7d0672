import { type Expectation, expectCounts, normalQuadrature } from './expectation.ts'
import { type NominalItem, writeNominalChances } from './nominal-item.ts'
import { maximizeNominal, type NominalPrior, nominalPriorOf } from './nominal-step.ts'
import { type PatternBlock, packPatterns } from './pattern-blocks.ts'
import { MISSING, type ResponseMatrix } from './response-matrix.ts'

export interface NominalOrder {
  /** Row by row: the option of person i on item j at i * itemCount + j, from 0; -1 is missing. */
  readonly chosen: Int8Array
  readonly itemCount: number
  /** By column: how many options there are. */
  readonly counts: ArrayLike<number>
  /** By column: the right option, -1 where not known; only says where high ability is. */
  readonly keys: ArrayLike<number>
  readonly prior?: NominalPrior
  /** Rows that say nothing of the items: persons known to have answered together. */
  readonly excluded?: ReadonlySet<number>
  /** Largest change of a parameter in one EM step at the end; 1e-3 unless told. */
  readonly tolerance?: number
}

export interface NominalFit {
  /** By column; null where fewer than two options were ever chosen. */
  readonly items: readonly (NominalItem | null)[]
  /** Log marginal likelihood; priors are not in it. */
  readonly logLikelihood: number
  /** EM steps made. */
  readonly iterations: number
  readonly converged: boolean
}

/**
 * Weak: hardly felt where an option has ten choices, and it keeps those with one or two from
 * slopes without bound.
 */
export const NOMINAL_PRIOR: NominalPrior = { slopeDeviation: 1.5, interceptDeviation: 4 }

const NODE_COUNT = 41
const MOST_ITERATIONS = 500

/** Items in use, with the options that occur, and what passes over the persons need. */
interface Fit {
  readonly blocks: readonly PatternBlock[]
  readonly weights: Float64Array
  readonly prior: NominalPrior
}

interface Point {
  readonly items: readonly NominalItem[]
  readonly expectation: Expectation
  /** Log-likelihood with priors: what must never fall. */
  readonly height: number
}

const quadrature = normalQuadrature(NODE_COUNT)

/**
 * Nominal response model (Bock 1972, Psychometrika 37:29) by marginal maximum likelihood with EM
 * (Bock & Aitkin 1981), ability N(0, 1), 41 nodes, made faster by squared extrapolation (Varadhan &
 * Roland 2008). Options nobody chose are left out item by item: their probability is 0. Slopes and
 * intercepts of an item sum to about 0. Options that only excluded persons chose are left to the
 * prior. From about 200 persons on; fewer are for the priors to say.
 */
export function fitNominalModel(order: NominalOrder): NominalFit {
  const { columns, matrix } = usedOptions(order)
  const fit: Fit = {
    blocks: packPatterns(matrix),
    weights: matrix.weights,
    prior: order.prior ?? NOMINAL_PRIOR,
  }
  const tolerance = order.tolerance ?? 1e-3
  let point = evaluate(
    fit,
    columns.map(({ column, used }, at) => startOf(matrix, at, used.indexOf(keyOf(order, column)))),
  )
  let [iterations, converged] = [0, false]
  while (iterations < MOST_ITERATIONS && !converged && columns.length > 0) {
    const next = evaluate(fit, stepFrom(fit, point))
    iterations += 1
    converged = distance(point.items, next.items) < tolerance
    if (converged) {
      point = next
      break
    }
    const second = stepFrom(fit, next)
    iterations += 1
    point = extrapolate(fit, { before: point.items, next, second })
  }
  const items: (NominalItem | null)[] = Array.from({ length: order.itemCount }, () => null)
  columns.forEach(({ column, used }, at) => {
    items[column] = spreadOut(point.items[at] as NominalItem, used, order.counts[column] as number)
  })
  return { items, logLikelihood: point.expectation.logLikelihood, iterations, converged }
}

const keyOf = ({ keys }: NominalOrder, column: number) => keys[column] ?? MISSING

interface UsedColumn {
  readonly column: number
  /** The options that occur, from the lowest. */
  readonly used: readonly number[]
}

/** Columns where a choice was made, their options numbered anew without gaps. */
function usedOptions({ chosen, itemCount, counts, excluded }: NominalOrder): {
  columns: UsedColumn[]
  matrix: ResponseMatrix
} {
  const personCount = itemCount === 0 ? 0 : chosen.length / itemCount
  const occurs = Array.from({ length: itemCount }, () => new Set<number>())
  chosen.forEach((option, cell) => {
    if (option === MISSING) return
    if (option < 0 || option >= (counts[cell % itemCount] as number)) {
      throw new Error(`item ${(cell % itemCount) + 1} has no option ${option}`)
    }
    occurs[cell % itemCount]?.add(option)
  })
  const columns = occurs
    .map((options, column) => ({ column, used: [...options].sort((a, b) => a - b) }))
    .filter(({ used }) => used.length > 1)
  const values = new Int8Array(personCount * columns.length).fill(MISSING)
  columns.forEach(({ column, used }, at) => {
    for (let person = 0; person < personCount; person += 1) {
      const option = chosen[person * itemCount + column] as number
      values[person * columns.length + at] = used.indexOf(option)
    }
  })
  const categoryCounts = columns.map(({ used }) => used.length)
  const weights = Float64Array.from({ length: personCount }, (_, person) =>
    excluded?.has(person) ? 0 : 1,
  )
  return {
    columns,
    matrix: { personCount, itemCount: columns.length, values, categoryCounts, weights },
  }
}

/** From the shares of the options; the key, or else the option chosen most, rises with ability. */
function startOf(matrix: ResponseMatrix, item: number, key: number): NominalItem {
  const { values, itemCount, personCount, weights } = matrix
  const counts = new Float64Array(matrix.categoryCounts[item] as number).fill(0.5)
  for (let person = 0; person < personCount; person += 1) {
    const category = values[person * itemCount + item] as number
    if (category === MISSING) continue
    counts[category] = (counts[category] as number) + (weights[person] as number)
  }
  const rising = key >= 0 ? key : counts.indexOf(Math.max(...counts))
  const logs = counts.map((count) => Math.log(count))
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  return {
    slopes: counts.map((_, category) => (category === rising ? 0.5 : 0) - 0.5 / counts.length),
    intercepts: logs.map((log) => log - mean),
  }
}

/** Back to all options offered: those that never occurred can't be chosen. */
function spreadOut(item: NominalItem, used: readonly number[], count: number): NominalItem {
  const slopes = new Float64Array(count)
  const intercepts = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  used.forEach((option, category) => {
    slopes[option] = item.slopes[category] as number
    intercepts[option] = item.intercepts[category] as number
  })
  return { slopes, intercepts }
}

function evaluate({ blocks, weights, prior }: Fit, items: readonly NominalItem[]): Point {
  const expectation = expectCounts(blocks, items.map(chancesAtNodes), { quadrature, weights })
  const priors = items.reduce((sum, item) => sum + nominalPriorOf(item, prior), 0)
  return { items, expectation, height: expectation.logLikelihood + priors }
}

function chancesAtNodes(item: NominalItem): Float64Array {
  const categoryCount = item.slopes.length
  const chances = new Float64Array(categoryCount)
  const table = new Float64Array(categoryCount * NODE_COUNT)
  quadrature.nodes.forEach((theta, node) => {
    writeNominalChances(item, theta, chances)
    for (let category = 0; category < categoryCount; category += 1) {
      // A product over items must not be 0 at every node for rounding's sake.
      table[category * NODE_COUNT + node] = Math.max(1e-12, chances[category] as number)
    }
  })
  return table
}

function stepFrom({ prior }: Fit, { items, expectation }: Point): NominalItem[] {
  return items.map((item, at) => {
    const counts = expectation.counts[at] as Float64Array
    return maximizeNominal(item, { counts, nodes: quadrature.nodes }, prior)
  })
}

/** The largest difference between parameters. */
function distance(left: readonly NominalItem[], right: readonly NominalItem[]): number {
  const other = flatten(right)
  return flatten(left).reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? value))),
    0,
  )
}

function flatten(items: readonly NominalItem[]): number[] {
  return items.flatMap(({ slopes, intercepts }) => [...slopes, ...intercepts])
}

interface TwoSteps {
  readonly before: readonly NominalItem[]
  readonly next: Point
  readonly second: readonly NominalItem[]
}

/** Scheme S3 of SQUAREM; falls back to the plain second step. */
function extrapolate(fit: Fit, { before, next, second }: TwoSteps): Point {
  const [start, one, two] = [flatten(before), flatten(next.items), flatten(second)]
  let [moved, bent] = [0, 0]
  start.forEach((value, at) => {
    const step = (one[at] as number) - value
    const turn = (two[at] as number) - (one[at] as number) - step
    moved += step * step
    bent += turn * turn
  })
  const length = bent > 0 ? Math.sqrt(moved / bent) : 1
  if (length > 1) {
    const far = start.map((value, at) => {
      const step = (one[at] as number) - value
      const turn = (two[at] as number) - (one[at] as number) - step
      return value + 2 * length * step + length * length * turn
    })
    const point = evaluate(fit, shaped(far, before))
    if (point.height >= next.height - 1e-9) return point
  }
  return evaluate(fit, second)
}

/** Parameters in a row, cut into items like the given ones. */
function shaped(values: readonly number[], like: readonly NominalItem[]): NominalItem[] {
  let from = 0
  return like.map(({ slopes: { length } }) => {
    const slopes = Float64Array.from(values.slice(from, from + length))
    const intercepts = Float64Array.from(values.slice(from + length, from + 2 * length))
    from += 2 * length
    return { slopes, intercepts }
  })
}
