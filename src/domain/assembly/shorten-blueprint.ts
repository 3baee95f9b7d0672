import type { LocalizedText } from '../text.ts'
import type { Blueprint, BlueprintCell } from './blueprint.ts'

/** Items below which a re-test says little; shorter exams keep their length. */
const FEWEST_ITEMS = 15

const SUFFIX: LocalizedText = { 'zh-CN': '（复测）', en: ' (re-test)' }

/**
 * The blueprint of a shorter re-test on the same scale: about `share` (0 to 1) of the items, but at
 * least 15 and one a cell, in the same proportions; the same levels; time in proportion, in whole
 * minutes. Everybody draws an own form. Constraints on counts or sums of a whole form mean another
 * form and are left out, as are items everybody had; what is excluded stays so, and the cap on
 * exposure too, which fewer items don't make harder to keep.
 */
export function shortenBlueprint(blueprint: Blueprint, share: number): Blueprint {
  const { format, title, post, levels, passingLevel, tolerance, timeLimitSeconds } = blueprint
  const before = itemsIn(blueprint.cells)
  const wanted = Math.max(FEWEST_ITEMS, blueprint.cells.length, Math.round(share * before))
  const cells = sharedOut(blueprint.cells, Math.min(before, wanted))
  const after = itemsIn(cells)
  return {
    ...{ format, post, levels, passingLevel, cells },
    title: withSuffix(title),
    // Multiplied first: whole minutes stay whole.
    timeLimitSeconds: 60 * Math.max(1, Math.ceil((timeLimitSeconds * after) / (60 * before))),
    tolerance: { ...tolerance, expectedScore: scaled(tolerance.expectedScore, after / before) },
    ...keptConstraints(blueprint),
  }
}

function itemsIn(cells: readonly BlueprintCell[]): number {
  return cells.reduce((sum, { itemCount }) => sum + itemCount, 0)
}

/**
 * So many items over the cells by their counts: largest remainders (Hamilton), the first cell of
 * equal ones. Cells due less than one item get one, and the others share what is left.
 */
function sharedOut(cells: readonly BlueprintCell[], wanted: number): BlueprintCell[] {
  const small = new Set<BlueprintCell>()
  for (;;) {
    const open = cells.filter((cell) => !small.has(cell))
    const [left, among] = [wanted - small.size, itemsIn(open)]
    const tooSmall = open.filter(({ itemCount }) => itemCount * left < among)
    if (tooSmall.length === 0) {
      const counts = largestRemainders(open, left)
      return cells.map((cell) => ({ ...cell, itemCount: counts.get(cell) ?? 1 }))
    }
    for (const cell of tooSmall) small.add(cell)
  }
}

function largestRemainders(
  cells: readonly BlueprintCell[],
  wanted: number,
): ReadonlyMap<BlueprintCell, number> {
  const among = itemsIn(cells)
  const due = cells.map((cell) => {
    const product = cell.itemCount * wanted
    // In whole numbers, so that equal remainders are equal.
    return { cell, whole: Math.floor(product / among), remainder: product % among }
  })
  const spare = wanted - due.reduce((sum, { whole }) => sum + whole, 0)
  const byRemainder = due.toSorted((one, other) => other.remainder - one.remainder)
  return new Map(
    byRemainder.map(({ cell, whole }, rank) => [cell, rank < spare ? whole + 1 : whole]),
  )
}

/**
 * Items by which an expected score may be off, for another length: with its root, as the error of
 * a score grows. So forms stay as comparable against that error, and as easy to draw.
 */
function scaled(expectedScore: number, ratio: number): number {
  return ratio === 1
    ? expectedScore
    : Math.max(0.01, Math.round(100 * expectedScore * Math.sqrt(ratio)) / 100)
}

function withSuffix(title: LocalizedText): LocalizedText {
  const add = (text: string, suffix: string) => (text.endsWith(suffix) ? text : text + suffix)
  return { 'zh-CN': add(title['zh-CN'], SUFFIX['zh-CN']), en: add(title.en, SUFFIX.en) }
}

function keptConstraints({ constraints }: Blueprint): Pick<Blueprint, 'constraints'> {
  const { exclude, exposureCap } = constraints ?? {}
  if (exclude === undefined && exposureCap === undefined) return {}
  return {
    constraints: {
      ...(exclude === undefined ? {} : { exclude: [...exclude] }),
      ...(exposureCap === undefined ? {} : { exposureCap }),
    },
  }
}
