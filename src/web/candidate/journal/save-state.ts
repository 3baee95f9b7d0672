/** What the page says about saving; `saved` only ever after the server's word. */
export type SaveState =
  | { readonly kind: 'nothing-yet' }
  | { readonly kind: 'saving'; readonly count: number }
  | { readonly kind: 'saved'; readonly at: string }
  | {
      readonly kind: 'waiting'
      readonly count: number
      readonly offline: boolean
      readonly kept: boolean
    }
  | { readonly kind: 'signed-out'; readonly count: number; readonly kept: boolean }

export interface SaveFacts {
  /** Items whose latest answer is not durable. */
  readonly unsaved: number
  readonly savedAt: string | null
  readonly failures: number
  readonly offline: boolean
  readonly signedOut: boolean
  /** Whether what is unsaved survives closing the page. */
  readonly kept: boolean
}

export function saveState(facts: SaveFacts): SaveState {
  const { unsaved: count, kept } = facts
  if (facts.signedOut) return { kind: 'signed-out', count, kept }
  if (facts.offline || (facts.failures > 1 && count > 0)) {
    return { kind: 'waiting', count, offline: facts.offline, kept }
  }
  if (count > 0) return { kind: 'saving', count }
  return facts.savedAt === null ? { kind: 'nothing-yet' } : { kind: 'saved', at: facts.savedAt }
}
