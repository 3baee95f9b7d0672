import { Value } from 'typebox/value'
import { type AttemptTime, extendTime } from '../delivery/attempt-time.ts'
import { actOn } from '../delivery/conduct-act.ts'
import {
  CONDUCTED,
  GIVEN_BACK,
  LoggedOrder,
  LoggedOutage,
  REOPENED,
} from '../delivery/conduct-log.ts'
import type { LogEntry } from '../log-chain.ts'

/** A deadline at the end of a log; or what in the log does not follow from the rules. */
export type Replayed = { readonly deadlineAt: Date } | { readonly fault: string }

/** Something that changed the time of one attempt. */
type Change = (time: AttemptTime, attempt: readonly LogEntry[]) => AttemptTime | string

/**
 * Works out deadlines again from nothing but the log: the start, then everything that organizers
 * did and every outage that was given back. Gives the function that does so for one attempt's log.
 */
export function replayDeadlines(
  exam: readonly LogEntry[],
): (attemptId: string, attempt: readonly LogEntry[]) => Replayed {
  const changes = changesByAttempt(exam)
  return (attemptId, attempt) => {
    const started = attempt.find(({ act }) => act === 'attempt-started')
    const deadlineAt = timeOf(started?.detail.deadlineAt)
    if (!started || !deadlineAt) return { fault: 'the log names no start with a deadline' }
    const startedAt = new Date(started.loggedAt)
    let time: AttemptTime = { startedAt, deadlineAt, pausedFrom: null, pausedUntil: null }
    for (const change of changes.get(attemptId) ?? []) {
      const next = change(time, attempt)
      if (typeof next === 'string') return { fault: next }
      time = next
    }
    return { deadlineAt: time.deadlineAt }
  }
}

function changesByAttempt(exam: readonly LogEntry[]): Map<string, Change[]> {
  const changes = new Map<string, Change[]>()
  const add = (ids: readonly string[], change: Change): void => {
    for (const id of ids) changes.set(id, [...(changes.get(id) ?? []), change])
  }
  for (const entry of exam) {
    const { act, detail } = entry
    if (act === CONDUCTED && Value.Check(LoggedOrder, detail)) {
      add(detail.reached, orderChange(entry, detail))
    }
    if (act === GIVEN_BACK && Value.Check(LoggedOutage, detail)) {
      for (const { seconds, attempts } of detail.given) {
        add(attempts, (time) => extendTime(time, seconds, new Date(0)))
      }
    }
  }
  return changes
}

function orderChange({ loggedAt, subject }: LogEntry, { act }: LoggedOrder): Change {
  const now = new Date(loggedAt)
  return (time, attempt) => {
    if (act.kind === 'reopen') return reopened(time, attempt, { subject, now })
    const conducted = { ...time, id: '', state: 'running', caseDecided: false } as const
    const next = actOn(conducted, act, { now, examPausedUntil: null })
    if (typeof next !== 'string') return next
    return `an act that the log says reached it could not: ${act.kind}, ${next}`
  }
}

/** What a reopening gave stands in the attempt's own log. */
function reopened(
  { startedAt }: AttemptTime,
  attempt: readonly LogEntry[],
  { subject, now }: { readonly subject: string; readonly now: Date },
): AttemptTime | string {
  const entry = attempt.find((one) => one.act === REOPENED && one.subject === subject)
  const deadlineAt = timeOf(entry?.detail.deadlineAt)
  if (!deadlineAt) return 'its own log does not tell that it was reopened'
  const pausedUntil = timeOf(entry?.detail.pausedUntil)
  return { startedAt, deadlineAt, pausedFrom: pausedUntil && now, pausedUntil }
}

function timeOf(value: unknown): Date | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value) : null
}
