import type { Item } from '../../bank/item.ts'
import type { parametersOf } from '../../measurement/item-parameters.ts'
import { information } from '../../measurement/item-response.ts'
import { seededRandom, shuffle } from '../../random.ts'
import type { AdaptiveDelivery, Blueprint } from '../blueprint.ts'
import { type Pool, pickItems } from '../pick-items.ts'

/** What all adaptive attempts of an exam choose from; items by index into one list. */
export interface Supply {
  readonly blueprint: Blueprint
  readonly delivery: AdaptiveDelivery
  readonly items: readonly Item[]
  readonly parameters: readonly ReturnType<typeof parametersOf>['values'][]
  /** Item indexes per cell. */
  readonly cells: readonly (readonly number[])[]
  readonly pool: Pool
  readonly mostItems: number
  readonly hasEnemies: boolean
}

export interface Standing {
  /** Item indexes in the order in which they were given. */
  readonly given: readonly number[]
  readonly theta: number
}

/**
 * The next item: from the cell that lags furthest behind its share of the blueprint, by chance
 * among the most informative ones there that leave the blueprint fillable without enemies. Null
 * when no cell that is not full has one left.
 */
export function chooseItem(supply: Supply, standing: Standing, seed: string): number | null {
  const random = seededRandom(seed, 'adaptive', String(standing.given.length))
  const closed = closedItems(supply, standing.given)
  for (const cell of cellsByLag(supply, standing.given, random)) {
    const open = (supply.cells[cell] ?? []).filter((index) => !closed.has(index))
    const chosen = drawInformative(supply, { ...standing, open }, random)
    if (chosen !== null) return chosen
  }
  return null
}

/** Items given already, and their enemies. */
function closedItems({ pool }: Supply, given: readonly number[]): Set<number> {
  return new Set(given.flatMap((index) => [index, ...(pool.enemies[index] ?? [])]))
}

/** The cells that are not full, the one furthest behind its share first, equals by chance. */
function cellsByLag(
  { pool, mostItems }: Supply,
  given: readonly number[],
  random: () => number,
): number[] {
  const counts = countByCell(pool, given)
  const cells = shuffle([...pool.needs.keys()], random)
  const lag = (cell: number): number =>
    ((pool.needs[cell] ?? 0) * (given.length + 1)) / mostItems - (counts[cell] ?? 0)
  return cells
    .filter((cell) => (counts[cell] ?? 0) < (pool.needs[cell] ?? 0))
    .map((cell) => ({ cell, lag: Math.round(lag(cell) * 1e9) }))
    .sort((one, other) => other.lag - one.lag)
    .map(({ cell }) => cell)
}

/** How many of the items each cell has. */
export function countByCell({ cellOf, needs }: Pool, given: readonly number[]): number[] {
  const counts = needs.map(() => 0)
  for (const index of given) {
    const cell = cellOf[index] ?? -1
    counts[cell] = (counts[cell] ?? 0) + 1
  }
  return counts
}

/** By chance from the most informative open items that leave the blueprint fillable. */
function drawInformative(
  supply: Supply,
  { open, given, theta }: Standing & { readonly open: readonly number[] },
  random: () => number,
): number | null {
  const { parameters, delivery } = supply
  const ranked = open
    .map((index) => {
      const values = parameters[index]
      return { index, told: values ? information(theta, values) : 0 }
    })
    .sort((one, other) => other.told - one.told || one.index - other.index)
    .map(({ index }) => index)
  const best = shuffle(ranked.slice(0, delivery.randomesque), random)
  const tried = [...best, ...ranked.slice(delivery.randomesque)]
  return tried.find((index) => canBeFilled(supply, [...given, index])) ?? tried[0] ?? null
}

/** Whether the blueprint can still be filled after these items without enemies meeting. */
function canBeFilled(supply: Supply, given: readonly number[]): boolean {
  const { pool, cells, hasEnemies } = supply
  if (!hasEnemies) return true
  const closed = closedItems(supply, given)
  const counts = countByCell(pool, given)
  const needs = pool.needs.map((need, cell) => need - (counts[cell] ?? 0))
  const open = cells.map((indexes) => indexes.filter((index) => !closed.has(index)))
  return pickItems({ ...pool, needs }, open).outcome !== 'impossible'
}
