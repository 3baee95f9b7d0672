import type { Item } from '../../../domain/bank/item.ts'

/**
 * So many items spread evenly over a bank sorted by competency and cognitive level, so that each
 * has its share; all of a smaller bank.
 */
export function spreadItems(
  items: readonly Pick<Item, 'id' | 'competency' | 'level'>[],
  count: number,
): string[] {
  const sorted = items.toSorted((left, right) => {
    const [one, other] = [left, right].map(({ competency, level }) => `${competency}/${level}`)
    return (one ?? '') < (other ?? '') ? -1 : (one ?? '') > (other ?? '') ? 1 : 0
  })
  if (count >= sorted.length) return sorted.map(({ id }) => id)
  return Array.from({ length: Math.max(0, Math.floor(count)) }, (_, place) => {
    return sorted[Math.floor(((place + 0.5) * sorted.length) / count)]?.id ?? ''
  })
}
