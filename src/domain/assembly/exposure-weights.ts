import type { DrawPool } from './draw-items.ts'
import { MANY_DRAWS, seedsOf, simulateDraws } from './simulate-draws.ts'

const ROUNDS = 12
/** An item is never made rarer than this, so that every item stays in use. */
const LEAST_WEIGHT = 1e-3

/**
 * Weights with which no item stands on more than its share of forms, up to sampling error; null
 * where equal chances do already, within the error of one round of simulated draws. As Sympson &
 * Hetter (1985): draw many forms, make rarer what came too often, draw again. All chance follows
 * from the name. Items that every form must have are left out of it. Whether the cap can be kept
 * at all is for `checkConstraints` to say.
 */
export function exposureWeights(
  from: DrawPool,
  { cap, name }: { readonly cap: number; readonly name: string },
): readonly number[] | null {
  const aims = aimsOf(from, cap)
  let weights: readonly number[] | null = null
  for (let round = 1; round <= ROUNDS; round += 1) {
    const seeds = seedsOf(`${name} exposure ${round}`, MANY_DRAWS)
    const simulated = simulateDraws({ ...from, weights }, seeds, 'unwanted')
    // A blueprint that can't be drawn has no rates; the draws themselves say why.
    if (simulated === null) return null
    const { rates } = simulated
    const isWithin = rates.every((rate, item) => rate <= (aims[item]?.highest ?? 1))
    if (weights === null && isWithin) return null
    // Ever smaller steps average the chance of all rounds (Robbins & Monro 1951).
    const step = 1 / round
    const before: readonly number[] | null = weights
    weights = rates.map((rate, item) =>
      weightAfter(before?.[item] ?? 1, { rate, aim: aims[item]?.aim ?? 1, step }),
    )
  }
  return weights
}

/**
 * An item's next weight, after it came up with a rate where another was aimed at: changed in
 * proportion, to the power of the step, and at most fourfold upwards.
 */
export function weightAfter(
  weight: number,
  { rate, aim, step }: { readonly rate: number; readonly aim: number; readonly step: number },
): number {
  const factor = (aim / Math.max(rate, aim / 4)) ** step
  return rounded(Math.min(1, Math.max(LEAST_WEIGHT, weight * factor)))
}

/** Coarse on purpose: the last bits of a power may differ from one engine to the next. */
function rounded(weight: number): number {
  return Math.round(weight * 1e4) / 1e4
}

/**
 * Per item the rate aimed at and the highest allowed: the aim lies below the cap, so that chance
 * in the simulation does not carry an item over it, but never below the cell's mean rate.
 */
function aimsOf(from: DrawPool, cap: number) {
  return evenRates(from).map((mean) => {
    if (mean === null) return { aim: 1, highest: 1 }
    const aim = Math.max(0.92 * cap, (mean + cap) / 2)
    return { aim: Math.min(aim, cap), highest: cap }
  })
}

/**
 * Per item the rate it would have if all items of its cell came up alike; null for items that
 * every form has.
 */
export function evenRates({ cells, pool, rules }: DrawPool): (number | null)[] {
  const rates: (number | null)[] = pool.cellOf.map(() => null)
  cells.forEach((items, cell) => {
    const open = items.filter((item) => !rules?.fixed.has(item))
    const needed = (pool.needs[cell] ?? 0) - (items.length - open.length)
    for (const item of open) rates[item] = needed / Math.max(1, open.length)
  })
  return rates
}
