import type { Item } from '../../../../domain/bank/item.ts'

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
export function changedParts(earlier: Item, later: Item): ItemPart[] {
  const left: Readonly<Record<string, unknown>> = { ...earlier }
  const right: Readonly<Record<string, unknown>> = { ...later }
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  const changed = [...keys].filter((key) => plainText(left[key]) !== plainText(right[key]))
  const named = NAMED.filter((part) => changed.includes(part))
  return named.length === changed.length ? named : [...named, 'other']
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
