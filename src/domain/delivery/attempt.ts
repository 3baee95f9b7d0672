import { hmacHex, uuidFrom } from '../digest.ts'
import { Refusal } from '../refusal.ts'

/** The id of a candidate's attempt: the same for the same three, so a start can't double. */
export function attemptIdFor(examId: string, candidateId: string, ordinal: number): string {
  return uuidFrom(`attempt/${examId}/${candidateId}/${ordinal}`)
}

/** The seed of an attempt's form: HMAC-SHA-256 of the attempt's id under the exam's secret. */
export function seedFor(secretHex: string, attemptId: string): string {
  return hmacHex(secretHex, attemptId)
}

/** When an attempt ends: after its time, extra time included, or with the window. */
export function deadlineFor(attempt: {
  readonly startedAt: Date
  readonly windowClosesAt: Date
  readonly timeLimitSeconds: number
  /** 0.25 = a quarter more time. */
  readonly extraTimeShare: number
}): Date {
  const limitMs = attempt.timeLimitSeconds * (1 + attempt.extraTimeShare) * 1000
  return new Date(Math.min(attempt.startedAt.getTime() + limitMs, attempt.windowClosesAt.getTime()))
}

export interface Closing {
  readonly state: 'submitted' | 'expired'
  readonly closedAt: Date
  readonly closedBy: 'candidate' | 'deadline'
}

/** How an attempt closes that is submitted now: in time, or as the deadline left it. */
export function closingOf(deadlineAt: Date, now: Date, graceSeconds: number): Closing {
  return now.getTime() <= deadlineAt.getTime() + graceSeconds * 1000
    ? { state: 'submitted', closedAt: now, closedBy: 'candidate' }
    : { state: 'expired', closedAt: deadlineAt, closedBy: 'deadline' }
}

/** Whether an attempt's time has run out for good. @throws Refusal 'attempt-not-running' */
export function expire(
  attempt: { readonly state: string; readonly deadlineAt: Date },
  now: Date,
  graceSeconds: number,
): Closing {
  if (attempt.state !== 'running') {
    throw new Refusal('attempt-not-running', 'the attempt has been closed')
  }
  const closing = closingOf(attempt.deadlineAt, now, graceSeconds)
  if (closing.state === 'submitted') {
    throw new Refusal('attempt-not-running', 'the attempt still has time')
  }
  return closing
}
