import { logistic } from '../../measurement/scoring/scoring-item.ts'
import type { Changer } from './changed-items.ts'

/** How honest changes come out in a cohort, on the scale of log odds. */
export interface HonestChanges {
  /** By how much a changed answer is right more often than an unchanged one. */
  readonly shift: number
  /** SD of that between persons. */
  readonly spread: number
}

/** The model alone: changed answers are right as often as others. */
export const AS_UNCHANGED: HonestChanges = { shift: 0, spread: 0 }

/** What changes are expected to come to. */
export interface ExpectedChanges {
  readonly mean: number
  /** Given the log odds. */
  readonly variance: number
  /** Of the log odds: how persons differ and what is not known of the ability. */
  readonly uncertainty: number
}

/** How many of a person's changed answers are expected to be right. */
export function expectChanges(
  { logits, slopes, standardError }: Changer,
  { shift, spread }: HonestChanges,
): ExpectedChanges {
  let [mean, variance, slope] = [0, 0, 0]
  for (let place = 0; place < logits.length; place += 1) {
    const chance = logistic((logits[place] as number) + shift)
    mean += chance
    variance += chance * (1 - chance)
    slope += chance * (1 - chance) * (slopes[place] as number)
  }
  const sensitivity = variance > 0 ? slope / variance : 0
  return { mean, variance, uncertainty: spread ** 2 + (sensitivity * standardError) ** 2 }
}

/**
 * Nodes of the normal distribution, three quarters of an SD apart, out to 5.25: the trapezoid sum
 * is exact to about six digits, also of chances that are steep in the log odds.
 */
const NODES = Array.from({ length: 15 }, (_, place) => 0.75 * (place - 7))
const DENSITIES = NODES.map((node) => Math.exp(-0.5 * node * node))
const TOTAL = DENSITIES.reduce((sum, density) => sum + density, 0)
const WEIGHTS = DENSITIES.map((density) => density / TOTAL)

/**
 * Distribution of the number of right answers among a person's changed ones: Poisson-binomial
 * (generalized binomial test, van der Linden & Sotaridona 2006; for changes Sinharay & Johnson
 * 2017), averaged over what is not known of the person: how good at changing, how able. Nothing
 * is taken as a difference, so no tail cancels.
 */
export function changeDistribution(changer: Changer, honest: HonestChanges): Float64Array {
  const { logits } = changer
  const deviation = Math.sqrt(expectChanges(changer, honest).uncertainty)
  const mixed = new Float64Array(logits.length + 1)
  const given = new Float64Array(logits.length + 1)
  const odds = logits.map((logit) => Math.exp(clamp(logit + honest.shift)))
  for (let node = 0; node < NODES.length; node += 1) {
    countRight(odds, Math.exp((NODES[node] as number) * deviation), given)
    const weight = WEIGHTS[node] as number
    for (let count = 0; count < given.length; count += 1) {
      mixed[count] = (mixed[count] as number) + weight * (given[count] as number)
    }
  }
  return mixed
}

/** Far beyond any log odds that occur, and far from what overflows. */
function clamp(logit: number): number {
  return Math.max(-300, Math.min(300, logit))
}

function countRight(odds: Float64Array, factor: number, into: Float64Array): void {
  into.fill(0)
  into[0] = 1
  for (let place = 0; place < odds.length; place += 1) {
    const own = factor * (odds[place] as number)
    const wrong = 1 / (1 + own)
    const right = own * wrong
    for (let count = place + 1; count > 0; count -= 1) {
      into[count] = wrong * (into[count] as number) + right * (into[count - 1] as number)
    }
    into[0] = wrong * (into[0] as number)
  }
}

/** Probability of at least as many wrong-to-right changes among as many changes. */
export function excessTail(changer: Changer, honest: HonestChanges): number {
  const distribution = changeDistribution(changer, honest)
  let tail = 0
  for (let count = distribution.length - 1; count >= changer.wrongToRight; count -= 1) {
    tail += distribution[count] as number
  }
  return Math.min(1, tail)
}
