import type { ResponseValue } from '../bank/response-value.ts'
import type { KeptEntry } from '../delivery/journal.ts'
import { canonicalJson } from '../digest.ts'
import {
  type AttemptCourse,
  type AttemptPause,
  coveredTime,
  placePauses,
} from './attempt-pauses.ts'
import type { AwayInterval } from './attempt-record.ts'
import { awayOf, networkGapsOf } from './away-intervals.ts'
import { type PageLoads, pageLoadsOf } from './behavior/page-loads.ts'
import type { Interval } from './intervals.ts'
import { type PlacedEntry, placeEntries } from './place-entries.ts'

/** A stretch in which an item was the one in view. */
export interface ItemBand extends Interval {
  readonly itemId: string
}

export interface AnswerChange {
  readonly itemId: string
  readonly atMs: number
  /** What was there before; null for the first answer. */
  readonly from: ResponseValue
  readonly to: ResponseValue
}

/** What happened when, in ms on the server's clock since the start. */
export interface Timeline {
  readonly lengthMs: number
  readonly bands: readonly ItemBand[]
  readonly away: readonly AwayInterval[]
  readonly networkGaps: readonly Interval[]
  /** Time that the attempt did not have: nothing done or left undone in it tells anything. */
  readonly pauses: readonly AttemptPause[]
  /** Where nobody can have worked on the item in view. */
  readonly covered: readonly Interval[]
  readonly changes: readonly AnswerChange[]
  /** When the page was loaded; more than once means reloaded or continued elsewhere. */
  readonly pageLoads: readonly number[]
  /** How often and where, by what browsers told. */
  readonly opened: PageLoads
}

function bandsOf(placed: readonly PlacedEntry[], lengthMs: number): ItemBand[] {
  const shown = placed.flatMap(({ entry, atMs }) => {
    // A response tells as surely as item-shown which item is in view.
    const shows = entry.kind === 'response' || entry.behavior === 'item-shown'
    return shows && entry.itemId !== null ? [{ itemId: entry.itemId, fromMs: atMs }] : []
  })
  const starts = shown.filter(({ itemId }, index) => itemId !== shown[index - 1]?.itemId)
  return starts
    .map((start, index) => ({ ...start, toMs: starts[index + 1]?.fromMs ?? lengthMs }))
    .filter(({ fromMs, toMs }) => toMs > fromMs)
}

function changesOf(placed: readonly PlacedEntry[]): AnswerChange[] {
  const latest = new Map<string, ResponseValue>()
  const changes: AnswerChange[] = []
  for (const { entry, atMs } of placed) {
    if (entry.kind !== 'response') continue
    const { itemId, value: to } = entry
    const from = latest.get(itemId) ?? null
    latest.set(itemId, to)
    if (canonicalJson(from) !== canonicalJson(to)) changes.push({ itemId, atMs, from, to })
  }
  return changes
}

/** What the auditor sees of an attempt's course; any journal gives a sound one, also a broken one. */
export function timelineOf(entries: readonly KeptEntry[], course: AttemptCourse): Timeline {
  const { startedAt, closedAt } = course
  const placed = placeEntries(entries, startedAt, closedAt)
  const lengthMs = Math.max(0, closedAt.getTime() - startedAt.getTime())
  const networkGaps = networkGapsOf(placed, lengthMs)
  const pauses = placePauses(course)
  return {
    lengthMs,
    bands: bandsOf(placed, lengthMs),
    away: awayOf(placed, { networkGaps, pauses, lengthMs }),
    networkGaps,
    pauses,
    covered: coveredTime(pauses, placed),
    changes: changesOf(placed),
    pageLoads: placed
      .filter(({ entry }) => entry.kind === 'behavior' && entry.behavior === 'page-loaded')
      .map(({ atMs }) => atMs),
    opened: pageLoadsOf(placed),
  }
}
