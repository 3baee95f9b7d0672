import type { Bank } from './bank.ts'
import { COGNITIVE_LEVELS, type CognitiveLevel } from './item.ts'
import { ITEM_TYPES, type ItemType } from './item-type.ts'

/** How many items a bank has for one competency at one level, by type. */
export interface CoverageRow {
  readonly competency: string
  readonly level: CognitiveLevel
  readonly total: number
  readonly byType: Readonly<Record<ItemType, number>>
}

/** Every competency at every level, also where the bank has nothing: gaps must show. */
export function coverageOf(bank: Bank): CoverageRow[] {
  return bank.competencies.flatMap(({ id }) =>
    COGNITIVE_LEVELS.map((level): CoverageRow => {
      const items = bank.items.filter((item) => item.competency === id && item.level === level)
      const counts = ITEM_TYPES.map((type): [ItemType, number] => [
        type,
        items.filter((item) => item.type === type).length,
      ])
      const byType = Object.fromEntries(counts) as Record<ItemType, number>
      return { competency: id, level, total: items.length, byType }
    }),
  )
}
