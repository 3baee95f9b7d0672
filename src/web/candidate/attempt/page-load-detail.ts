import type { PageLoadDetail } from '../../../domain/delivery/journal.ts'
import { screensExtended } from './watch-screens.ts'

/** A mark made once and kept; null where the browser keeps nothing. */
function markIn(storage: () => Storage, key: string): string | null {
  try {
    const kept = storage().getItem(key)
    if (kept !== null && /^[0-9a-f]{16}$/.test(kept)) return kept
    const bytes = crypto.getRandomValues(new Uint8Array(8))
    const made = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    storage().setItem(key, made)
    return made
  } catch {
    return null
  }
}

let told = false

/** The kind of the document's load, for the first page it shows; pages after that had none. */
function navigationKind(): PageLoadDetail['navigation'] {
  if (told) return null
  told = true
  const [entry] = performance.getEntriesByType('navigation')
  return entry instanceof PerformanceNavigationTiming ? entry.type : null
}

/** How the page came to be there. The marks are of this attempt alone: they link no two exams. */
export function pageLoadDetail(attemptId: string): PageLoadDetail {
  const key = `probity:mark:${attemptId}`
  return {
    tab: markIn(() => sessionStorage, key),
    browser: markIn(() => localStorage, key),
    navigation: navigationKind(),
    screensExtended: screensExtended(),
  }
}
