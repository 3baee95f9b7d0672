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

function posteriorOn(
  thetas: readonly number[],
  responses: readonly ScoredResponse[],
  prior: AbilityPrior,
): AbilityEstimate {
  const logs = thetas.map((theta) => {
    const deviate = (theta - prior.mean) / prior.deviation
    let sum = -0.5 * deviate * deviate
    for (const { parameters, correct } of responses) {
      sum += logProbability(theta, parameters, correct)
    }
    return sum
  })
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

/**
 * Expected a posteriori ability (Bock & Mislevy 1982) under a normal prior, on 61 nodes over
 * [-6, 6] as in mirt. The likelihood is summed in logs, so hundreds of items do not underflow;
 * while the posterior's SD covers less than two nodes, they are made denser.
 */
export function estimateAbility(
  responses: readonly ScoredResponse[],
  prior: AbilityPrior = STANDARD_PRIOR,
): AbilityEstimate {
  let count = NODE_COUNT
  let estimate = posteriorOn(abilityNodes(count), responses, prior)
  while (estimate.standardError < 2 * spacingOf(count) && count < MOST_NODES) {
    count = 2 * count - 1
    estimate = posteriorOn(abilityNodes(count), responses, prior)
  }
  return estimate
}
