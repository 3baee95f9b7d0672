/** What an attempt's time is made of; the deadline has moved by the pause already. */
export interface AttemptTime {
  readonly startedAt: Date
  readonly deadlineAt: Date
  /** The running or the last pause; both null where there was none. */
  readonly pausedFrom: Date | null
  readonly pausedUntil: Date | null
}

/** Why an act changes nothing about an attempt. */
export const MISSES = [
  /** It has been closed, or its time is over. */
  'closed',
  'not-paused',
  /** It pauses for longer than the act asks. */
  'paused-longer',
  /** Only a closed attempt is reopened. */
  'still-running',
  /** Auditors have decided about it as it was. */
  'case-decided',
] as const
export type Miss = (typeof MISSES)[number]

const plus = (time: Date, ms: number): Date => new Date(time.getTime() + ms)
const later = (left: Date, right: Date): Date => (left > right ? left : right)

/** Whether an attempt pauses at a time. */
export function isPaused({ pausedUntil }: Pick<AttemptTime, 'pausedUntil'>, now: Date): boolean {
  return pausedUntil !== null && now < pausedUntil
}

/** More working time. */
export function extendTime(time: AttemptTime, seconds: number, now: Date): AttemptTime | Miss {
  const deadlineAt = plus(time.deadlineAt, seconds * 1000)
  return deadlineAt <= now ? 'closed' : { ...time, deadlineAt }
}

/**
 * A pause of a planned length, which the deadline moves by at once. During a pause it lasts until
 * the later of both ends, so that no second is given twice.
 */
export function pauseTime(time: AttemptTime, seconds: number, now: Date): AttemptTime | Miss {
  if (time.deadlineAt <= now) return 'closed'
  const until = plus(now, seconds * 1000)
  const pausing = isPaused(time, now) ? time.pausedUntil : null
  if (pausing !== null && until <= pausing) return 'paused-longer'
  const moved = until.getTime() - (pausing ?? now).getTime()
  return {
    ...time,
    deadlineAt: plus(time.deadlineAt, moved),
    pausedFrom: pausing === null ? now : time.pausedFrom,
    pausedUntil: until,
  }
}

/** Ends a pause now: what is left of it goes back off the deadline. */
export function resumeTime(time: AttemptTime, now: Date): AttemptTime | Miss {
  const { pausedFrom, pausedUntil } = time
  if (pausedUntil === null || pausedFrom === null || now >= pausedUntil) return 'not-paused'
  // The clock of another process may be a little behind the one that began the pause.
  const end = later(now, pausedFrom)
  const rest = pausedUntil.getTime() - end.getTime()
  return { ...time, deadlineAt: plus(time.deadlineAt, -rest), pausedUntil: end }
}

/** Time in which nobody could work. */
export interface Outage {
  readonly from: Date
  readonly until: Date
}

/** Least working time after an outage, seconds: pages find back, and send what they hold. */
export const LEAST_AFTER_OUTAGE = 60

/**
 * Seconds that an outage took from an attempt, in whole ones: from its beginning, or the
 * attempt's, to its end, without those of a pause, which the deadline has already. Who had time
 * left, or whose last answers may still have been on their way, has at least a minute afterwards.
 */
export function secondsLost(time: AttemptTime, outage: Outage, graceSeconds: number): number {
  const from = later(outage.from, time.startedAt)
  if (outage.until <= from || plus(time.deadlineAt, graceSeconds * 1000) < outage.from) return 0
  const lostMs =
    time.deadlineAt <= from
      ? 0
      : outage.until.getTime() - from.getTime() - pausedMs(time, from, outage)
  const leastMs = outage.until.getTime() + LEAST_AFTER_OUTAGE * 1000 - time.deadlineAt.getTime()
  return Math.ceil(Math.max(0, lostMs, leastMs) / 1000)
}

function pausedMs({ pausedFrom, pausedUntil }: AttemptTime, from: Date, { until }: Outage): number {
  if (pausedFrom === null || pausedUntil === null) return 0
  const begin = later(pausedFrom, from).getTime()
  return Math.max(0, Math.min(pausedUntil.getTime(), until.getTime()) - begin)
}

/** A deadline and pause after closed work goes on: so much working time from now. */
export function reopenTime(
  startedAt: Date,
  given: { readonly seconds: number; readonly now: Date; readonly examPausedUntil: Date | null },
): AttemptTime {
  const { seconds, now, examPausedUntil } = given
  const paused = examPausedUntil !== null && now < examPausedUntil ? examPausedUntil : null
  return {
    startedAt,
    deadlineAt: plus(paused ?? now, seconds * 1000),
    pausedFrom: paused && now,
    pausedUntil: paused,
  }
}

/** An exam's window while it is open. */
export interface WindowTime {
  readonly opensAt: Date
  readonly windowEnd: Date
  readonly pausedUntil: Date | null
}

/** Seconds a pause of everybody adds to an open window; a running pause counts once. */
export function pauseAddsToWindow(window: WindowTime, seconds: number, now: Date): number {
  if (now >= window.windowEnd) return 0
  const from = later(now, window.pausedUntil ?? now)
  return Math.max(0, Math.ceil((now.getTime() + seconds * 1000 - from.getTime()) / 1000))
}

/** Seconds an outage took from a window, without those of a pause of everybody. */
export function outageAddsToWindow(window: WindowTime, outage: Outage): number {
  if (outage.from >= window.windowEnd) return 0
  const paused = window.pausedUntil ?? outage.from
  const from = later(later(outage.from, window.opensAt), paused)
  return Math.max(0, Math.ceil((outage.until.getTime() - from.getTime()) / 1000))
}
