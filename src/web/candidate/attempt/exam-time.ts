import { remainingSeconds, resync, type ServerClock, serverTime } from '../journal/remaining.ts'

/** The attempt's clock on this page, put right by every reply of the server. */
export interface ExamTime {
  readonly secondsLeft: () => number
  readonly serverNow: () => number
  readonly sync: (reading: { readonly serverNow: string; readonly deadlineAt: string }) => void
}

export function createExamTime(monotonicMs: () => number): ExamTime {
  let clock: ServerClock | null = null
  let deadlineMs = 0
  return {
    secondsLeft: () =>
      clock === null
        ? Number.POSITIVE_INFINITY
        : remainingSeconds(clock, deadlineMs, monotonicMs()),
    serverNow: () => (clock === null ? Date.now() : serverTime(clock, monotonicMs())),
    sync: ({ serverNow, deadlineAt }) => {
      clock = resync(clock, { serverMs: Date.parse(serverNow), monotonicMs: monotonicMs() })
      deadlineMs = Date.parse(deadlineAt)
    },
  }
}
