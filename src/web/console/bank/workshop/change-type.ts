import type { ItemPart } from './changed-parts.ts'
import { commonOf, type ItemDraft, type ItemType, withType } from './item-draft.ts'

/** An item of another type, and what the old one had that no longer fits. */
export interface TypeChange {
  readonly item: ItemDraft
  readonly lost: readonly ItemPart[]
}

/** Gives an item another type: options stay where there are options, a key where it says the same. */
export function changeType(item: ItemDraft, type: ItemType): TypeChange {
  const fresh = withType(type, commonOf(item))
  const keepsOptions = 'options' in fresh && 'options' in item && hasOptions(item)
  const withOptions = keepsOptions ? { ...fresh, options: item.options } : fresh
  const changed = withKey(withOptions, item)
  const lost: ItemPart[] = []
  if (hasOptions(item) && !('options' in changed)) lost.push('options')
  if (item.type === 'matching' && item.prompts.some(isWritten)) lost.push('prompts')
  if (item.type === 'numeric' && isWritten({ text: item.unit })) lost.push('unit')
  if (hasKey(item) && !keepsKey(item, type)) lost.push('key')
  if (item.parameters !== undefined || item.timeParameters !== undefined) lost.push('parameters')
  return { item: changed, lost }
}

function withKey(fresh: ItemDraft, before: ItemDraft): ItemDraft {
  if (fresh.type === 'ordering') return { ...fresh, key: fresh.options.map(({ id }) => id) }
  if (!keepsKey(before, fresh.type)) return fresh
  const right = rightOptions(before)
  if (fresh.type === 'multiple-choice') return { ...fresh, key: right }
  return fresh.type === 'single-choice' ? { ...fresh, key: right[0] ?? '' } : fresh
}

function rightOptions(item: ItemDraft): string[] {
  if (item.type === 'single-choice') return item.key === '' ? [] : [item.key]
  return item.type === 'multiple-choice' ? item.key : []
}

/** One right option is the same key whether one or several may be chosen. */
function keepsKey(item: ItemDraft, type: ItemType): boolean {
  if (item.type === 'single-choice') return type === 'multiple-choice'
  return item.type === 'multiple-choice' && type === 'single-choice' && item.key.length <= 1
}

function hasKey(item: ItemDraft): boolean {
  switch (item.type) {
    case 'single-choice':
    case 'multiple-choice':
      return rightOptions(item).length > 0
    case 'true-false':
      return item.key !== null
    case 'numeric':
      return !Number.isNaN(item.key.value)
    case 'short-text':
      return item.key.accepted.some((text) => text.trim() !== '')
    case 'ordering':
      return hasOptions(item)
    case 'matching':
      return Object.keys(item.key).length > 0
  }
}

function hasOptions(item: ItemDraft): boolean {
  return 'options' in item && item.options.some(isWritten)
}

function isWritten({ text }: { readonly text: ItemDraft['stem'] }): boolean {
  return text['zh-CN'].trim() !== '' || text.en.trim() !== ''
}
