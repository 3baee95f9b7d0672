import type { KeptPause } from '../delivery/pauses-after.ts'
import { type Interval, intersect, lengthOf, subtract } from './intervals.ts'
import type { PlacedEntry } from './place-entries.ts'

/** Why an attempt did not have its time: by an organizer, by the service, or being closed. */
export const PAUSE_KINDS = ['pause', 'outage', 'closed'] as const

/** Time that an attempt did not have, in ms since its start. */
export interface AttemptPause extends Interval {
  readonly kind: (typeof PAUSE_KINDS)[number]
}

/** When an attempt began and ended, with the time it did not have in between. */
export interface AttemptCourse {
  readonly startedAt: Date
  readonly closedAt: Date
  readonly pauses: readonly KeptPause[]
}

/** The pauses of an attempt that lie within it, each moment once, in order. */
export function placePauses({ startedAt, closedAt, pauses }: AttemptCourse): AttemptPause[] {
  const lengthMs = Math.max(0, closedAt.getTime() - startedAt.getTime())
  const atMs = (time: string) =>
    Math.min(lengthMs, Math.max(0, Date.parse(time) - startedAt.getTime()))
  const placed: AttemptPause[] = []
  // Whatever else was the matter: during a pause there was nothing to do.
  for (const kind of ['pause', 'closed', 'outage'] as const) {
    for (const [from, until, why = 'pause'] of pauses) {
      if (why !== kind) continue
      const parts = subtract({ fromMs: atMs(from), toMs: atMs(until) }, placed)
      placed.push(...parts.map((part) => ({ ...part, kind })))
    }
  }
  return placed.sort((left, right) => left.fromMs - right.fromMs)
}

/** A page that is online covers the questions this soon after a pause began. */
const COVERED_WITHIN_MS = 15_000

/**
 * Time in which the questions were covered. A page that was offline knew of no pause: who went on
 * answering worked, and leaving that time out would make quick work of it. During an outage the
 * page goes on, and so does the time of its items; nothing could be answered faster by it.
 */
export function coveredTime(
  pauses: readonly AttemptPause[],
  placed: readonly PlacedEntry[],
): Interval[] {
  const answered = placed.flatMap(({ entry, atMs }) => (entry.kind === 'response' ? [atMs] : []))
  return pauses.flatMap(({ kind, fromMs, toMs }) => {
    if (kind === 'outage') return []
    const last = answered.findLast((atMs) => atMs > fromMs && atMs < toMs) ?? fromMs
    return last > fromMs + COVERED_WITHIN_MS ? [] : [{ fromMs: last, toMs }]
  })
}

/** Time from one moment to a later one without what was covered, ms. */
export function workedMs({ fromMs, toMs }: Interval, covered: readonly Interval[]): number {
  return Math.max(0, toMs - fromMs) - lengthOf(intersect({ fromMs, toMs }, covered))
}
