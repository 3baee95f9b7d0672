import { remainingSeconds, resync, type ServerClock, serverTime } from '../journal/remaining.ts'

/** What the service says about time, in whatever reply it stands. */
export interface TimeReading {
  readonly serverNow: string
  readonly deadlineAt: string
  readonly pausedUntil: string | null
}

/** The attempt's clock on this page, put right by every reply of the server. */
export interface ExamTime {
  /** Working time left: it stands still in a pause. */
  readonly secondsLeft: () => number
  /** Until the pause is over; 0 where there is none. */
  readonly pauseSecondsLeft: () => number
  readonly serverNow: () => number
  readonly sync: (reading: TimeReading) => void
  /** What is to be kept for a page that opens without the service. */
  readonly reading: () => TimeReading
}

/** A page opened without the service may be wrong about the time: it must not close anything. */
const LEAST_WHILE_GUESSED = 1

interface ClockState {
  clock: ServerClock | null
  deadlineMs: number
  pausedUntilMs: number | null
  /** The server's time of the newest reading: an older reply that comes late tells nothing. */
  readMs: number
  guessed: boolean
}

/**
 * Without a reading yet. `guess` is what was kept on this device, with the server's time guessed
 * from the device's own clock; the first true reading replaces it.
 */
export function createExamTime(monotonicMs: () => number, guess?: TimeReading): ExamTime {
  const state: ClockState = {
    clock: null,
    deadlineMs: 0,
    pausedUntilMs: null,
    readMs: 0,
    guessed: false,
  }
  const serverNow = (): number =>
    state.clock === null ? Date.now() : serverTime(state.clock, monotonicMs())
  const sync = ({ serverNow: at, deadlineAt, pausedUntil }: TimeReading): void => {
    const reading = { serverMs: Date.parse(at), monotonicMs: monotonicMs() }
    state.clock = resync(state.guessed ? null : state.clock, reading)
    if (!state.guessed && reading.serverMs < state.readMs) return
    state.guessed = false
    state.readMs = reading.serverMs
    state.deadlineMs = Date.parse(deadlineAt)
    state.pausedUntilMs = pausedUntil === null ? null : Date.parse(pausedUntil)
  }
  const pauseSecondsLeft = (): number =>
    state.clock === null ? 0 : Math.max(0, ((state.pausedUntilMs ?? 0) - serverNow()) / 1000)
  const secondsLeft = (): number => {
    if (state.clock === null) return Number.POSITIVE_INFINITY
    const worked = remainingSeconds(state.clock, state.deadlineMs, monotonicMs())
    const left = Math.max(0, worked - pauseSecondsLeft())
    return state.guessed ? Math.max(LEAST_WHILE_GUESSED, left) : left
  }
  if (guess !== undefined) {
    sync(guess)
    state.guessed = true
  }
  return {
    secondsLeft,
    pauseSecondsLeft,
    serverNow,
    sync,
    reading: () => ({
      serverNow: new Date(serverNow()).toISOString(),
      deadlineAt: new Date(state.deadlineMs).toISOString(),
      pausedUntil:
        state.pausedUntilMs === null ? null : new Date(state.pausedUntilMs).toISOString(),
    }),
  }
}
