import { type Random, shuffle } from '../random.ts'
import { excessOf, type FormLimits, figureOf } from './form-limits.ts'
import type { Pool } from './pick-items.ts'

/** What a repair keeps to. */
export interface RepairRules {
  readonly pool: Pool
  /** Hard limits first, then those of parity. */
  readonly form: FormLimits
  readonly hardCount: number
  /** Items that stay on every form. */
  readonly fixed: ReadonlySet<number>
}

export interface Repaired {
  readonly chosen: readonly number[]
  /** Indexes of the hard limits that are still broken. */
  readonly broken: readonly number[]
}

/** One hard limit off by its unit weighs as much as this many tolerances of parity. */
const HARD_WEIGHT = 4
const SWAP_LIMIT = 200
/** How many other items of the cell are tried for a place; few first, so that many get a turn. */
const REACHES = [6, 30, Number.POSITIVE_INFINITY] as const
/** Limits count as kept within this; far below the rounding of checks, far above that of sums. */
const SLACK = 1e-9

interface State {
  readonly rules: RepairRules
  /** Items by place; a place keeps its cell. */
  readonly chosen: number[]
  readonly onForm: Uint8Array
  /** How many items on the form each item has as enemies. */
  readonly blockers: Uint16Array
  values: readonly number[]
  penalty: number
}

/**
 * Swaps items for others of their cell, none of them enemies, as long as that brings the form
 * nearer to its limits: local descent, place by place in random order. `candidates` are the items
 * of each cell in the order of this draw; earlier ones are preferred.
 */
export function repairForm(
  rules: RepairRules,
  drawn: {
    readonly chosen: readonly number[]
    readonly candidates: readonly (readonly number[])[]
  },
  random: Random,
): Repaired {
  const state = stateOf(rules, drawn.chosen)
  let swaps = 0
  for (const reach of REACHES) {
    // The whole cell is searched for a constraint only: parity is not worth the time.
    if (reach === Number.POSITIVE_INFINITY && brokenIn(state).length === 0) break
    let improved = true
    while (improved && state.penalty > 0 && swaps < SWAP_LIMIT) {
      improved = false
      for (const place of shuffle([...state.chosen.keys()], random)) {
        if (state.penalty === 0) break
        if (!improvePlace(state, place, { candidates: drawn.candidates, reach })) continue
        improved = true
        swaps += 1
      }
    }
  }
  return { chosen: state.chosen, broken: brokenIn(state) }
}

function brokenIn({ rules, values }: State): number[] {
  const hard = rules.form.limits.slice(0, rules.hardCount)
  return hard.flatMap((limit, index) =>
    excessOf(limit, values[index] ?? 0) > SLACK ? [index] : [],
  )
}

function stateOf(rules: RepairRules, chosen: readonly number[]): State {
  const count = rules.pool.cellOf.length
  const [onForm, blockers] = [new Uint8Array(count), new Uint16Array(count)]
  for (const item of chosen) {
    onForm[item] = 1
    for (const enemy of rules.pool.enemies[item] ?? []) blockers[enemy] = (blockers[enemy] ?? 0) + 1
  }
  const state: State = { rules, chosen: [...chosen], onForm, blockers, values: [], penalty: 0 }
  measure(state)
  return state
}

/** Figures anew after each swap, so that rounding never adds up. */
function measure(state: State): void {
  const { form } = state.rules
  state.values = form.limits.map((limit) => figureOf(form, limit, state.chosen))
  state.penalty = state.values.reduce(
    (sum, value, index) => sum + penaltyOf(state, index, value),
    0,
  )
}

function penaltyOf({ rules }: State, index: number, value: number): number {
  const limit = rules.form.limits[index]
  if (!limit) return 0
  const excess = excessOf(limit, value)
  if (excess <= SLACK) return 0
  return (excess / limit.unit) * (index < rules.hardCount ? HARD_WEIGHT : 1)
}

/** Puts the best of the tried items at a place; false when none is better than what is there. */
function improvePlace(
  state: State,
  place: number,
  { candidates, reach }: { candidates: readonly (readonly number[])[]; reach: number },
): boolean {
  const { pool, fixed } = state.rules
  const out = state.chosen[place] ?? -1
  if (fixed.has(out)) return false
  let best = { item: -1, penalty: state.penalty - SLACK }
  let tried = 0
  for (const item of candidates[pool.cellOf[out] ?? -1] ?? []) {
    if (tried >= reach || best.penalty === 0) break
    if (state.onForm[item] === 1 || isBlocked(state, item, out)) continue
    tried += 1
    const penalty = penaltyAfter(state, place, { item, limit: best.penalty })
    if (penalty < best.penalty) best = { item, penalty }
  }
  if (best.item < 0) return false
  swap(state, place, best.item)
  return true
}

function isBlocked({ rules, blockers }: State, item: number, out: number): boolean {
  const count = blockers[item] ?? 0
  return count > 1 || (count === 1 && !rules.pool.enemies[item]?.includes(out))
}

/** The penalty with another item at a place; stops adding once it is above the given limit. */
function penaltyAfter(
  state: State,
  place: number,
  { item, limit: enough }: { item: number; limit: number },
): number {
  const { form } = state.rules
  const out = state.chosen[place] ?? -1
  const touchesStimuli = (form.stimulusOf[out] ?? -1) >= 0 || (form.stimulusOf[item] ?? -1) >= 0
  const after = touchesStimuli ? state.chosen.with(place, item) : null
  let sum = 0
  for (let index = 0; index < form.limits.length && sum < enough; index += 1) {
    const limit = form.limits[index]
    if (!limit) continue
    const value =
      after && limit.kind !== 'sum'
        ? figureOf(form, limit, after)
        : (state.values[index] ?? 0) + (limit.amounts[item] ?? 0) - (limit.amounts[out] ?? 0)
    sum += penaltyOf(state, index, value)
  }
  return sum
}

function swap(state: State, place: number, item: number): void {
  const { enemies } = state.rules.pool
  const out = state.chosen[place] ?? -1
  state.onForm[out] = 0
  state.onForm[item] = 1
  for (const enemy of enemies[out] ?? []) state.blockers[enemy] = (state.blockers[enemy] ?? 0) - 1
  for (const enemy of enemies[item] ?? []) state.blockers[enemy] = (state.blockers[enemy] ?? 0) + 1
  state.chosen[place] = item
  measure(state)
}
