/** Items of all cells with their enmities; everything by index into one list. */
export interface Pool {
  /** Index of the cell each item belongs to. */
  readonly cellOf: readonly number[]
  readonly enemies: readonly (readonly number[])[]
  /** How many items each cell needs. */
  readonly needs: readonly number[]
}

export type Picked =
  | { readonly outcome: 'picked'; readonly items: readonly number[] }
  /** Proven: no choice without an enemy pair exists. */
  | { readonly outcome: 'impossible' }
  /** The step limit was reached before either was known. */
  | { readonly outcome: 'gave-up' }

/** Items tried; a form takes at least one step per item. */
const STEP_LIMIT = 50_000

interface Search {
  readonly pool: Pool
  readonly candidates: readonly (readonly number[])[]
  readonly picked: number[]
  /** How many picked enemies each item has. */
  readonly blockers: number[]
  /** Items of each cell that no picked enemy blocks, and how many it still needs. */
  readonly free: number[]
  readonly missing: number[]
  steps: number
}

/**
 * Takes from each cell the first candidates that no picked item has as an enemy; goes back, with
 * forward checking, where that leaves a cell short. Without enemies it is a plain prefix.
 */
export function pickItems(pool: Pool, candidates: readonly (readonly number[])[]): Picked {
  const search: Search = {
    pool,
    candidates,
    picked: [],
    blockers: pool.cellOf.map(() => 0),
    free: candidates.map((items) => items.length),
    missing: [...pool.needs],
    steps: 0,
  }
  if (search.free.some((free, cell) => free < (search.missing[cell] ?? 0))) {
    return { outcome: 'impossible' }
  }
  return fill(search)
}

/** Depth first through cells and candidates; a loop, since a form may be longer than the stack. */
function fill(search: Search): Picked {
  const trail: { readonly cell: number; readonly place: number }[] = []
  let [cell, place] = [0, 0]
  while (cell < search.candidates.length) {
    if (search.missing[cell] === 0) {
      cell += 1
      place = 0
      continue
    }
    const taken = takeNext(search, cell, place)
    if (search.steps > STEP_LIMIT) return { outcome: 'gave-up' }
    if (taken !== null) {
      trail.push({ cell, place: taken })
      place = taken + 1
      continue
    }
    const last = trail.pop()
    if (!last) return { outcome: 'impossible' }
    putBack(search, search.candidates[last.cell]?.[last.place] ?? -1)
    cell = last.cell
    place = last.place + 1
  }
  return { outcome: 'picked', items: search.picked }
}

/** Picks the next candidate of a cell that leaves every cell fillable; its place, or null. */
function takeNext(search: Search, cell: number, start: number): number | null {
  const candidates = search.candidates[cell] ?? []
  const missing = search.missing[cell] ?? 0
  for (let place = start; place + missing <= candidates.length; place += 1) {
    const item = candidates[place] ?? -1
    if ((search.blockers[item] ?? 0) > 0) continue
    search.steps += 1
    if (take(search, item)) return place
    putBack(search, item)
    if (search.steps > STEP_LIMIT) return null
  }
  return null
}

/** Picks an item; false when a cell can no longer be filled. */
function take(search: Search, item: number): boolean {
  search.picked.push(item)
  add(search.missing, search.pool.cellOf[item], -1)
  add(search.free, search.pool.cellOf[item], -1)
  let possible = true
  for (const enemy of search.pool.enemies[item] ?? []) {
    const cell = search.pool.cellOf[enemy] ?? 0
    add(search.blockers, enemy, 1)
    if (search.blockers[enemy] !== 1) continue
    add(search.free, cell, -1)
    if ((search.free[cell] ?? 0) < (search.missing[cell] ?? 0)) possible = false
  }
  return possible
}

function putBack(search: Search, item: number): void {
  search.picked.pop()
  add(search.missing, search.pool.cellOf[item], 1)
  add(search.free, search.pool.cellOf[item], 1)
  for (const enemy of search.pool.enemies[item] ?? []) {
    add(search.blockers, enemy, -1)
    if (search.blockers[enemy] === 0) add(search.free, search.pool.cellOf[enemy], 1)
  }
}

function add(counts: number[], index: number | undefined, change: number): void {
  if (index !== undefined) counts[index] = (counts[index] ?? 0) + change
}
