import { workedMs } from '../attempt-pauses.ts'
import type { AwayInterval, ItemAbsence } from '../attempt-record.ts'
import { type Interval, intersect, lengthOf } from '../intervals.ts'
import type { Timeline } from '../timeline.ts'

/** An item shown this soon after a return was the reason for it as likely as the one before. */
const FOLLOWS_WITHIN_MS = 5000

/** Absences that count: hidden, not merely without focus, of no innocent shape, and online. */
export function countedAbsences(away: readonly AwayInterval[]): AwayInterval[] {
  return away.filter(
    ({ kind, offline, shape = 'away', fromMs, toMs }) =>
      kind === 'hidden' && !offline && shape === 'away' && toMs > fromMs,
  )
}

/** What absences have to do with one item up to the moment of its final answer. */
export function absenceOf(timeline: Timeline, itemId: string, untilMs: number): ItemAbsence {
  const counted = countedAbsences(timeline.away)
  const before = [{ fromMs: 0, toMs: untilMs }]
  const bands = timeline.bands.filter((band) => band.itemId === itemId && band.fromMs <= untilMs)
  const inside = bands.flatMap((band) => intersect(band, before))
  const away = inside.flatMap((band) => intersect(band, counted))
  const lastReturn = away.at(-1)?.toMs
  const worked = (interval: Interval) => workedMs(interval, timeline.covered)
  return {
    awayMs: lengthOf(away),
    answeredAfterMs:
      lastReturn === undefined ? null : worked({ fromMs: lastReturn, toMs: untilMs }),
    follows: bands.some(({ fromMs: shownMs }) =>
      counted.some(
        ({ fromMs, toMs }) =>
          fromMs < shownMs && worked({ fromMs: toMs, toMs: shownMs }) < FOLLOWS_WITHIN_MS,
      ),
    ),
  }
}
