import type { Language } from '../text.ts'
import type { KeptEntry } from './journal.ts'

/**
 * The language in which somebody gave all their answers; null where they changed it in between,
 * gave none, or the page did not tell.
 */
export function languageOfAnswers(entries: readonly KeptEntry[]): Language | null {
  const ordered = [...entries].sort((left, right) => left.sequence - right.sequence)
  let shown: Language | null = null
  const used = new Set<Language | null>()
  for (const entry of ordered) {
    if (entry.kind === 'response') used.add(shown)
    else if (entry.behavior === 'chinese-shown') shown = 'zh-CN'
    else if (entry.behavior === 'english-shown') shown = 'en'
  }
  const [only = null] = used
  return used.size === 1 ? only : null
}
