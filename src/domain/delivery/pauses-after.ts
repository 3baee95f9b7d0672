import type { AttemptTime, Outage } from './attempt-time.ts'

/**
 * Time that an attempt did not have, by the server's clock, from and until in ISO 8601. Without a
 * reason an organizer's pause; 'outage': the service was away and gave the time back; 'closed':
 * it had been closed before it was opened again.
 */
export type KeptPause = readonly [from: string, until: string, why?: 'outage' | 'closed']

/** What an attempt's pauses were before an act. */
export interface PausedBefore {
  readonly pauses: readonly KeptPause[]
  /** Null while it runs; else the act opens it again. */
  readonly closedAt: Date | null
}

/**
 * The pauses of an attempt after an act gave it a new time: a new pause is one more, the same one
 * with another end takes its place. Reopening ends those that were planned beyond the closing, and
 * adds the time it was closed. In order of their beginning; none is empty.
 */
export function pausesAfter(
  { pauses, closedAt }: PausedBefore,
  { pausedFrom, pausedUntil }: Pick<AttemptTime, 'pausedFrom' | 'pausedUntil'>,
  now: Date,
): KeptPause[] {
  const before = closedAt === null ? pauses : untilClosing(pauses, closedAt, now)
  if (pausedFrom === null || pausedUntil === null) return inOrder(before)
  const from = pausedFrom.toISOString()
  const others = before.filter(([began, , why]) => began !== from || why !== undefined)
  return inOrder([...others, [from, pausedUntil.toISOString()]])
}

/** The pauses of an attempt after an outage whose time was given back to it. */
export function pausesAfterOutage(
  { pauses, startedAt }: Pick<PausedBefore, 'pauses'> & { readonly startedAt: Date },
  outage: Outage,
): KeptPause[] {
  const from = outage.from > startedAt ? outage.from : startedAt
  return inOrder([...pauses, [from.toISOString(), outage.until.toISOString(), 'outage']])
}

function untilClosing(pauses: readonly KeptPause[], closedAt: Date, now: Date): KeptPause[] {
  const end = closedAt.toISOString()
  const cut = pauses.map(
    ([from, until, ...why]): KeptPause =>
      until < end ? [from, until, ...why] : [from, end, ...why],
  )
  return [...cut, [end, now.toISOString(), 'closed']]
}

/** All are written alike, so that order of text is order of time. */
function inOrder(pauses: readonly KeptPause[]): KeptPause[] {
  return pauses
    .filter(([from, until]) => from < until)
    .toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
}
