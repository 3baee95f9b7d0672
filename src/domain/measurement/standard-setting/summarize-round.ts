import type { Bank } from '../../bank/bank.ts'
import { indexOf } from '../../bank/bank-index.ts'
import { parametersOf } from '../item-parameters.ts'
import type { PanelItem, PanelLevel } from './panel.ts'
import { type AngoffRating, type AngoffSummary, summarizeAngoff } from './summarize-angoff.ts'

export interface LevelRating extends AngoffRating {
  readonly level: string
}

/** What a round came to at each of the panel's levels, from the lowest up. */
export function summarizeRound(
  panel: { readonly levels: readonly PanelLevel[]; readonly items: readonly PanelItem[] },
  bank: Bank,
  ratings: readonly LevelRating[],
): { readonly level: string; readonly summary: AngoffSummary }[] {
  const items = panel.items.map(({ item, observed }) => {
    const found = indexOf(bank).items.get(item)
    if (!found) throw new Error(`the bank has no item ${item}`)
    return { item, observed, parameters: parametersOf(found).values }
  })
  return panel.levels.map(({ id }) => ({
    level: id,
    summary: summarizeAngoff(
      items,
      ratings.filter(({ level }) => level === id),
    ),
  }))
}
