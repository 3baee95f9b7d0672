import type { Bank } from '../bank/bank.ts'
import type { Blueprint } from './blueprint.ts'
import { eligibleItems, enemiesAmong } from './cells.ts'
import { type EnemyGraph, enemyGroups, widestChoices } from './widest-choices.ts'

/**
 * How many items a cell needs, has, and could have on one form without enemies meeting (at least
 * as many, where the verdict is `unproven`).
 */
export interface CellSupply {
  readonly needed: number
  readonly eligible: number
  readonly usable: number
}

export interface Feasibility {
  /** In blueprint order. */
  readonly cells: readonly CellSupply[]
  /** `unproven` where the enemies are too tangled to search through within the limit. */
  readonly verdict: 'feasible' | 'infeasible' | 'unproven'
  /** Items each cell lacks in a form that lacks as few as possible; all 0 when feasible. */
  readonly missing: readonly number[]
}

const STATE_LIMIT = 5000

/**
 * Whether a bank can fill a blueprint without enemies meeting. Exact: enemies fall into separate
 * groups; for each group every widest choice without an enemy pair is enumerated, and the
 * groups that reach across cells are combined. Past the limits it says `unproven`, with what a
 * greedy choice is sure to reach.
 */
export function feasibilityOf(bank: Bank, blueprint: Blueprint): Feasibility {
  const eligible = eligibleItems(bank, blueprint)
  const items = eligible.flat()
  const graph: EnemyGraph = {
    cellOf: eligible.flatMap((cellItems, cell) => cellItems.map(() => cell)),
    enemies: enemiesAmong(items),
    cellCount: eligible.length,
  }
  const needed = blueprint.cells.map(({ itemCount }) => itemCount)
  const groups = enemyGroups(graph).map((group) => widestChoices(graph, group))
  const usable = groups.reduce((sum, { choices }) => plus(sum, highest(choices)), zeros(graph))
  const combined = combine(
    groups.map(({ choices }) => choices),
    needed,
  )
  const missing = fewestMissing(combined.states, needed)
  const exact = combined.exact && groups.every((group) => group.exact)
  const feasible = missing.every((count) => count === 0)
  return {
    cells: needed.map((count, cell) => ({
      needed: count,
      eligible: eligible[cell]?.length ?? 0,
      usable: usable[cell] ?? 0,
    })),
    verdict: feasible ? 'feasible' : exact ? 'infeasible' : 'unproven',
    missing,
  }
}

type Counts = readonly number[]

function zeros({ cellCount }: EnemyGraph): Counts {
  return Array.from({ length: cellCount }, () => 0)
}

function plus(left: Counts, right: Counts): Counts {
  return left.map((count, cell) => count + (right[cell] ?? 0))
}

function highest(choices: readonly Counts[]): Counts {
  return choices.reduce((best, choice) =>
    best.map((count, cell) => Math.max(count, choice[cell] ?? 0)),
  )
}

/** Every sum of one choice per group, no cell counted beyond its need. */
function combine(
  groups: readonly (readonly Counts[])[],
  needed: Counts,
): { readonly states: readonly Counts[]; readonly exact: boolean } {
  const settled = groups.flatMap((choices) => (choices.length === 1 ? choices : []))
  const none = needed.map(() => 0)
  let states: readonly Counts[] = [capped(settled.reduce(plus, none), needed)]
  let exact = true
  for (const choices of groups.filter(({ length }) => length > 1)) {
    const next = new Map<string, Counts>()
    for (const state of states) {
      for (const choice of choices) {
        const sum = capped(plus(state, choice), needed)
        next.set(sum.join(), sum)
      }
    }
    states = [...next.values()]
    if (states.length > STATE_LIMIT) {
      exact = false
      states = states.toSorted((left, right) => total(right) - total(left)).slice(0, STATE_LIMIT)
    }
  }
  return { states, exact }
}

function capped(counts: Counts, limits: Counts): Counts {
  return counts.map((count, cell) => Math.min(count, limits[cell] ?? 0))
}

function fewestMissing(states: readonly Counts[], needed: Counts): Counts {
  const fullest = states.reduce((best, state) => (total(state) > total(best) ? state : best))
  return needed.map((count, cell) => count - (fullest[cell] ?? 0))
}

function total(counts: Counts): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
