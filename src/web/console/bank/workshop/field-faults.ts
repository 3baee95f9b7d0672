import { ApiProblem } from '../../../shared/api-error.ts'
import type { ConsoleTranslate } from '../../text.ts'
import type { FaultAt } from './editor-fields.tsx'
import type { ItemDraft } from './item-draft.ts'

/** Fields whose rule can be said in the viewer's words, whatever the service says of it. */
const RULES = [
  ['/id', 'workshop.fault.id'],
  ['/source/url', 'workshop.fault.url'],
  ['/source/checkedOn', 'workshop.fault.date'],
  ['/key/tolerance', 'workshop.fault.tolerance'],
] as const

/** Paths of what must not be empty and is. */
export function missingIn(item: ItemDraft): string[] {
  return emptyUnder(item, '')
}

function emptyUnder(value: unknown, path: string): string[] {
  if (value === '' || value === null || Number.isNaN(value)) return [path]
  // Of the lists only a key needs something in it.
  if (Array.isArray(value) && value.length === 0) return path.startsWith('/key') ? [path] : []
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, part]) => emptyUnder(part, `${path}/${name}`))
}

/** What is wrong with an item, by field: what is missing, and what the service found. */
export function fieldFaults(
  error: unknown,
  missing: readonly string[],
  t: ConsoleTranslate,
): FaultAt {
  const faults = error instanceof ApiProblem ? error.errors : []
  return (path, below) => {
    const isHere = (place: string, field: string): boolean =>
      place === field || (below !== undefined && place.startsWith(`${field}/`))
    if (missing.some((place) => isHere(place, path))) return t('workshop.fault.empty')
    const found = faults.filter(({ pointer }) => isHere(pointer, `/items/0${path}`))
    if (found.length === 0) return null
    const rule = RULES.find(([field]) => field === path)
    return rule ? t(rule[1]) : found.map(({ detail }) => detail).join('; ')
  }
}
