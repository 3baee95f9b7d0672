import type { Item } from '../bank/item.ts'
import { seededRandom, shuffle } from '../random.ts'
import { Refusal } from '../refusal.ts'
import type { ParityTolerance } from './blueprint.ts'
import type { ParityCertificate } from './form.ts'
import type { FormLimits } from './form-limits.ts'
import {
  certificateOf,
  distanceOf,
  type ItemMeasures,
  type ParityMeasures,
  sumOf,
} from './parity.ts'
import { type Pool, pickItems } from './pick-items.ts'
import { type RepairRules, repairForm } from './repair-form.ts'

/** Draws are repeated until one lies within tolerance, at most this often. */
export const DRAW_LIMIT = 40

/** Repaired draws hardly ever need a second try; what ten can't reach, more won't either. */
const REPAIRED_DRAW_LIMIT = 10

/** Repaired draws that keep every constraint, but not parity, before the closest is taken. */
const KEPT_LIMIT = 2

/** All that draws from one bank and blueprint share; items by index into one list. */
export interface DrawPool {
  readonly keys: readonly string[]
  readonly items: readonly Item[]
  readonly measures: readonly ItemMeasures[]
  /** Item indexes per cell, in order of item id. */
  readonly cells: readonly (readonly number[])[]
  readonly pool: Pool
  readonly against: { readonly target: ParityMeasures; readonly tolerance: ParityTolerance }
  /** Null for a blueprint without constraints. */
  readonly rules: RepairRules | null
  /** How readily each item is drawn, up to 1; null where all are drawn alike. */
  readonly weights: readonly number[] | null
}

/** The items of one form, by index, before they are put in order. */
interface DrawnItems {
  readonly chosen: readonly number[]
  readonly certificate: ParityCertificate
}

/**
 * Draws until a form lies within tolerance and keeps every constraint; past the limit the closest
 * that keeps them. Refused when none does, with the constraints that were in the way.
 */
export function drawItems(from: DrawPool, seed: string): DrawnItems {
  const limit = from.rules ? REPAIRED_DRAW_LIMIT : DRAW_LIMIT
  const obstacles = new Set<number>()
  let closest: DrawnItems | null = null
  let [made, kept] = [0, 0]
  for (let k = 1; k <= limit; k += 1) {
    made = k
    const chosen = from.rules ? pickAndRepair(from, seed, { k, obstacles }) : pick(from, seed, k)
    if (!chosen) continue
    const certificate = certify(from, chosen, k)
    if (!closest || distanceOf(certificate) < distanceOf(closest.certificate)) {
      closest = { chosen, certificate }
    }
    kept += 1
    if (certificate.equivalent || (from.rules && kept === KEPT_LIMIT)) break
  }
  if (!closest) throw refusalOf(from, obstacles)
  const draws = closest.certificate.equivalent ? closest.certificate.draws : made
  return { ...closest, certificate: { ...closest.certificate, draws } }
}

/** The k-th choice of items without enemies; null when the search gave up. */
export function pick(from: DrawPool, seed: string, k: number): readonly number[] | null {
  return pickFrom(from, candidatesOf(from, seed, k))
}

function pickFrom(from: DrawPool, candidates: readonly number[][]): readonly number[] | null {
  const picked = pickItems(from.pool, candidates)
  if (picked.outcome === 'impossible') {
    throw new Refusal('blueprint-infeasible', 'enemy items leave too few items for the blueprint')
  }
  return picked.outcome === 'picked' ? picked.items : null
}

function pickAndRepair(
  from: DrawPool,
  seed: string,
  { k, obstacles }: { readonly k: number; readonly obstacles: Set<number> },
): readonly number[] | null {
  const candidates = candidatesOf(from, seed, k)
  const chosen = pickFrom(from, candidates)
  if (!chosen || !from.rules) return chosen
  const random = seededRandom(seed, 'repair', String(k))
  const repaired = repairForm(from.rules, { chosen, candidates }, random)
  for (const index of repaired.broken) obstacles.add(index)
  return repaired.broken.length === 0 ? repaired.chosen : null
}

function candidatesOf({ cells, keys, rules, weights }: DrawPool, seed: string, k: number) {
  // One stream per draw and cell: adding a cell must not reshuffle the others.
  return cells.map((indexes, cell) => {
    const random = seededRandom(seed, 'draw', String(k), keys[cell] ?? '')
    const shuffled = weights ? race(indexes, weights, random) : shuffle(indexes, random)
    if (!rules || rules.fixed.size === 0) return shuffled
    const { fixed } = rules
    return [
      ...shuffled.filter((item) => fixed.has(item)),
      ...shuffled.filter((item) => !fixed.has(item)),
    ]
  })
}

/**
 * A random order in which the next item is always chosen in proportion to its weight: sorted by
 * exponential arrival times (Efraimidis & Spirakis 2006).
 */
function race(
  items: readonly number[],
  weights: readonly number[],
  random: () => number,
): number[] {
  const arrivals = items.map((item) => ({
    item,
    time: -Math.log(1 - random()) / (weights[item] ?? 1),
  }))
  return arrivals
    .sort((left, right) => left.time - right.time || left.item - right.item)
    .map(({ item }) => item)
}

function certify(from: DrawPool, chosen: readonly number[], draws: number): ParityCertificate {
  const measures = sumOf(chosen.flatMap((index) => from.measures[index] ?? []))
  return certificateOf(measures, from.against, draws)
}

function refusalOf({ rules }: DrawPool, obstacles: ReadonlySet<number>): Refusal {
  const limits: FormLimits['limits'] = rules?.form.limits ?? []
  const broken = [...obstacles]
    .sort((left, right) => left - right)
    .flatMap((at) => limits[at] ?? [])
  if (broken.length === 0) {
    return new Refusal('blueprint-infeasible', 'no form was found without enemy items')
  }
  const faults = broken.map(({ pointer, name }) => ({
    pointer,
    detail: `no form was found that keeps ${name.en} within its limits`,
  }))
  return new Refusal('blueprint-infeasible', faults.map(({ detail }) => detail).join('; '), faults)
}
