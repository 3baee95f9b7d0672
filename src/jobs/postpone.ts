const MINUTE_MS = 60_000
const LONGEST_MS = 60 * MINUTE_MS

/** Work that failed and is left alone for a while, by the id of what it is about. */
export interface Postponed {
  /** What is not due again yet. */
  readonly ids: () => string[]
  readonly failed: (id: string) => void
  readonly succeeded: (id: string) => void
}

/**
 * Waits twice as long after each failure, an hour at most: what fails every time must neither take
 * all there is nor hold up others. In memory, so that a new start tries again at once.
 */
export function postponeFailures(now: () => Date): Postponed {
  const failures = new Map<string, { readonly waitMs: number; readonly untilMs: number }>()
  return {
    ids: () => {
      const nowMs = now().getTime()
      return [...failures].flatMap(([id, { untilMs }]) => (untilMs > nowMs ? [id] : []))
    },
    failed: (id) => {
      const before = failures.get(id)
      const waitMs = before ? Math.min(LONGEST_MS, 2 * before.waitMs) : MINUTE_MS
      failures.set(id, { waitMs, untilMs: now().getTime() + waitMs })
    },
    succeeded: (id) => {
      failures.delete(id)
    },
  }
}
