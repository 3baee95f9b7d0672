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

const STEP_LIMIT = 20_000

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
  const done = fill(search, 0, 0)
  if (done) return { outcome: 'picked', items: search.picked }
  return { outcome: search.steps > STEP_LIMIT ? 'gave-up' : 'impossible' }
}

/** Fills cells from `cell` on, with candidates from `start` on. */
function fill(search: Search, cell: number, start: number): boolean {
  const candidates = search.candidates[cell]
  if (!candidates) return true
  const missing = search.missing[cell] ?? 0
  if (missing === 0) return fill(search, cell + 1, 0)
  for (let place = start; place + missing <= candidates.length; place += 1) {
    const item = candidates[place] ?? -1
    if ((search.blockers[item] ?? 0) > 0) continue
    search.steps += 1
    if (search.steps > STEP_LIMIT) return false
    if (take(search, item) && fill(search, cell, place + 1)) return true
    if (search.steps > STEP_LIMIT) return false
    putBack(search, item)
  }
  return false
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
