import { itemModelOf } from './item-models.ts'
import {
  differentiate,
  type FittedItem,
  type ItemCounts,
  type ItemPriors,
} from './maximize-item.ts'

const MOST_STEPS = 12
const SMALL_STEP = 1e-7

/**
 * M-step of models with one slope for all items, [a, d_i]: Fisher scoring over the slope and all
 * intercepts together, with halved steps. A prior on the slope counts once.
 */
export function maximizeShared(
  start: readonly Float64Array[],
  data: readonly ItemCounts[],
  priors: ItemPriors,
): Float64Array[] {
  const first: FittedItem = { model: itemModelOf('2pl'), hasGuessing: false, priors }
  const rest: FittedItem = { ...first, priors: { ...priors, logSlope: null } }
  const derive = (pairs: readonly Float64Array[]) =>
    pairs.map((pair, at) => differentiate(at === 0 ? first : rest, pair, data[at] as ItemCounts))
  let pairs: Float64Array[] = start.map((pair) => pair.slice())
  let current = derive(pairs)
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const move = moveOf(current)
    const value = sumOf(current)
    let share = 1
    let better: Float64Array[] = pairs
    let derived = current
    for (; share > 1e-4; share /= 2) {
      better = moveBy(pairs, move, share)
      if ((better[0]?.[0] ?? 0) <= 0) continue
      derived = derive(better)
      if (sumOf(derived) >= value - 1e-10) break
    }
    if (share <= 1e-4) return pairs
    pairs = better
    current = derived
    if (Math.max(...move.intercepts.map(Math.abs), Math.abs(move.slope)) < SMALL_STEP) return pairs
  }
  return pairs
}

type Derived = ReturnType<typeof differentiate>

interface Move {
  readonly slope: number
  readonly intercepts: readonly number[]
}

/** The system has an arrow's shape: the slope is solved first, then each intercept. */
function moveOf(derived: readonly Derived[]): Move {
  let [right, left] = [0, 0]
  for (const { gradient, information } of derived) {
    const [aa = 0, ad = 0, , dd = 1] = information
    right += (gradient[0] ?? 0) - (ad * (gradient[1] ?? 0)) / dd
    left += aa - (ad * ad) / dd
  }
  const slope = right / left
  return {
    slope,
    intercepts: derived.map(({ gradient, information }) => {
      const [, ad = 0, , dd = 1] = information
      return ((gradient[1] ?? 0) - ad * slope) / dd
    }),
  }
}

function sumOf(derived: readonly Derived[]): number {
  return derived.reduce((sum, { value }) => sum + value, 0)
}

function moveBy(pairs: readonly Float64Array[], move: Move, share: number): Float64Array[] {
  return pairs.map(([a = 1, d = 0], at) =>
    Float64Array.of(a + share * move.slope, d + share * (move.intercepts[at] ?? 0)),
  )
}
