import type { ItemParameters } from '../bank/item.ts'
import { logProbability } from './item-response.ts'

/** A scored response: the item's parameters and whether it was right. */
export interface ScoredResponse {
  readonly parameters: Readonly<ItemParameters>
  readonly correct: boolean
}

/** Normal distribution of ability before any response. */
export interface AbilityPrior {
  readonly mean: number
  readonly deviation: number
}

/** Probability of ability on equally spaced nodes; sums to 1. */
export interface Posterior {
  readonly thetas: readonly number[]
  readonly probabilities: readonly number[]
}

export interface AbilityEstimate {
  readonly theta: number
  /** Standard deviation of the posterior. */
  readonly standardError: number
  readonly posterior: Posterior
}

const STANDARD_PRIOR: AbilityPrior = { mean: 0, deviation: 1 }

const LOWEST = -6
const HIGHEST = 6
const NODE_COUNT = 61
const MOST_NODES = 1921

function spacingOf(count: number): number {
  return (HIGHEST - LOWEST) / (count - 1)
}

/** `count` equally spaced values from -6 to 6. */
export function abilityNodes(count: number = NODE_COUNT): number[] {
  return Array.from({ length: count }, (_, index) => LOWEST + index * spacingOf(count))
}

/** Log of prior times likelihood on one grid, brought up to date when it is asked for. */
interface Grid {
  readonly thetas: readonly number[]
  readonly logs: number[]
  counted: number
}

function gridOf(count: number, prior: AbilityPrior): Grid {
  const thetas = abilityNodes(count)
  const logs = thetas.map((theta) => -0.5 * ((theta - prior.mean) / prior.deviation) ** 2)
  return { thetas, logs, counted: 0 }
}

/** What was worked out about an item on the first grid, and for which parameters. */
interface Known {
  readonly discrimination: number
  readonly difficulty: number
  readonly guessing: number
  right?: Float64Array
  wrong?: Float64Array
}
const known = new WeakMap<object, Known>()

/** The log of a response's probability at each node; on the first grid worked out once an item. */
function logsOf({ parameters, correct }: ScoredResponse, thetas: readonly number[]): Float64Array {
  if (thetas.length !== NODE_COUNT) return logsAt(thetas, parameters, correct)
  const { discrimination, difficulty, guessing } = parameters
  let item = known.get(parameters)
  // Whoever estimates parameters may change them in place.
  if (
    item?.discrimination !== discrimination ||
    item.difficulty !== difficulty ||
    item.guessing !== guessing
  ) {
    item = { discrimination, difficulty, guessing }
    known.set(parameters, item)
  }
  if (correct) {
    item.right ??= logsAt(thetas, parameters, true)
    return item.right
  }
  item.wrong ??= logsAt(thetas, parameters, false)
  return item.wrong
}

function logsAt(
  thetas: readonly number[],
  parameters: Readonly<ItemParameters>,
  correct: boolean,
): Float64Array {
  return Float64Array.from(thetas, (theta) => logProbability(theta, parameters, correct))
}

function estimateOn({ thetas, logs }: Grid): AbilityEstimate {
  const highest = logs.reduce((left, right) => Math.max(left, right))
  const weights = logs.map((log) => Math.exp(log - highest))
  const total = weights.reduce((left, right) => left + right)
  const probabilities = weights.map((weight) => weight / total)
  const expected = (value: (theta: number) => number) =>
    thetas.reduce((sum, theta, index) => sum + value(theta) * (probabilities[index] ?? 0), 0)
  const theta = expected((node) => node)
  const standardError = Math.sqrt(expected((node) => (node - theta) ** 2))
  return { theta, standardError, posterior: { thetas, probabilities } }
}

/** An ability that is estimated anew after every response, at the cost of that response. */
export interface AbilityTracker {
  readonly add: (response: ScoredResponse) => void
  readonly estimate: () => AbilityEstimate
}

/** The same estimates as `estimateAbility` of all responses added so far, to the last bit. */
export function trackAbility(prior: AbilityPrior = STANDARD_PRIOR): AbilityTracker {
  const responses: ScoredResponse[] = []
  const grids = new Map<number, Grid>()
  const upToDate = (count: number): Grid => {
    const grid = grids.get(count) ?? gridOf(count, prior)
    grids.set(count, grid)
    for (const response of responses.slice(grid.counted)) {
      const added = logsOf(response, grid.thetas)
      for (let index = 0; index < added.length; index += 1) {
        grid.logs[index] = (grid.logs[index] ?? 0) + (added[index] ?? 0)
      }
    }
    grid.counted = responses.length
    return grid
  }
  return {
    add: (response) => {
      responses.push(response)
    },
    estimate: () => {
      let count = NODE_COUNT
      let estimate = estimateOn(upToDate(count))
      while (estimate.standardError < 2 * spacingOf(count) && count < MOST_NODES) {
        count = 2 * count - 1
        estimate = estimateOn(upToDate(count))
      }
      return estimate
    },
  }
}

/**
 * Expected a posteriori ability (Bock & Mislevy 1982) under a normal prior, on 61 nodes over
 * [-6, 6] as in mirt. The likelihood is summed in logs, so hundreds of items do not underflow;
 * while the posterior's SD covers less than two nodes, they are made denser.
 */
export function estimateAbility(
  responses: readonly ScoredResponse[],
  prior: AbilityPrior = STANDARD_PRIOR,
): AbilityEstimate {
  const tracker = trackAbility(prior)
  for (const response of responses) tracker.add(response)
  return tracker.estimate()
}
