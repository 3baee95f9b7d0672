import type { Bank } from '../bank/bank.ts'
import { digestOf } from '../digest.ts'
import { Refusal } from '../refusal.ts'
import type { Blueprint } from './blueprint.ts'
import { type DrawPool, drawItems } from './draw-items.ts'

const DRAWS_A_ROUND = 600
const ROUNDS = 12
/** An item is never made rarer than this, so that every item stays in use. */
const LEAST_WEIGHT = 1e-3

/** Weights by blueprint digest: simulated once a bank object and blueprint. */
const known = new WeakMap<Bank, Map<string, readonly number[] | null>>()

/**
 * Weights with which no item stands on more than its share of forms, up to sampling error; null
 * where equal chances do already, within the error of one round of simulated draws. As Sympson &
 * Hetter (1985): draw many forms, make rarer what came too often, draw again. All chance follows
 * from the digests of bank and blueprint. Items that every form must have are left out of it.
 * Whether the cap can be kept at all is for `checkConstraints` to say.
 */
export function exposureWeights(
  from: DrawPool,
  { bank, blueprint, cap }: { readonly bank: Bank; readonly blueprint: Blueprint; cap: number },
): readonly number[] | null {
  const digest = digestOf(blueprint)
  const ofBank = known.get(bank) ?? new Map<string, readonly number[] | null>()
  known.set(bank, ofBank)
  const found = ofBank.get(digest)
  if (found !== undefined) return found
  const weights = adjust(from, cap, digestOf([digestOf(bank), digest]))
  ofBank.set(digest, weights)
  return weights
}

function adjust(from: DrawPool, cap: number, name: string): readonly number[] | null {
  const aims = aimsOf(from, cap)
  let weights: readonly number[] | null = null
  for (let round = 1; round <= ROUNDS; round += 1) {
    const rates = simulatedRates({ ...from, weights }, `${name} exposure ${round}`)
    if (rates === null) return null
    const isWithin = rates.every((rate, item) => rate <= (aims[item]?.highest ?? 1))
    if (weights === null && isWithin) return null
    // Ever smaller steps average the chance of all rounds (Robbins & Monro 1951).
    const step = 1 / round
    const before: readonly number[] | null = weights
    weights = rates.map((rate, item) => {
      const aim = aims[item]?.aim ?? 1
      const factor = (aim / Math.max(rate, aim / 4)) ** step
      return rounded(Math.min(1, Math.max(LEAST_WEIGHT, (before?.[item] ?? 1) * factor)))
    })
  }
  return weights
}

/** Coarse on purpose: the last bits of a power may differ from one engine to the next. */
function rounded(weight: number): number {
  return Math.round(weight * 1e4) / 1e4
}

/**
 * Per item the rate aimed at and the highest allowed: the aim lies below the cap, so that chance
 * in the simulation does not carry an item over it, but never below the cell's mean rate.
 */
function aimsOf({ cells, pool, rules }: DrawPool, cap: number) {
  const aims = pool.cellOf.map(() => ({ aim: 1, highest: 1 }))
  cells.forEach((items, cell) => {
    const open = items.filter((item) => !rules?.fixed.has(item))
    const needed = (pool.needs[cell] ?? 0) - (items.length - open.length)
    const mean = needed / Math.max(1, open.length)
    const aim = Math.max(0.92 * cap, (mean + cap) / 2)
    for (const item of open) aims[item] = { aim: Math.min(aim, cap), highest: cap }
  })
  return aims
}

/** Share of simulated forms each item stands on; null when a draw was refused. */
function simulatedRates(from: DrawPool, name: string): number[] | null {
  const counts = from.items.map(() => 0)
  try {
    for (let draw = 1; draw <= DRAWS_A_ROUND; draw += 1) {
      for (const item of drawItems(from, `${name} ${draw}`).chosen) {
        counts[item] = (counts[item] ?? 0) + 1
      }
    }
  } catch (error) {
    // A blueprint that can't be drawn has no rates; the draws themselves say why.
    if (error instanceof Refusal) return null
    throw error
  }
  return counts.map((count) => count / DRAWS_A_ROUND)
}
