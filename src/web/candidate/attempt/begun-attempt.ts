import type { AttemptView } from '../../../domain/delivery/views.ts'

/** A view with the time of this page's clock when its reply was there. */
export interface ReadView {
  readonly view: AttemptView
  readonly atMs: number
}

let begun: ReadView | null = null

/**
 * Hands the view that came with the start over to the attempt's page, which has been opened by
 * it. A view of an attempt that had begun before is none: its page has to open it.
 */
export function handBegunOver(view: AttemptView): void {
  begun = view.begun ? { view, atMs: performance.now() } : null
}

/** What was handed over for this attempt, once. Null: open the attempt. */
export function takeBegun(attemptId: string): ReadView | null {
  const taken = begun
  begun = null
  return taken?.view.attemptId === attemptId ? taken : null
}

/** The view with the service's time now, for the exam's time ran on while it was waited. */
export function asOfNow({ view, atMs }: ReadView): AttemptView {
  const nowMs = Date.parse(view.serverNow) + (performance.now() - atMs)
  return { ...view, serverNow: new Date(nowMs).toISOString() }
}
