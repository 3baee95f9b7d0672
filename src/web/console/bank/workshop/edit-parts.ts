import type { Item, Option } from '../../../../domain/bank/item.ts'

/** Lists of an item whose parts can be added and taken away. */
export type PartList = 'options' | 'prompts'

/** The parts in one of an item's lists; null where its type has no such list. */
export function partsOf(item: Item, list: PartList): readonly Option[] | null {
  if (list === 'prompts') return item.type === 'matching' ? item.prompts : null
  return 'options' in item ? item.options : null
}

/** The item with other parts in one of its lists. */
export function withParts(item: Item, list: PartList, parts: Option[]): Item {
  if (list === 'prompts') return item.type === 'matching' ? { ...item, prompts: parts } : item
  return 'options' in item ? { ...item, options: parts } : item
}

/** The item with one more part, still empty; a new step to order comes last. */
export function withNewPart(item: Item, list: PartList): Item {
  const parts = partsOf(item, list) ?? []
  const id = freeId(parts.map((part) => part.id))
  const grown = withParts(item, list, [...parts, { id, text: { 'zh-CN': '', en: '' } }])
  return grown.type === 'ordering' ? { ...grown, key: [...grown.key, id] } : grown
}

function freeId(taken: readonly string[]): string {
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  return letters.find((letter) => !taken.includes(letter)) ?? `part-${taken.length + 1}`
}

/** The item without a part; its key no longer names it, save for the only right option. */
export function withoutPart(item: Item, list: PartList, id: string): Item {
  const parts = partsOf(item, list) ?? []
  const left = withParts(
    item,
    list,
    parts.filter((part) => part.id !== id),
  )
  if (left.type === 'multiple-choice' || left.type === 'ordering') {
    return { ...left, key: left.key.filter((named) => named !== id) }
  }
  if (left.type !== 'matching') return left
  const pairs = Object.entries(left.key).filter(
    ([prompt, option]) => (list === 'prompts' ? prompt : option) !== id,
  )
  return { ...left, key: Object.fromEntries(pairs) }
}
