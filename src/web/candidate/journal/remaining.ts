/** The server's clock as seen from this page: its time, and this page's clock at receipt. */
export interface ServerClock {
  readonly serverMs: number
  readonly monotonicMs: number
}

/** The server's time now, from the page's monotonic clock; the device's date is never used. */
export function serverTime(clock: ServerClock, monotonicMs: number): number {
  return clock.serverMs + Math.max(0, monotonicMs - clock.monotonicMs)
}

/**
 * Takes a new reading of the server's clock. A reply is always late, so a reading can only
 * be behind: the one furthest ahead is the best. That also catches up after a sleep, in
 * which some browsers' monotonic clocks stand still.
 */
export function resync(clock: ServerClock | null, reading: ServerClock): ServerClock {
  if (clock === null) return reading
  return serverTime(clock, reading.monotonicMs) >= reading.serverMs ? clock : reading
}

/** Seconds left until the deadline, never below 0. */
export function remainingSeconds(
  clock: ServerClock,
  deadlineMs: number,
  monotonicMs: number,
): number {
  return Math.max(0, (deadlineMs - serverTime(clock, monotonicMs)) / 1000)
}

/** Moments at which the time left is spoken. */
export const SPOKEN_AT_SECONDS = [1800, 600, 300, 60] as const

/** The mark passed between two readings, or null; only the nearest one after a gap. */
export function spokenBetween(before: number, now: number): number | null {
  const passed = SPOKEN_AT_SECONDS.filter((mark) => before > mark && now <= mark)
  return passed[passed.length - 1] ?? null
}
