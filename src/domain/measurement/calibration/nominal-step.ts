import { type NominalItem, writeNominalChances } from './nominal-item.ts'
import { solveSymmetric } from './solve-symmetric.ts'

/** Normal priors around 0 of all slopes and all intercepts. */
export interface NominalPrior {
  readonly slopeDeviation: number
  readonly interceptDeviation: number
}

/** Expected responses of one item: category k at node q stands at k * nodes + q. */
export interface NominalCounts {
  readonly counts: Float64Array
  readonly nodes: Float64Array
}

/** Newton steps of one M-step: the next E-step moves the target anyway. */
const MOST_STEPS = 3
const SMALL_STEP = 1e-6
const MOST_HALVINGS = 10

/** Log density of an item's parameters up to a constant. */
export function nominalPriorOf({ slopes, intercepts }: NominalItem, prior: NominalPrior): number {
  let sum = 0
  for (const slope of slopes) sum -= 0.5 * (slope / prior.slopeDeviation) ** 2
  for (const intercept of intercepts) sum -= 0.5 * (intercept / prior.interceptDeviation) ** 2
  return sum
}

/**
 * M-step of one nominal item: Newton's method on the expected log-likelihood with priors, which is
 * concave. All categories are free; the priors alone fix what a shift of all would leave open.
 * What it gives is never worse than the start.
 */
export function maximizeNominal(
  start: NominalItem,
  data: NominalCounts,
  prior: NominalPrior,
): NominalItem {
  let item = start
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { value, gradient, information } = differentiate(item, data, prior)
    const move = solveSymmetric(information, gradient)
    const better = move && climb({ item, move, value }, data, prior)
    if (!better) return item
    item = better
    if (move.every((part) => Math.abs(part) < SMALL_STEP)) return item
  }
  return item
}

function climb(
  from: { readonly item: NominalItem; readonly move: Float64Array; readonly value: number },
  data: NominalCounts,
  prior: NominalPrior,
): NominalItem | null {
  const { slopes, intercepts } = from.item
  const categoryCount = slopes.length
  let share = 1
  for (let halving = 0; halving < MOST_HALVINGS; halving += 1) {
    const moved = {
      slopes: slopes.map((slope, k) => slope + share * (from.move[k] as number)),
      intercepts: intercepts.map(
        (intercept, k) => intercept + share * (from.move[categoryCount + k] as number),
      ),
    }
    if (heightOf(moved, data, prior) >= from.value - 1e-10) return moved
    share /= 2
  }
  return null
}

function heightOf(item: NominalItem, { counts, nodes }: NominalCounts, prior: NominalPrior) {
  const chances = new Float64Array(item.slopes.length)
  let value = nominalPriorOf(item, prior)
  for (let node = 0; node < nodes.length; node += 1) {
    writeNominalChances(item, nodes[node] as number, chances)
    for (let category = 0; category < chances.length; category += 1) {
      const count = counts[category * nodes.length + node] as number
      if (count > 0) value += count * Math.log(chances[category] as number)
    }
  }
  return value
}

/**
 * Value, gradient and information; slopes first, then intercepts. At a node with n persons the
 * information is n (diag P - P P') times [theta^2, theta; theta, 1].
 */
function differentiate(
  item: NominalItem,
  { counts, nodes }: NominalCounts,
  prior: NominalPrior,
): { value: number; gradient: Float64Array; information: Float64Array } {
  const categoryCount = item.slopes.length
  const size = 2 * categoryCount
  const chances = new Float64Array(categoryCount)
  const gradient = new Float64Array(size)
  const information = new Float64Array(size * size)
  let value = nominalPriorOf(item, prior)
  for (let node = 0; node < nodes.length; node += 1) {
    const theta = nodes[node] as number
    let total = 0
    for (let category = 0; category < categoryCount; category += 1) {
      total += counts[category * nodes.length + node] as number
    }
    if (total < 1e-12) continue
    writeNominalChances(item, theta, chances)
    for (let category = 0; category < categoryCount; category += 1) {
      const count = counts[category * nodes.length + node] as number
      const chance = chances[category] as number
      if (count > 0) value += count * Math.log(chance)
      const surplus = count - total * chance
      gradient[category] = (gradient[category] as number) + theta * surplus
      gradient[categoryCount + category] = (gradient[categoryCount + category] as number) + surplus
    }
    addInformation(information, chances, { theta, total })
  }
  addPrior(item, prior, { gradient, information })
  return { value, gradient, information }
}

function addInformation(
  information: Float64Array,
  chances: Float64Array,
  { theta, total }: { readonly theta: number; readonly total: number },
): void {
  const categoryCount = chances.length
  const size = 2 * categoryCount
  for (let one = 0; one < categoryCount; one += 1) {
    for (let other = 0; other < categoryCount; other += 1) {
      const same = one === other ? 1 : 0
      const spread = total * (chances[one] as number) * (same - (chances[other] as number))
      const [slope, mixed] = [one * size + other, one * size + categoryCount + other]
      const [mirrored, intercept] = [slope + categoryCount * size, mixed + categoryCount * size]
      information[slope] = (information[slope] as number) + theta * theta * spread
      information[mixed] = (information[mixed] as number) + theta * spread
      information[mirrored] = (information[mirrored] as number) + theta * spread
      information[intercept] = (information[intercept] as number) + spread
    }
  }
}

function addPrior(
  { slopes, intercepts }: NominalItem,
  { slopeDeviation, interceptDeviation }: NominalPrior,
  { gradient, information }: { gradient: Float64Array; information: Float64Array },
): void {
  const size = gradient.length
  for (let at = 0; at < size; at += 1) {
    const isSlope = at < slopes.length
    const deviation = isSlope ? slopeDeviation : interceptDeviation
    const value = (isSlope ? slopes[at] : intercepts[at - slopes.length]) as number
    gradient[at] = (gradient[at] as number) - value / deviation ** 2
    information[at * size + at] = (information[at * size + at] as number) + 1 / deviation ** 2
  }
}
