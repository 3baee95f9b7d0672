import type { KeptEntry } from '../../domain/delivery/journal.ts'

/** Seconds after the deadline in which an entry that was received in time may still arrive. */
export const GRACE_SECONDS = 5

/** One candidate's entries on their way into an attempt's journal. */
export interface Save {
  readonly attemptId: string
  readonly candidateId: string
  readonly entries: readonly KeptEntry[]
}

/** What became of a save; only `durable` sequences may be acknowledged. */
export interface Saved {
  readonly durable: readonly number[]
  /** Sequences that hold other entries, from another tab or device. */
  readonly taken: readonly number[]
  /** Higher than all of this save, and than all there are where one was taken. */
  readonly nextSequence: number
  readonly deadlineAt: Date
  readonly pausedUntil: Date | null
  readonly claim: number
  readonly noticeCount: number
  /** Why nothing was written, when the attempt took no entries. */
  readonly refused: 'not-running' | 'deadline-passed' | 'item-left' | null
}
