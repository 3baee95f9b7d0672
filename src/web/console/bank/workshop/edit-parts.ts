import type { Option } from '../../../../domain/bank/item.ts'
import { type ItemDraft, NO_TEXT } from './item-draft.ts'

/** Lists of an item whose parts can be added and taken away. */
export type PartList = 'options' | 'prompts'

/** The parts in one of an item's lists; null where its type has no such list. */
export function partsOf(item: ItemDraft, list: PartList): readonly Option[] | null {
  if (list === 'prompts') return item.type === 'matching' ? item.prompts : null
  return 'options' in item ? item.options : null
}

/** The item with other parts in one of its lists. */
export function withParts(item: ItemDraft, list: PartList, parts: Option[]): ItemDraft {
  if (list === 'prompts') return item.type === 'matching' ? { ...item, prompts: parts } : item
  return 'options' in item ? { ...item, options: parts } : item
}

/** The item with one more part, still empty; a new step to order comes last. */
export function withNewPart(item: ItemDraft, list: PartList): ItemDraft {
  const parts = partsOf(item, list) ?? []
  const id = freeId(
    list,
    parts.map((part) => part.id),
  )
  const grown = withParts(item, list, [...parts, { id, text: NO_TEXT }])
  return grown.type === 'ordering' ? { ...grown, key: [...grown.key, id] } : grown
}

/** Options are A, B, C, prompts P1, P2, P3; ten at most, so that there is always a free one. */
function freeId(list: PartList, taken: readonly string[]): string {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const names = list === 'options' ? letters : letters.map((_, index) => `P${index + 1}`)
  const free = names.find((name) => taken.every((id) => id.toUpperCase() !== name))
  if (free === undefined) throw new Error('a list has more parts than an item can have')
  return free
}

/** The item without a part, which its key no longer names. */
export function withoutPart(item: ItemDraft, list: PartList, id: string): ItemDraft {
  const parts = partsOf(item, list) ?? []
  const left = withParts(
    item,
    list,
    parts.filter((part) => part.id !== id),
  )
  if (left.type === 'single-choice') return left.key === id ? { ...left, key: '' } : left
  if (left.type === 'multiple-choice' || left.type === 'ordering') {
    return { ...left, key: left.key.filter((named) => named !== id) }
  }
  if (left.type !== 'matching') return left
  const pairs = Object.entries(left.key).filter(
    ([prompt, option]) => (list === 'prompts' ? prompt : option) !== id,
  )
  return { ...left, key: Object.fromEntries(pairs) }
}

/** The list with the part at a place put before or after its neighbour; as it was at an end. */
export function moved<Part>(parts: readonly Part[], place: number, by: -1 | 1): Part[] {
  const next = [...parts]
  const [part] = next.splice(place, 1)
  const to = place + by
  if (part === undefined || to < 0 || to >= parts.length) return [...parts]
  next.splice(to, 0, part)
  return next
}
