import type { WorkshopPerformance } from '../../../../../domain/bank/workshop-health-views.ts'
import type { WorkshopExposure } from '../../../../../domain/bank/workshop-views.ts'

/** What is known of an item from exams. */
export interface ItemRecord {
  readonly itemId: string
  /** Forms and exams it was in; rehearsals are not counted. */
  readonly formCount: number
  readonly examCount: number
  readonly share: number | null
  /** From final exams; null before the first one it was presented in. */
  readonly result: WorkshopPerformance['items'][number] | null
}

/** Exposure and performance put together, an item a record. */
export function itemRecords(
  exposure: WorkshopExposure,
  performance: WorkshopPerformance,
): ItemRecord[] {
  const results = new Map(performance.items.map((item) => [item.itemId, item]))
  const seen = exposure.items.map((item) => ({ ...item, result: results.get(item.itemId) ?? null }))
  const known = new Set(seen.map(({ itemId }) => itemId))
  const others = performance.items
    .filter(({ itemId }) => !known.has(itemId))
    .map((result) => ({
      itemId: result.itemId,
      formCount: 0,
      examCount: 0,
      share: null,
      result,
    }))
  return [...seen, ...others]
}
