import { holm } from '../../forensics/fusion/holm.ts'
import type { IntervalValue } from '../group-ability.ts'
import { welchTest } from './welch-test.ts'

/** A unit with what its people showed, without the prior. */
export interface RankedUnit {
  readonly id: string
  readonly abilities: readonly number[]
  /** The interval that is shown with it. */
  readonly interval: IntervalValue
}

/** Where a unit stands among others, as far as anybody can say. */
export interface Standing {
  /** Places it may hold; 1 is the highest. */
  readonly rank: { readonly from: number; readonly to: number }
  /** Units of one number are not to be ordered; 1 is the highest. */
  readonly group: number
}

/** At most this share of bulletins orders any two units that are alike. */
export const FALSE_ORDER_RATE = 0.05

/**
 * Which units may be told to stand above which. One stands above another only where Welch's test
 * says so, with the familywise error over all pairs held by Holm (1979), and where the intervals
 * shown do not overlap. The test is about units from which other people of the same kind could
 * have come: who happens to work there orders nobody. A rank is what the pairs leave open
 * (Mogstad et al. 2024, Review of Economic Studies 91:476); a group ends where all above it stand
 * above all below it.
 */
export function orderUnits(units: readonly RankedUnit[]): ReadonlyMap<string, Standing> {
  const pairs = units.flatMap((left, index) =>
    units.slice(index + 1).map((right) => ({ left, right })),
  )
  const tests = pairs.map(({ left, right }) => welchTest(left.abilities, right.abilities))
  const adjusted = holm(tests.map((test) => test?.p ?? null))
  const above = new Map(units.map(({ id }) => [id, new Set<string>()]))
  pairs.forEach(({ left, right }, index) => {
    const p = adjusted[index] ?? 1
    if (p >= FALSE_ORDER_RATE) return
    const isLeft = (tests[index]?.difference ?? 0) > 0
    const [higher, lower] = isLeft ? [left, right] : [right, left]
    if (higher.interval.low > lower.interval.high) above.get(lower.id)?.add(higher.id)
  })
  const groups = groupsOf(units, above)
  return new Map(
    units.map(({ id }) => {
      const from = 1 + (above.get(id)?.size ?? 0)
      const below = units.filter((other) => above.get(other.id)?.has(id)).length
      return [id, { rank: { from, to: units.length - below }, group: groups.get(id) ?? 1 }]
    }),
  )
}

/** Numbers runs of units by height; a new one begins where all before stand above all after. */
function groupsOf(
  units: readonly RankedUnit[],
  above: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, number> {
  const inOrder = units.toSorted((left, right) => right.interval.value - left.interval.value)
  let group = 1
  return new Map(
    inOrder.map(({ id }, index) => {
      const before = inOrder.slice(0, index)
      const isCut = inOrder
        .slice(index)
        .every((lower) => before.every((higher) => above.get(lower.id)?.has(higher.id)))
      if (index > 0 && isCut) group += 1
      return [id, group]
    }),
  )
}
