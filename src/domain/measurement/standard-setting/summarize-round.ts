import type { Bank } from '../../bank/bank.ts'
import { indexOf } from '../../bank/bank-index.ts'
import type { Finding } from '../../bank/finding.ts'
import { parametersOf } from '../item-parameters.ts'
import type { LevelSummary } from './level-summary.ts'
import type { PanelItem, PanelLevel, PanelMethod } from './panel.ts'
import { panelFinding } from './panel-findings.ts'
import { type AngoffRating, type RatedItem, summarizeAngoff } from './summarize-angoff.ts'
import { type Bookmark, orderedBooklet } from './summarize-bookmark.ts'
import { summarizeBookmarkLevel } from './summarize-bookmark-level.ts'

export interface LevelRating extends AngoffRating {
  readonly level: string
}

/** What judges said in a round; a panel has the one or the other. */
export interface RoundAnswers {
  readonly ratings: readonly LevelRating[]
  readonly bookmarks: readonly Bookmark[]
}

interface JudgedPanel {
  readonly method: PanelMethod
  readonly levels: readonly PanelLevel[]
  readonly items: readonly PanelItem[]
}

/** What a round came to at each of the panel's levels, from the lowest up. */
export function summarizeRound(
  panel: JudgedPanel,
  bank: Bank,
  { ratings, bookmarks }: RoundAnswers,
): LevelSummary[] {
  const items = panel.items.map(({ item, observed }) => ratedItem(bank, item, observed))
  const levels = panel.levels.map(({ id }) => id)
  if (panel.method === 'bookmark') {
    const findings = findingsOfOrder(panel.items, bank)
    return levels.map((level, index) => {
      const summary = summarizeBookmarkLevel(items, bookmarks, { level, levels })
      // Said once, with the lowest level: it is of the booklet.
      return index > 0 ? summary : { ...summary, findings: [...summary.findings, ...findings] }
    })
  }
  return levels.map((level) => {
    const ofLevel = ratings.filter((one) => one.level === level)
    const { judges, ...summary } = summarizeAngoff(items, ofLevel)
    return { level, ...summary, judges: judges.map((judge) => ({ ...judge, page: null })) }
  })
}

/** A booklet is only as right as the difficulties it is sorted by. */
function findingsOfOrder(items: readonly PanelItem[], bank: Bank): Finding[] {
  const assumed = items.filter(({ item }) => {
    const found = indexOf(bank).items.get(item)
    return found !== undefined && parametersOf(found).provenance === 'prior'
  }).length
  if (assumed === 0) return []
  const message = {
    'zh-CN': `${items.length} 题中有 ${assumed} 题的难度未经测量：题册的顺序和分数线都建立在假定之上`,
    en: `The difficulty of ${assumed} of ${items.length} items was never measured: the order of the booklet and the cut rest on an assumption`,
  }
  return [panelFinding('order-assumed', message)]
}

/** Items of a bank as a bookmark panel's booklet: the easiest first, and those with no place. */
export function orderForBookmarks(
  bank: Bank,
  itemIds: readonly string[],
): { readonly ordered: readonly string[]; readonly placeless: readonly string[] } {
  const { pages } = orderedBooklet(itemIds.map((id) => ratedItem(bank, id, null)))
  const ordered = pages.map(({ item }) => item)
  return { ordered, placeless: itemIds.filter((id) => !ordered.includes(id)) }
}

function ratedItem(bank: Bank, item: string, observed: number | null): RatedItem {
  const found = indexOf(bank).items.get(item)
  if (!found) throw new Error(`the bank has no item ${item}`)
  return { item, observed, parameters: parametersOf(found).values }
}
