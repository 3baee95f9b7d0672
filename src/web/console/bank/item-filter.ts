import type { Item } from '../../../domain/bank/item.ts'
import type { ItemType } from '../../../domain/bank/item-type.ts'

export const ITEM_TYPE_KEYS = [
  'single-choice',
  'multiple-choice',
  'true-false',
  'numeric',
  'short-text',
  'ordering',
  'matching',
] as const satisfies readonly ItemType[]

/** What to look for; an empty text means anything. */
export interface ItemFilter {
  readonly search: string
  readonly competency: string
  readonly level: string
  readonly type: string
}

function textsOf(item: Item): string[] {
  const options = 'options' in item ? item.options.flatMap(({ text }) => Object.values(text)) : []
  return [
    item.id,
    ...Object.values(item.stem),
    ...Object.values(item.source.title),
    ...Object.values(item.source.provision),
    ...options,
  ]
}

/** The items that fit every part of a filter; searched in both languages. */
export function itemsFitting(items: readonly Item[], filter: ItemFilter): Item[] {
  const wanted = filter.search.trim().toLowerCase()
  const fits = (wish: string, value: string): boolean => wish === '' || wish === value
  return items.filter(
    (item) =>
      fits(filter.competency, item.competency) &&
      fits(filter.level, item.level) &&
      fits(filter.type, item.type) &&
      (wanted === '' || textsOf(item).some((text) => text.toLowerCase().includes(wanted))),
  )
}
