/** Items with their enmities, by index, and the cell each belongs to. */
export interface EnemyGraph {
  readonly cellOf: readonly number[]
  readonly enemies: readonly (readonly number[])[]
  readonly cellCount: number
}

/** How many items per cell a group of enemies can give, for every choice worth making. */
export interface WidestChoices {
  /** Counts per cell; no choice is at least as good as another in every cell. */
  readonly choices: readonly (readonly number[])[]
  /** False when the search was cut short; the choices are then possible, but not all there are. */
  readonly exact: boolean
}

/** Items looked at, and different counts found, before the search is cut short. */
const WORK_LIMIT = 2_000_000
const CHOICE_LIMIT = 2000

/** Groups of items that are enemies directly or through others; loners are groups of one. */
export function enemyGroups(graph: EnemyGraph): number[][] {
  const seen = new Set<number>()
  const groups: number[][] = []
  for (const start of graph.cellOf.keys()) {
    if (seen.has(start)) continue
    const group = [start]
    seen.add(start)
    for (const item of group) {
      for (const enemy of graph.enemies[item] ?? []) {
        if (seen.has(enemy)) continue
        seen.add(enemy)
        group.push(enemy)
      }
    }
    groups.push(group)
  }
  return groups
}

interface Search {
  readonly graph: EnemyGraph
  readonly oneCell: boolean
  readonly found: Map<string, readonly number[]>
  work: number
}

/**
 * Enumerates the independent sets of a group by branching on its most contested item: with it,
 * its enemies are out; without it, it is out itself.
 */
export function widestChoices(graph: EnemyGraph, group: readonly number[]): WidestChoices {
  const cells = new Set(group.map((item) => graph.cellOf[item]))
  const search: Search = { graph, oneCell: cells.size === 1, found: new Map(), work: 0 }
  const none = Array.from({ length: graph.cellCount }, () => 0)
  branch(search, new Set(group), none)
  const exact = !isCutShort(search)
  if (!exact) search.found.set('greedy', countsOf(graph, leastContested(graph, group)))
  return { choices: undominated([...search.found.values()]), exact }
}

function branch(search: Search, left: ReadonlySet<number>, counts: readonly number[]): void {
  if (isCutShort(search)) return
  const contested = nextToDecide(search, left)
  if (contested === null) {
    const complete = [...left].reduce(
      (sum, item) => plusOne(sum, search.graph.cellOf[item]),
      counts,
    )
    search.found.set(complete.join(), complete)
    return
  }
  const { item, enemies } = contested
  search.work += left.size
  const without = new Set(left)
  without.delete(item)
  const withIt = new Set(without)
  for (const enemy of enemies) withIt.delete(enemy)
  branch(search, withIt, plusOne(counts, search.graph.cellOf[item]))
  const forced = search.oneCell && enemies.length === 1
  if (!forced) branch(search, without, counts)
}

/** A choice that is possible for sure: again and again the item with the fewest enemies left. */
function leastContested(graph: EnemyGraph, group: readonly number[]): number[] {
  const left = new Map(group.map((item) => [item, graph.enemies[item]?.length ?? 0]))
  const chosen: number[] = []
  while (left.size > 0) {
    let least: readonly [number, number] = [-1, Number.POSITIVE_INFINITY]
    for (const entry of left) if (entry[1] < least[1]) least = entry
    const [item] = least
    chosen.push(item)
    left.delete(item)
    for (const enemy of graph.enemies[item] ?? []) {
      if (!left.delete(enemy)) continue
      for (const other of graph.enemies[enemy] ?? []) {
        const count = left.get(other)
        if (count !== undefined) left.set(other, count - 1)
      }
    }
  }
  return chosen
}

function countsOf(graph: EnemyGraph, items: readonly number[]): readonly number[] {
  const counts = Array.from({ length: graph.cellCount }, () => 0)
  for (const item of items) {
    const cell = graph.cellOf[item] ?? 0
    counts[cell] = (counts[cell] ?? 0) + 1
  }
  return counts
}

function isCutShort({ work, found }: Search): boolean {
  return work > WORK_LIMIT || found.size > CHOICE_LIMIT
}

/**
 * The item with the most enemies left, or null when no two are enemies. Within one cell an item
 * with a single enemy comes first: taking it is never worse than taking the enemy.
 */
function nextToDecide(
  search: Search,
  left: ReadonlySet<number>,
): { readonly item: number; readonly enemies: readonly number[] } | null {
  let most: { item: number; enemies: readonly number[] } | null = null
  for (const item of left) {
    const all = search.graph.enemies[item] ?? []
    search.work += 1 + all.length
    const enemies = all.filter((enemy) => left.has(enemy))
    if (search.oneCell && enemies.length === 1) return { item, enemies }
    if (enemies.length > (most?.enemies.length ?? 0)) most = { item, enemies }
  }
  return most
}

function undominated(choices: readonly (readonly number[])[]): (readonly number[])[] {
  return choices.filter(
    (choice) =>
      !choices.some(
        (other) => other !== choice && other.every((count, cell) => count >= (choice[cell] ?? 0)),
      ),
  )
}

function plusOne(counts: readonly number[], cell: number | undefined): readonly number[] {
  return counts.map((count, index) => (index === cell ? count + 1 : count))
}
