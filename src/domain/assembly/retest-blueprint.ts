import type { Bank } from '../bank/bank.ts'
import type { Blueprint } from './blueprint.ts'
import { eligibleItems } from './cells.ts'
import { shortenBlueprint } from './shorten-blueprint.ts'

/** Items of a re-test that should count in a comparison: fewer tell little. */
const WANTED = 15
/** Shares of the items that are tried, the shortest first. */
const SHARES = [0.5, 0.6, 0.7, 0.8, 0.9, 1]
/** So many times as many measured items as a cell needs, and it does without the others. */
const ENOUGH = 2

interface Planned {
  readonly bank: Bank
  /** Of the exam that is verified. */
  readonly blueprint: Blueprint
  /** Ids of the items whose parameters are measured; no others can be compared. */
  readonly measured: ReadonlySet<string>
}

/**
 * The blueprint of a re-test: half the items, or as many more as it takes for fifteen of them to
 * count in the mean, and all of them where the bank is too small. Cells that can do with measured
 * items alone leave the others out.
 */
export function retestBlueprint({ bank, blueprint, measured }: Planned): Blueprint {
  const plans = SHARES.map((share) =>
    preferMeasured(bank, shortenBlueprint(blueprint, share), measured),
  )
  const found = plans.find(
    (retest) => expectedCounted({ bank, blueprint, measured }, retest) >= WANTED,
  )
  return found ?? (plans.at(-1) as Blueprint)
}

function preferMeasured(bank: Bank, retest: Blueprint, measured: ReadonlySet<string>): Blueprint {
  const pools = eligibleItems(bank, retest)
  const without = retest.cells.flatMap(({ itemCount }, index) => {
    const pool = pools[index] ?? []
    const others = pool.filter(({ id }) => !measured.has(id))
    return pool.length - others.length >= ENOUGH * itemCount ? others.map(({ id }) => id) : []
  })
  if (without.length === 0) return retest
  const exclude = [...new Set([...(retest.constraints?.exclude ?? []), ...without])]
  return { ...retest, constraints: { ...retest.constraints, exclude } }
}

/**
 * Items of a re-test, in the mean, that are measured and did not stand on a form drawn before from
 * the same cells, each cell drawn evenly: of a cell's N items m were seen, and a share s of those
 * that the re-test draws from is measured, so that n drawn ones hold n s (1 - m / N).
 */
export function expectedCounted({ bank, blueprint, measured }: Planned, retest: Blueprint): number {
  const [seenFrom, drawnFrom] = [eligibleItems(bank, blueprint), eligibleItems(bank, retest)]
  return blueprint.cells.reduce((sum, { itemCount }, index) => {
    const [before, now] = [seenFrom[index] ?? [], drawnFrom[index] ?? []]
    if (before.length === 0 || now.length === 0) return sum
    const share = now.filter(({ id }) => measured.has(id)).length / now.length
    const drawn = retest.cells[index]?.itemCount ?? 0
    return sum + drawn * share * (1 - Math.min(1, itemCount / before.length))
  }, 0)
}
