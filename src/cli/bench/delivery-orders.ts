import type { JournalEntry } from '../../domain/delivery/journal.ts'

/** Where saves go: the service's own route, or one of the two the benchmark measures it by. */
export const SAVE_ROUTES = ['entries', 'no-op', 'one-insert'] as const
export type SaveRoute = (typeof SAVE_ROUTES)[number]

/** What the driver in its own thread is told to do; it answers each order with one report. */
export type Order =
  | {
      readonly kind: 'enrol'
      readonly examId: string
      /** Access tokens, one a candidate. */
      readonly tokens: readonly string[]
    }
  | { readonly kind: 'reach'; readonly port: number }
  | { readonly kind: 'start'; readonly connections: number; readonly count: number }
  | {
      readonly kind: 'save'
      readonly route: SaveRoute
      readonly connections: number
      readonly milliseconds: number
      /** How long a save that fails is sent again, in ms; 0: it counts as failed at once. */
      readonly patienceMs: number
    }
  | { readonly kind: 'submit'; readonly connections: number; readonly count: number }
  | { readonly kind: 'tell' }

/** What one order of work came to. */
export interface Worked {
  readonly seconds: number
  /** Milliseconds of each request that was granted, in the order in which they ended. */
  readonly latencies: readonly number[]
  /** Requests refused or without an answer that were not sent again. */
  readonly failed: number
  /** Times something was sent again. */
  readonly repeated: number
  /** What the first failure looked like; null when there was none. */
  readonly firstFailure: string | null
}

/** One attempt as its driver knows it. */
export interface Driven {
  readonly attemptId: string
  /** Entries the service said are on disk. */
  readonly acknowledged: readonly JournalEntry[]
  /** Sequences that were sent, acknowledged or not. */
  readonly sent: number
}

export type Report =
  | { readonly kind: 'done' }
  | { readonly kind: 'worked'; readonly worked: Worked }
  | { readonly kind: 'told'; readonly driven: readonly Driven[] }
