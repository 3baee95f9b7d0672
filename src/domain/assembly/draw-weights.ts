import type { Bank } from '../bank/bank.ts'
import { digestOf } from '../digest.ts'
import type { Blueprint } from './blueprint.ts'
import type { DrawPool } from './draw-items.ts'
import { exposureWeights } from './exposure-weights.ts'
import { steerOverlap } from './steer-overlap.ts'

/** How readily each item is drawn, up to 1, in the order of the draw; null: all alike. */
export type DrawWeights = readonly number[] | null

/** Blueprints whose weights are kept for one bank; the oldest go first. */
const KEPT = 32

const known = new WeakMap<Bank, Map<string, DrawWeights>>()

/** Whether own forms are steered: then simulated draws, up to seconds of them, come first. */
export function isSteered({ constraints, delivery }: Blueprint): boolean {
  if (delivery?.mode === 'fixed-forms') return false
  const { exposureCap = 1, overlapLimit } = constraints ?? {}
  return exposureCap < 1 || overlapLimit !== undefined
}

/**
 * The weights that keep many forms of a blueprint within its exposure cap and overlap limit. They
 * follow from bank and blueprint alone, chance included: whoever has both can draw every form
 * again. Found once a bank object and blueprint.
 */
export function drawWeights(from: DrawPool, bank: Bank, blueprint: Blueprint): DrawWeights {
  const { exposureCap: cap = 1, overlapLimit: limit } = blueprint.constraints ?? {}
  if (cap === 1 && limit === undefined) return null
  const found = knownWeights(bank, blueprint)
  if (found !== undefined) return found
  const name = simulationName(bank, blueprint)
  const capped = cap < 1 ? exposureWeights(from, { cap, name }) : null
  const weights =
    limit === undefined ? capped : steerOverlap({ ...from, weights: capped }, { limit, name })
  keepWeights(bank, blueprint, weights)
  return weights
}

/** Weights found before for this very bank object and an equal blueprint; undefined if none. */
export function knownWeights(bank: Bank, blueprint: Blueprint): DrawWeights | undefined {
  return known.get(bank)?.get(specificationDigest(blueprint))
}

/** Remembers weights that were found elsewhere, so that they are not looked for again. */
export function keepWeights(bank: Bank, blueprint: Blueprint, weights: DrawWeights): void {
  const ofBank = known.get(bank) ?? new Map<string, DrawWeights>()
  known.set(bank, ofBank)
  ofBank.set(specificationDigest(blueprint), weights)
  const oldest = ofBank.keys().next().value
  if (ofBank.size > KEPT && oldest !== undefined) ofBank.delete(oldest)
}

/** What the seeds of all simulated draws begin with. */
export function simulationName(bank: Bank, blueprint: Blueprint): string {
  return digestOf([digestOf(bank), specificationDigest(blueprint)])
}

/** How forms are given out plays no part in the chance of an own form. */
function specificationDigest({ delivery, ...specification }: Blueprint): string {
  return digestOf(specification)
}
