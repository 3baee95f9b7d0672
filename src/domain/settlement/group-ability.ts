import normal from '@stdlib/stats-base-dists-normal'
import { countBounds } from './count-bounds.ts'

/** A candidate's EAP under the prior N(0, 1) and its posterior SD. */
export interface CandidateEstimate {
  readonly theta: number
  readonly standardError: number
}

/** A figure with its 95 % interval. */
export interface IntervalValue {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** What a group's estimates say about its members. */
export interface GroupAbility {
  /** Mean ability of these members, and the standard deviation of what is known of it. */
  readonly mean: IntervalValue & { readonly deviation: number }
  /** Share of these members at or above the cut; null without a cut. */
  readonly share: IntervalValue | null
}

/** What a candidate's own answers say, without any prior: precision, and precision times value. */
interface OwnEvidence {
  readonly precision: number
  readonly pull: number
}
/** One value of the spread in the group, with what follows from it. */
interface SpreadNode {
  readonly weight: number
  readonly variance: number
  readonly center: number
  readonly centerVariance: number
}

/** Below this precision (SD 4.5) the answers say nothing, and their estimate is the prior's. */
const LEAST_PRECISION = 0.05
const Z = 1.959964
/** Standard deviations of ability within a group that are looked at. */
const SPREADS = Array.from({ length: 20 }, (_, index) => 0.1 * (index + 1))
/** Places of the group's centre in its standard deviations. */
const STEPS = [-2.4, -1.6, -0.8, 0, 0.8, 1.6, 2.4]

/** Whether a candidate's answers say anything about the ability. */
export function saysSomething({ standardError }: CandidateEstimate): boolean {
  return standardError ** -2 - 1 >= LEAST_PRECISION
}

/**
 * The mean ability of a group and the share of it at or above a cut, for the very members whose
 * estimates are given. Every estimate was drawn towards 0 by its prior N(0, 1); the prior is taken
 * out again (its precision 1 subtracted) and replaced by the group's own distribution N(m, s^2), as
 * in the two-level model of Gelman et al. (2013, Bayesian Data Analysis, 5.4): m flat, s half-normal
 * with SD 1, both integrated out over a grid. So a weak group is not drawn to the average, and
 * neither the candidates' errors nor the group's unknown spread are forgotten.
 * @throws Error when nobody is given
 */
export function groupAbility(
  members: readonly CandidateEstimate[],
  cut: number | null,
): GroupAbility {
  if (members.length === 0) throw new Error('a group needs a member')
  const own = members.map(({ theta, standardError }): OwnEvidence => {
    const total = standardError ** -2
    return { precision: Math.max(LEAST_PRECISION, total - 1), pull: theta * total }
  })
  const nodes = spreadNodes(own)
  return { mean: meanOf(own, nodes), share: cut === null ? null : shareOf(own, nodes, cut) }
}

/** Posterior of the spread by its marginal likelihood with the centre integrated out. */
function spreadNodes(own: readonly OwnEvidence[]): SpreadNode[] {
  const nodes = SPREADS.map((spread) => {
    const variance = spread ** 2
    const weights = own.map(({ precision }) => 1 / (1 / precision + variance))
    const sum = weights.reduce((total, weight) => total + weight, 0)
    const values = own.map(({ precision, pull }) => pull / precision)
    const center = values.reduce((total, x, index) => total + x * (weights[index] ?? 0), 0) / sum
    const log = weights.reduce(
      (total, w, index) =>
        total + 0.5 * Math.log(w) - 0.5 * w * ((values[index] ?? 0) - center) ** 2,
      -0.5 * Math.log(sum) - 0.5 * variance,
    )
    return { log, variance, center, centerVariance: 1 / sum }
  })
  const highest = Math.max(...nodes.map(({ log }) => log))
  const total = nodes.reduce((sum, { log }) => sum + Math.exp(log - highest), 0)
  return nodes
    .map(({ log, ...node }) => ({ ...node, weight: Math.exp(log - highest) / total }))
    .filter(({ weight }) => weight > 1e-6)
}

function meanOf(own: readonly OwnEvidence[], nodes: readonly SpreadNode[]): GroupAbility['mean'] {
  const count = own.length
  const parts = nodes.map(({ weight, variance, center, centerVariance }) => {
    let [kept, base, error] = [0, 0, 0]
    for (const { precision, pull } of own) {
      const memberVariance = 1 / (1 / variance + precision)
      kept += memberVariance / variance / count
      base += (memberVariance * pull) / count
      error += memberVariance / count ** 2
    }
    return { weight, mean: base + kept * center, variance: error + kept ** 2 * centerVariance }
  })
  const value = parts.reduce((sum, { weight, mean }) => sum + weight * mean, 0)
  const spread = parts.reduce(
    (sum, { weight, mean, variance }) => sum + weight * (variance + (mean - value) ** 2),
    0,
  )
  const deviation = Math.sqrt(spread)
  return { value, low: value - Z * deviation, high: value + Z * deviation, deviation }
}

/** The number of members above the cut: a mixture of Poisson-binomial distributions. */
function shareOf(
  own: readonly OwnEvidence[],
  nodes: readonly SpreadNode[],
  cut: number,
): IntervalValue {
  const steps = STEPS.map((step) => ({ step, density: Math.exp(-(step ** 2) / 2) }))
  const total = steps.reduce((sum, { density }) => sum + density, 0)
  const mixture = nodes.flatMap(({ weight, variance, center, centerVariance }) =>
    steps.map(({ step, density }) => ({
      weight: (weight * density) / total,
      chances: own.map(({ precision, pull }) => {
        const memberVariance = 1 / (1 / variance + precision)
        const groupCenter = center + step * Math.sqrt(centerVariance)
        const memberMean = memberVariance * (groupCenter / variance + pull)
        return 1 - normal.cdf(cut, memberMean, Math.sqrt(memberVariance))
      }),
    })),
  )
  const { mean, low, high } = countBounds(mixture)
  const count = own.length
  return { value: mean / count, low: low / count, high: high / count }
}
