import type { Item } from '../../../../domain/bank/item.ts'
import type { LocalizedText } from '../../../../domain/text.ts'

type TrueFalse = Extract<Item, { type: 'true-false' }>

/**
 * An item while it is written: texts may be empty, numbers NaN, and whether a statement is true
 * may be open. The service says what is missing.
 */
export type ItemDraft =
  | Exclude<Item, TrueFalse>
  | (Omit<TrueFalse, 'key'> & { key: boolean | null })
export type ItemType = Item['type']
type DraftOf<Type extends ItemType> = Extract<ItemDraft, { type: Type }>
/** What items of every type have. */
type Common = Omit<DraftOf<'true-false'>, 'type' | 'key'>

export const ITEM_TYPES = [
  'single-choice',
  'multiple-choice',
  'true-false',
  'numeric',
  'short-text',
  'ordering',
  'matching',
] as const satisfies readonly ItemType[]

/** Nothing written yet, in both languages. */
export const NO_TEXT: LocalizedText = { 'zh-CN': '', en: '' }

/** A new item of which only the place is known. */
export function newItem(place: Pick<Common, 'id' | 'competency'>): ItemDraft {
  return withType('single-choice', {
    ...place,
    level: 'know',
    posts: [],
    stem: NO_TEXT,
    rationale: NO_TEXT,
    source: { title: NO_TEXT, provision: NO_TEXT, checkedOn: '' },
    enemies: [],
  })
}

/** An item of a type, with nothing yet in what is the type's own. */
export function withType(type: ItemType, common: Common): ItemDraft {
  switch (type) {
    case 'single-choice':
      return { ...common, type, options: emptyParts('A', 'B', 'C', 'D'), key: '' }
    case 'multiple-choice':
      return { ...common, type, options: emptyParts('A', 'B', 'C', 'D'), key: [] }
    case 'true-false':
      return { ...common, type, key: null }
    case 'numeric':
      return { ...common, type, unit: NO_TEXT, key: { value: Number.NaN, tolerance: 0 } }
    case 'short-text':
      return { ...common, type, key: { accepted: [] } }
    case 'ordering':
      return { ...common, type, options: emptyParts('A', 'B', 'C'), key: ['A', 'B', 'C'] }
    case 'matching': {
      const prompts = emptyParts('P1', 'P2', 'P3')
      return { ...common, type, prompts, options: emptyParts('A', 'B', 'C'), key: {} }
    }
  }
}

const emptyParts = (...ids: readonly string[]) => ids.map((id) => ({ id, text: NO_TEXT }))

/** What an item has whatever its type; statistics of the old type say nothing about another. */
export function commonOf(item: ItemDraft): Common {
  const { id, competency, level, posts, stem, rationale, source, enemies } = item
  return {
    ...{ id, competency, level, posts, stem, rationale, source, enemies },
    ...(item.pictures === undefined ? {} : { pictures: item.pictures }),
    ...(item.stimulus === undefined ? {} : { stimulus: item.stimulus }),
  }
}

/** The item as it is sent: no spaces around texts, no wordings left empty. */
export function toSend(item: ItemDraft): ItemDraft {
  const bare = trimmed(item) as ItemDraft
  if (bare.type !== 'short-text') return bare
  return { ...bare, key: { accepted: bare.key.accepted.filter((text) => text !== '') } }
}

/** The very same value where nothing was to trim, so that pictures are not compared in full. */
function trimmed(value: unknown): unknown {
  if (typeof value === 'string') return value.trim()
  if (Array.isArray(value)) {
    const list = value.map(trimmed)
    return list.every((part, index) => part === value[index]) ? value : list
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, part]) => [name, part, trimmed(part)] as const)
  if (entries.every(([, before, after]) => Object.is(before, after))) return value
  return Object.fromEntries(entries.map(([name, , after]) => [name, after]))
}
