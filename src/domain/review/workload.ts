import { Refusal } from '../refusal.ts'

/** Decisions an auditor may take in a day: whoever reads evidence too long stops weighing it. */
export const DECISIONS_A_DAY = 15
/** Days auditors have for a case, from when its candidate was told of it. */
export const CASE_DAYS = 14
/** Days an auditor has for a seat, before it goes to somebody else. */
export const SEAT_DAYS = 7
/** About this share of the cases in every queue is known; auditors are told so. */
export const KNOWN_SHARE = 0.1
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Midnight at a fixed offset from UTC, at or before a moment. */
export function dayStart(now: Date, utcOffsetHours: number): Date {
  const offsetMs = utcOffsetHours * HOUR_MS
  return new Date(Math.floor((now.getTime() + offsetMs) / DAY_MS) * DAY_MS - offsetMs)
}

/** The midnight that follows `dayStart`. */
export function dayEnd(now: Date, utcOffsetHours: number): Date {
  return new Date(dayStart(now, utcOffsetHours).getTime() + DAY_MS)
}

/**
 * When a seat that is given now is due: within a week, and not after its case; of a case that its
 * candidate is told of later, within a week of that.
 */
export function seatDueAt(now: Date, caseDueAt: Date): Date {
  const dueMs = caseDueAt.getTime()
  const fromMs = Math.max(now.getTime(), dueMs - CASE_DAYS * DAY_MS)
  const ownMs = fromMs + SEAT_DAYS * DAY_MS
  return new Date(dueMs <= now.getTime() ? ownMs : Math.min(ownMs, dueMs))
}

/** Holds auditors to a day's decisions. @throws Refusal 'rest-needed' */
export function mayDecideToday(decidedToday: number): void {
  if (decidedToday < DECISIONS_A_DAY) return
  throw new Refusal('rest-needed', `${DECISIONS_A_DAY} decisions are enough for a day`)
}
