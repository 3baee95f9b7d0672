import type { ItemDraft } from './item-draft.ts'

/** Parts of an item that a revision can change; `other` is what the list has no name for. */
const NAMED = [
  'type',
  'stem',
  'pictures',
  'prompts',
  'options',
  'unit',
  'key',
  'rationale',
  'source',
  'competency',
  'level',
  'posts',
  'enemies',
  'stimulus',
  'parameters',
] as const
export type ItemPart = (typeof NAMED)[number] | 'other'

/** In which parts two revisions differ, in the order in which an item is read. */
export function changedParts(earlier: ItemDraft, later: ItemDraft): ItemPart[] {
  const left: Readonly<Record<string, unknown>> = { ...earlier }
  const right: Readonly<Record<string, unknown>> = { ...later }
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  const changed = [...keys].filter((key) => differ(left[key], right[key]))
  const named = NAMED.filter((part) => changed.includes(part))
  return named.length === changed.length ? named : [...named, 'other']
}

/** Pictures are long: what is the very same value is not written out. */
function differ(left: unknown, right: unknown): boolean {
  return left !== right && plainText(left) !== plainText(right)
}

/** The same text for the same content, in whatever order its fields were stored. */
function plainText(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? ''
  )
}
