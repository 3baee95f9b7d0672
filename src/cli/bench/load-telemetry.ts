import type { PresentedItem } from '../../domain/assembly/presented-form.ts'
import type { ResponseValue } from '../../domain/bank/response-value.ts'
import type { EntryDraft } from '../../web/candidate/journal/entry.ts'

/** What of an item a page needs to answer it. */
export interface Answerable {
  readonly itemId: string
  readonly type: PresentedItem['type']
  readonly optionIds: readonly string[]
}

/** Items that can be answered without reading them; texts are left behind. */
export function answerableOf(items: readonly PresentedItem[]): Answerable[] {
  return items
    .filter(({ type }) => type !== 'matching')
    .map(({ itemId, type, options }) => ({ itemId, type, optionIds: options.map(({ id }) => id) }))
}

/** A value that fits the item, another one at each turn. */
export function valueFor({ type, optionIds }: Answerable, turn: number): ResponseValue {
  const cut = turn % Math.max(1, optionIds.length)
  if (type === 'numeric') return turn
  if (type === 'short-text') return `第 ${turn} 次作答`
  if (type === 'true-false') return turn % 2 === 0
  if (type === 'ordering') return [...optionIds.slice(cut), ...optionIds.slice(0, cut)]
  const one = optionIds[cut] ?? ''
  return type === 'multiple-choice' ? [one] : one
}

/** What a page reports beside the answer to an item, at the rate of real pages. */
export function behaviorAround(itemId: string, turn: number): EntryDraft[] {
  const about = (behavior: 'item-shown' | 'marked' | 'unmarked'): EntryDraft => ({
    ...{ kind: 'behavior', behavior, itemId },
  })
  const drafts = [about('item-shown')]
  if (turn % 9 === 4) drafts.push(about('marked'))
  if (turn % 9 === 7) drafts.push(about('unmarked'))
  if (turn % 12 === 5) {
    drafts.push({ kind: 'behavior', behavior: 'window-blurred', itemId })
    drafts.push({ kind: 'behavior', behavior: 'window-focused', itemId })
  }
  // Real pages send one every two minutes at most, that is every fourth answer.
  if (turn % 4 === 3) drafts.push({ kind: 'behavior', behavior: 'rhythm', itemId, detail: RHYTHM })
  return drafts
}

const RHYTHM = {
  keys: { count: 64, holdMs: 92, holdMadMs: 14, gapMs: 171, gapMadMs: 48, composedShare: 0.62 },
  pointer: {
    ...{ count: 21, speed: 0.84, speedMad: 0.31, straightness: 0.93 },
    ...{ clicks: 9, holdMs: 88, holdMadMs: 12 },
  },
} as const
