import type { DrawPool } from './draw-items.ts'
import { evenRates, weightAfter } from './exposure-weights.ts'
import { MANY_DRAWS, seedsOf, simulateDraws, trialSeeds } from './simulate-draws.ts'

const ROUNDS = 12
/** Rounds without less overlap after which there is none to be expected. */
const PATIENCE = 3
/** Share of the limit that is kept as a distance from it, where there is room for one. */
const DISTANCE = 0.01

/**
 * Weights under which two forms share on average no more than the limit; those that are there
 * already where trial draws keep to it. Overlap is the sum of squared rates, least when a cell's
 * items come up alike (Chen, Ankenmann & Spray 2003): rounds of simulated draws move the rates
 * towards that, and end as soon as the limit is met. Where it never is, the weights with the
 * least overlap; that it is too much is for `checkConstraints` to say.
 */
export function steerOverlap(
  from: DrawPool,
  { limit, name }: { readonly limit: number; readonly name: string },
): readonly number[] | null {
  const aims = evenRates(from)
  const least = leastOverlap(aims, from)
  // Not even items that come up alike would do: nothing to be steered.
  if (least > limit + 1e-9) return from.weights
  // The very draws of the trial: what passes unsteered stays as it is, to the byte.
  let last = simulateDraws(from, trialSeeds(name, MANY_DRAWS), 'counted')
  if (last === null || last.overlap <= limit) return from.weights
  const enough = Math.max(limit * (1 - DISTANCE), (limit + least) / 2)
  let weights: readonly number[] = from.weights ?? from.items.map(() => 1)
  let best = { weights: from.weights, overlap: last.overlap, round: 0 }
  for (let round = 1; round <= ROUNDS && round - best.round <= PATIENCE; round += 1) {
    weights = evened(weights, { aims, rates: last.rates, step: stepOf(round) })
    const seeds = seedsOf(`${name} overlap ${round}`, MANY_DRAWS)
    last = simulateDraws({ ...from, weights }, seeds, 'counted')
    if (last === null) break
    if (last.overlap < best.overlap) best = { weights, overlap: last.overlap, round }
    if (last.overlap <= enough) break
  }
  return best.weights
}

/** Mean overlap of forms on which all open items of a cell come up alike. */
function leastOverlap(evenly: readonly (number | null)[], { pool, rules }: DrawPool): number {
  const itemCount = pool.needs.reduce((sum, count) => sum + count, 0)
  const shared = evenly.reduce<number>((sum, rate) => sum + (rate ?? 0) ** 2, 0)
  return (shared + (rules?.fixed.size ?? 0)) / itemCount
}

/** Half steps at first, then ever smaller ones against the chance of single rounds. */
function stepOf(round: number): number {
  return 2 / Math.max(4, round + 1)
}

/** Weights that bring the rates of open items nearer to what is aimed at. */
function evened(
  weights: readonly number[],
  towards: {
    readonly aims: readonly (number | null)[]
    readonly rates: readonly number[]
    readonly step: number
  },
): readonly number[] {
  const { aims, rates, step } = towards
  return weights.map((weight, item) => {
    const aim = aims[item] ?? 0
    return aim <= 0 ? weight : weightAfter(weight, { rate: rates[item] ?? 0, aim, step })
  })
}
