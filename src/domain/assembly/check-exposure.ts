import type { Bank } from '../bank/bank.ts'
import { type Finding, say } from '../bank/finding.ts'
import type { Blueprint } from './blueprint.ts'
import { cellKey, eligibleItems, includedItems } from './cells.ts'
import { CHANCE } from './overlap.ts'
import type { TrialDraws } from './trial-draws.ts'

/** What counting alone shows, and what trial draws show beyond it. */
interface Checked {
  readonly proven: Finding[]
  readonly tried: (trials: TrialDraws) => Finding[]
}

interface OpenCell {
  readonly index: number
  readonly key: string
  /** Items drawn by chance, and how many there are to draw them from. */
  readonly needed: number
  readonly available: number
}

function openCells(bank: Bank, blueprint: Blueprint): OpenCell[] {
  const included = includedItems(blueprint)
  return eligibleItems(bank, blueprint).flatMap((items, index) => {
    const cell = blueprint.cells[index]
    if (!cell) return []
    const sure = items.filter(({ id }) => included.has(id)).length
    const [needed, available] = [cell.itemCount - sure, items.length - sure]
    return [{ index, key: cellKey(cell), needed, available }]
  })
}

/**
 * Exposure cap. The rates of a cell's items add up to the number it needs, so a cell of n items
 * that needs k has an item on at least k / n of all forms, whatever the draw.
 */
export function checkExposure(blueprint: Blueprint, bank: Bank): Checked {
  const cap = blueprint.constraints?.exposureCap
  if (cap === undefined) return { proven: [], tried: () => [] }
  const short = openCells(bank, blueprint).flatMap(({ index, key, needed, available }) => {
    // Rounded before it is compared: 3 / 0.3 is a little more than 10.
    const wanted = Math.ceil(Math.round((needed / cap) * 1e9) / 1e9)
    if (needed <= 0 || wanted <= available) return []
    const lacking = wanted - available
    const message = say(
      `每卷从 ${key} 的 ${available} 题中抽 ${needed} 题，平均曝光率 ${percent(needed / available)}，超过上限 ${percent(cap)}：请再编写 ${lacking} 题，或提高上限`,
      `each form takes ${needed} of ${available} items of ${key}, so they are seen by ${percent(needed / available)} on average, above the cap of ${percent(cap)}: write ${lacking} more for ${key}, or raise the cap`,
    )
    return [finding('error', `/cells/${index}/itemCount`, 'exposure-cap', message)]
  })
  return {
    proven: [...short, ...includedAboveCap(blueprint, cap)],
    tried: (trials) => triedExposure(trials, cap, includedItems(blueprint)),
  }
}

function includedAboveCap(blueprint: Blueprint, cap: number): Finding[] {
  const count = includedItems(blueprint).size
  if (count === 0 || cap >= 1) return []
  const message = say(
    `${count} 道必选题出现在每份试卷上，曝光率上限对它们不起作用`,
    `the ${count} included items stand on every form: the exposure cap does not hold for them`,
  )
  return [finding('warning', '/constraints/include', 'included-above-cap', message)]
}

function triedExposure(
  { rates, draws, refused }: TrialDraws,
  cap: number,
  included: ReadonlySet<string>,
): Finding[] {
  const chance = CHANCE * Math.sqrt((cap * (1 - cap)) / Math.max(1, draws - refused))
  const above = [...rates].filter(([id, rate]) => !included.has(id) && rate > cap + chance)
  if (above.length === 0) return []
  const most = Math.max(...above.map(([, rate]) => rate))
  const ids = above.map(([id]) => id).slice(0, 5)
  const message = say(
    `试抽中有 ${above.length} 题的曝光率超过上限 ${percent(cap)}（最高 ${percent(most)}：${ids.join('、')}）：其他约束使这些题难以替代，请编写同类题`,
    `in trial draws ${above.length} items are seen by more than the cap of ${percent(cap)} (at most ${percent(most)}: ${ids.join(', ')}): the other constraints leave too few in their place; write items like them`,
  )
  return [finding('error', '/constraints/exposureCap', 'exposure-cap', message)]
}

