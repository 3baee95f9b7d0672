import type { ResponseValue } from '../../domain/bank/response-value.ts'
import type { JournalEntry } from '../../domain/delivery/journal.ts'
import type { Receipt } from '../../domain/delivery/views.ts'

/** What the candidates do for a while; a new phase begins a new count. */
export interface Phase {
  /** Mean time between a candidate's answers, in seconds; null: nobody works. */
  readonly answersEverySeconds: number | null
  /** So many more candidates start, at random moments within so many seconds. */
  readonly starts: Spread | null
  /** So many of those who have begun submit, likewise. */
  readonly submits: Spread | null
}
export interface Spread {
  readonly count: number
  readonly withinSeconds: number
}

export type LoadOrder =
  | {
      readonly kind: 'enrol'
      readonly examId: string
      /** Access tokens, one a candidate. */
      readonly tokens: readonly string[]
      readonly port: number
      /** Connections kept open, shared by all pages. */
      readonly connections: number
    }
  | { readonly kind: 'begin'; readonly phase: Phase }
  /** What the phase came to so far. */
  | { readonly kind: 'count' }
  /** Resolves when everybody told to start, or to submit, has, or the time is up. */
  | { readonly kind: 'await'; readonly what: 'starts' | 'submits'; readonly withinSeconds: number }
  | { readonly kind: 'tell'; readonly from: number; readonly count: number }

/** What pages asked for; latencies in ms from the wish to the answer. */
export interface PhaseCount {
  readonly seconds: number
  readonly starts: readonly number[]
  readonly saves: readonly number[]
  readonly submits: readonly number[]
  /** Entries acknowledged for the first time. */
  readonly entries: number
  /** Longest time in which nothing was granted to anybody. */
  readonly longestGapMs: number
  /** Requests without an answer. */
  readonly unanswered: number
  /** Requests turned away with 429 or 503, to come again. */
  readonly shed: number
  /** Other answers of the service's own failure. */
  readonly broken: number
  /** Pages that were closed without a word and opened again. */
  readonly reloads: number
  /** Attempts taken over by a second device. */
  readonly takeovers: number
  /** What no page expects, since the beginning of the run; the first few. */
  readonly surprises: readonly string[]
}

/** An entry with everything that was said about it on either side. */
export interface KnownEntry {
  readonly entry: JournalEntry
  /** Every sequence under which it was sent. */
  readonly sequences: readonly number[]
  /** The sequence under which the service called it durable; null: it never did. */
  readonly acknowledgedAs: number | null
}

/** One candidate's attempt as its pages know it. */
export interface KnownAttempt {
  readonly attemptId: string
  readonly entries: readonly KnownEntry[]
  /** The answers that must count, by item; null while something is not acknowledged. */
  readonly counting: Readonly<Record<string, ResponseValue>> | null
  readonly startedAt: string
  readonly receipt: Receipt | null
}

export type LoadReport =
  | { readonly kind: 'done' }
  | { readonly kind: 'counted'; readonly count: PhaseCount }
  | { readonly kind: 'awaited'; readonly missing: number; readonly seconds: number }
  | {
      readonly kind: 'told'
      readonly attempts: readonly KnownAttempt[]
      /** Whether candidates come after these. */
      readonly isMore: boolean
    }
