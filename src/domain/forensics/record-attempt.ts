import type { Item, ItemParameters, TimeParameters } from '../bank/item.ts'
import type { KeptEntry } from '../delivery/journal.ts'
import { type AmendedKeys, isCorrectNow } from '../measurement/key-amendment.ts'
import { type AttemptCourse, workedMs } from './attempt-pauses.ts'
import type { AttemptRecord, ItemRecord } from './attempt-record.ts'
import { absenceOf } from './behavior/item-absences.ts'
import { intersect, lengthOf, subtract } from './intervals.ts'
import { type Timeline, timelineOf } from './timeline.ts'

/** An item of the form with what is expected of it. */
export interface ExaminedItem {
  readonly item: Item
  readonly position: number
  readonly expectedSeconds: number
  readonly timeParameters: TimeParameters
  readonly parameters: ItemParameters
}

export interface AttemptJournal extends AttemptCourse {
  readonly entries: readonly KeptEntry[]
  readonly items: readonly ExaminedItem[]
  readonly amended: AmendedKeys
  readonly theta: number
  readonly speedDeviation: number
  readonly timesCalibrated: boolean
  readonly accommodated: boolean
}

function optionCountOf(item: Item): number {
  if (item.type === 'true-false') return 2
  return 'options' in item ? item.options.length : 0
}

/** Whether the item was shown before it was first answered; else its time can't be told. */
function wasShown(entries: readonly KeptEntry[], itemId: string): boolean {
  const ofItem = entries.filter((entry) => entry.itemId === itemId)
  const first = (isIt: (entry: KeptEntry) => boolean) =>
    Math.min(...ofItem.filter(isIt).map(({ sequence }) => sequence))
  const shown = first((entry) => entry.kind === 'behavior' && entry.behavior === 'item-shown')
  return shown < first((entry) => entry.kind === 'response')
}

/** Time in view with the page visible and not covered, up to a moment; null where nobody can tell. */
function secondsInView(timeline: Timeline, itemId: string, untilMs: number): number | null {
  const hidden = timeline.away.filter(({ kind }) => kind === 'hidden')
  const shown = timeline.bands
    .filter((band) => band.itemId === itemId)
    .flatMap((band) => intersect(band, [{ fromMs: 0, toMs: untilMs }]))
  if (lengthOf(shown) === 0) return LEAST_SECONDS
  const idle = [...hidden, ...timeline.covered]
  const ms = lengthOf(shown.flatMap((band) => subtract(band, idle)))
  return ms > 0 ? ms / 1000 : null
}

/** A client may claim any pace; where the server's clock leaves no time at all, it was this. */
const LEAST_SECONDS = 0.001

function recordItem(
  examined: ExaminedItem,
  timeline: Timeline,
  { entries, amended }: AttemptJournal,
): ItemRecord {
  const { item, position, expectedSeconds, timeParameters, parameters } = examined
  // Saving the same answer again is no change: working time ends with the last real one.
  const final = timeline.changes.findLast(({ itemId }) => itemId === item.id)
  const correct = final === undefined ? null : isCorrectNow(item, final.to, amended)
  const timed = final !== undefined && correct !== null && wasShown(entries, item.id)
  return {
    itemId: item.id,
    position,
    correct,
    seconds: timed ? secondsInView(timeline, item.id, final.atMs) : null,
    expectedSeconds,
    optionCount: optionCountOf(item),
    parameters,
    timeParameters,
    ...(final === undefined ? {} : { absence: absenceOf(timeline, item.id, final.atMs) }),
  }
}

/** Turns an attempt's journal into what indicators look at. */
export function recordAttempt(journal: AttemptJournal): AttemptRecord {
  const { entries, items } = journal
  const timeline = timelineOf(entries, journal)
  return {
    items: items.map((examined) => recordItem(examined, timeline, journal)),
    away: timeline.away,
    elapsedMs: workedMs({ fromMs: 0, toMs: timeline.lengthMs }, timeline.covered),
    theta: journal.theta,
    speedDeviation: journal.speedDeviation,
    timesCalibrated: journal.timesCalibrated,
    accommodated: journal.accommodated,
    pageLoads: timeline.opened,
  }
}
