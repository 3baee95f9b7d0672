import { compareText, type LocalizedText } from '../text.ts'
import type {
  LiveBoard,
  LiveBoardChange,
  LiveCounts,
  LiveState,
  LiveTrouble,
  LiveUnit,
} from './live-board-views.ts'

/** A glance elsewhere is shorter: a call taken, a lock screen unlocked, a notice put away. */
export const AWAY_MS = 30_000
/**
 * Who works on short items answers or moves on every minute or two, and the page tells of typing
 * and pointing at most every two minutes; five without anything are worth a look.
 */
export const STALLED_MS = 5 * 60_000
/** Twice that long, nothing tells any more that the page still runs and reaches the service. */
export const DISCONNECTED_MS = 10 * 60_000
/** Late entries and the closing of attempts take some seconds after the deadline. */
const GRACE_MS = 5000

/** What is known of an attempt; all times by the clock of the service. */
export interface LiveAttempt {
  readonly id: string
  readonly state: 'running' | 'submitted' | 'expired'
  readonly startedAt: Date
  readonly deadlineAt: Date
  /** Until when it pauses, or when its last pause ended; null where there was none. */
  readonly pausedUntil: Date | null
  /** When the newest journal entry was received; null while there is none. */
  readonly lastReceivedAt: Date | null
  /** When the page said it was hidden, if it has not said otherwise since. */
  readonly hiddenSince: Date | null
  /** When the page said it was offline, if it has not said otherwise since. */
  readonly offlineSince: Date | null
}

/** One of those assigned to an exam. */
export interface LiveRow {
  readonly personId: string
  readonly personName: string
  /** The unit of the attempt; of the person while there is none. */
  readonly unitPath: string
  readonly unitName: LocalizedText
  readonly attempt: LiveAttempt | null
}

/** A unit of the tree that somebody assigned belongs to, directly or below. */
export interface LiveUnitPlace {
  readonly id: string
  readonly path: string
  readonly name: LocalizedText
}

/**
 * Where one of those assigned is at a time:
 * - `not-started`, `submitted`, `expired`: as recorded. A running attempt whose deadline and grace
 *   are over counts as expired before the job has closed it.
 * - `paused`: by an organizer; nobody is missed while they pause, and silence counts from its end.
 * - `disconnected`: the page said it was offline and nothing came since, or nothing came for ten
 *   minutes, hidden or not: a lost network, an empty battery and a closed page look alike.
 * - `away`: the page has been hidden for 30 s. It says nothing while it is hidden.
 * - `stalled`: the page is visible as far as is known, yet nothing came for five minutes.
 * - `active`: anything else.
 *
 * What can't be known: somebody who reads or thinks for long sends nothing and so is `stalled`,
 * later `disconnected`, like a machine that hangs; a page that lost its network can't say so in
 * time, and entries it kept count from their receipt. Hence these are reasons to ask whether help
 * is needed and no judgements.
 */
export function liveStateOf(attempt: LiveAttempt | null, now: Date): LiveState {
  if (attempt === null) return 'not-started'
  if (attempt.state !== 'running') return attempt.state
  const { hiddenSince, offlineSince } = attempt
  if (now.getTime() > attempt.deadlineAt.getTime() + GRACE_MS) return 'expired'
  if (attempt.pausedUntil !== null && now < attempt.pausedUntil) return 'paused'
  const lastMs = silentSince(attempt).getTime()
  const silentMs = now.getTime() - lastMs
  // Whatever comes after the page has said so shows that it is no longer true.
  const cameMs = (attempt.lastReceivedAt ?? attempt.startedAt).getTime()
  const offline = offlineSince !== null && cameMs <= offlineSince.getTime()
  if (offline || silentMs >= DISCONNECTED_MS) return 'disconnected'
  if (hiddenSince !== null) {
    return now.getTime() - hiddenSince.getTime() >= AWAY_MS ? 'away' : 'active'
  }
  return silentMs >= STALLED_MS ? 'stalled' : 'active'
}

function silentSince({ lastReceivedAt, startedAt, pausedUntil }: LiveAttempt): Date {
  const last = lastReceivedAt ?? startedAt
  return pausedUntil !== null && pausedUntil > last ? pausedUntil : last
}

const noCounts = (): LiveCounts => ({
  'not-started': 0,
  active: 0,
  paused: 0,
  away: 0,
  stalled: 0,
  disconnected: 0,
  submitted: 0,
  expired: 0,
})

const MOST_SHOWN = 100

/** The board of an exam at a time; each unit counts its whole branch. Units come by path. */
export function liveBoardOf(
  rows: readonly LiveRow[],
  units: readonly LiveUnitPlace[],
  now: Date,
): LiveBoard {
  const counts = noCounts()
  const countsBelow = new Map(units.map(({ id }) => [id, noCounts()]))
  for (const row of rows) {
    const state = liveStateOf(row.attempt, now)
    counts[state] += 1
    for (const id of row.unitPath.split('/')) {
      const below = countsBelow.get(id)
      if (below) below[state] += 1
    }
  }
  return {
    at: now.toISOString(),
    counts,
    units: [...units]
      .sort((left, right) => compareText(left.path, right.path))
      .map(({ id, path, name }) => {
        const parentId = path.split('/').at(-3) ?? ''
        return {
          id,
          parentId: countsBelow.has(parentId) ? parentId : null,
          name,
          counts: countsBelow.get(id) ?? noCounts(),
        }
      }),
    trouble: troubleOf(rows, now),
  }
}

function troubleOf(rows: readonly LiveRow[], now: Date): LiveTrouble {
  const troubled = rows.flatMap(({ attempt, personId, personName, unitName }) => {
    const state = liveStateOf(attempt, now)
    if (attempt === null || (state !== 'stalled' && state !== 'disconnected')) return []
    const person = { id: personId, name: personName, unitName }
    return [{ attempt, person, state, sinceMs: silentSince(attempt).getTime() }]
  })
  troubled.sort(
    (left, right) => left.sinceMs - right.sinceMs || compareText(left.attempt.id, right.attempt.id),
  )
  return {
    total: troubled.length,
    shown: troubled.slice(0, MOST_SHOWN).map(({ attempt, person, state, sinceMs }) => ({
      attemptId: attempt.id,
      person,
      state,
      silentSince: new Date(sinceMs).toISOString(),
      deadlineAt: attempt.deadlineAt.toISOString(),
    })),
  }
}

/** What is new on a board; null where its tree is another one, so that it must be sent whole. */
export function changesOf(before: LiveBoard, after: LiveBoard): LiveBoardChange | null {
  if (!sameTree(before.units, after.units)) return null
  return {
    at: after.at,
    counts: after.counts,
    units: after.units
      .filter(({ counts }, index) => !sameCounts(counts, before.units[index]?.counts))
      .map(({ id, counts }) => ({ id, counts })),
    trouble: sameText(before.trouble, after.trouble) ? null : after.trouble,
  }
}

/** Whether a change tells more than that time went by. */
export function tellsMore(before: LiveBoard, change: LiveBoardChange): boolean {
  const { units, trouble, counts } = change
  return units.length > 0 || trouble !== null || !sameCounts(counts, before.counts)
}

function sameTree(left: readonly LiveUnit[], right: readonly LiveUnit[]): boolean {
  const places = (units: readonly LiveUnit[]) =>
    units.map(({ id, parentId, name }) => ({ id, parentId, name }))
  return sameText(places(left), places(right))
}

function sameCounts(left: LiveCounts, right: LiveCounts | undefined): boolean {
  return sameText(left, right)
}

const sameText = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left) === JSON.stringify(right)