/**
 * Overlap limit. Two forms share on average the sum of the squared rates (each item is on both
 * with rate x rate); that is least when a cell's items come up equally often: k^2 / n a cell.
 * Draws that share more than allowed are steered towards that, see `steerOverlap`.
 */
export function checkOverlap(blueprint: Blueprint, bank: Bank): Checked {
  const limit = blueprint.constraints?.overlapLimit
  if (limit === undefined) return { proven: [], tried: () => [] }
  const cells = openCells(bank, blueprint)
  const itemCount = blueprint.cells.reduce((sum, cell) => sum + cell.itemCount, 0)
  const sure = includedItems(blueprint).size
  const leastShared = sure + sharedIn(cells)
  const proven = leastShared > limit * itemCount + 1e-9
  return {
    proven: proven ? [shortForOverlap(cells, { limit, itemCount, sure })] : [],
    tried: ({ overlap, overlapError }) => {
      if (overlap <= limit + CHANCE * overlapError) return []
      // Draws are steered already: this is as little as was found to be possible.
      const message = say(
        `即使尽量多用少见的题，试抽中两份试卷平均仍有 ${percent(overlap)} 的题相同，超过上限 ${percent(limit)}：其他约束偏向少数题，请编写同类题、放宽这些约束，或提高上限`,
        `in trial draws two forms have on average ${percent(overlap)} of their items in common, although rare items are preferred, above the limit of ${percent(limit)}: the other constraints favour few items; write items like them, widen those constraints, or raise the limit`,
      )
      return [finding('error', '/constraints/overlapLimit', 'overlap-limit', message)]
    },
  }
}

function sharedIn(cells: readonly OpenCell[]): number {
  return cells.reduce((sum, { needed, available }) => sum + needed ** 2 / Math.max(1, available), 0)
}

function shortForOverlap(
  cells: readonly OpenCell[],
  at: { readonly limit: number; readonly itemCount: number; readonly sure: number },
): Finding {
  const { limit, itemCount, sure } = at
  const share = percent((sure + sharedIn(cells)) / itemCount)
  const lacking = itemsForOverlap(cells, limit * itemCount - sure)
  const zh = lacking
    ? `请再编写 ${lacking.map(({ key, count }) => `${key} ${count} 题`).join('、')}，或提高上限`
    : '请减少必选题，或提高上限'
  const en = lacking
    ? `write ${lacking.map(({ key, count }) => `${count} more for ${key}`).join(', ')}, or raise the limit`
    : 'include fewer items, or raise the limit'
  const message = say(
    `两份试卷平均至少有 ${share} 的题相同，超过上限 ${percent(limit)}：${zh}`,
    `two forms have on average at least ${share} of their items in common, above the limit of ${percent(limit)}: ${en}`,
  )
  return finding('error', '/constraints/overlapLimit', 'overlap-limit', message)
}

/** Fewest further items with which cells share no more than allowed; null when none suffice. */
function itemsForOverlap(
  cells: readonly OpenCell[],
  allowed: number,
): readonly { readonly key: string; readonly count: number }[] | null {
  if (allowed <= 0) return null
  const grown = cells.map((cell) => ({ ...cell, count: 0 }))
  // The share falls convexly in the number of items, so the best next item is always right.
  for (let added = 0; sharedIn(grown) > allowed + 1e-9; added += 1) {
    if (added > 100_000) return null
    const gainOf = ({ needed, available }: OpenCell) => needed ** 2 / (available * (available + 1))
    const best = grown.reduce((most, cell) => (gainOf(cell) > gainOf(most) ? cell : most))
    Object.assign(best, { available: best.available + 1, count: best.count + 1 })
  }
  return grown.filter(({ count }) => count > 0)
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`
}

function finding(
  severity: Finding['severity'],
  pointer: string,
  code: string,
  message: Finding['message'],
): Finding {
  return { pointer, item: null, severity, code, message }
}
