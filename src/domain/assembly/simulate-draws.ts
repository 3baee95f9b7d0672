import { Refusal } from '../refusal.ts'
import { type DrawPool, drawItems } from './draw-items.ts'
import { overlapOf } from './overlap.ts'

/** Forms of a trial that must show how often items come up. */
export const MANY_DRAWS = 600

/** Rates and overlap of forms drawn by the way. */
interface Simulated {
  /** Share of the forms each item stands on, by index. */
  readonly rates: readonly number[]
  /** Mean share of items two of the forms have in common. */
  readonly overlap: number
}

/** Seeds that differ from each other and from those of any other name. */
export function seedsOf(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name} ${index + 1}`)
}

/** Seeds of the forms that are drawn on trial before anybody sits the exam. */
export function trialSeeds(name: string, count: number): string[] {
  return seedsOf(`${name} trial`, count)
}

/**
 * What forms drawn with these seeds are like together. Null when fewer than two could be drawn,
 * or already with the first refusal where none is wanted; why, the draws of candidates say.
 */
export function simulateDraws(
  from: DrawPool,
  seeds: readonly string[],
  refusals: 'counted' | 'unwanted',
): Simulated | null {
  const counts = from.items.map(() => 0)
  let refused = 0
  for (const seed of seeds) {
    const chosen = chosenOrNull(from, seed)
    if (chosen === null && refusals === 'unwanted') return null
    if (chosen === null) refused += 1
    for (const item of chosen ?? []) counts[item] = (counts[item] ?? 0) + 1
  }
  const forms = seeds.length - refused
  if (forms < 2) return null
  const length = from.pool.needs.reduce((sum, count) => sum + count, 0)
  const overlap = overlapOf(counts, forms, length)
  return { rates: counts.map((count) => count / forms), overlap }
}

function chosenOrNull(from: DrawPool, seed: string): readonly number[] | null {
  try {
    return drawItems(from, seed).chosen
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
