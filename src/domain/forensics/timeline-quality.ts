import { say } from '../bank/finding.ts'
import type { KeptEntry } from '../delivery/journal.ts'
import type { LocalizedText } from '../text.ts'
import type { AttemptCourse } from './attempt-pauses.ts'
import { placePauses } from './attempt-pauses.ts'
import { type Interval, subtract } from './intervals.ts'
import { type PlacedEntry, placeEntries } from './place-entries.ts'

/** What a timeline does not know, or knows less well than it looks. */
export const QUALITY_KINDS = [
  'estimated',
  'silence',
  'lost',
  'clock-jumped',
  'stalled',
  'restarted',
  'cut',
] as const
export type QualityKind = (typeof QUALITY_KINDS)[number]

/** One stretch (or moment, where both ends are equal) with what must be kept in mind about it. */
export interface QualityNote extends Interval {
  readonly kind: QualityKind
  readonly text: LocalizedText
}

/** Reported so much later than it happened, an entry lies where the browser's clock says. */
const LATE_MS = 10_000
/** Nobody reads a page for so long without a trace of theirs; what happened is not known. */
const SILENT_MS = 5 * 60_000

/**
 * Where an attempt's record is thin, in order of time: entries placed by the browser's clock since
 * they waited for the network, long stretches without any, numbers that never arrived, clocks that
 * jumped, pages that stood still or were loaded again, and what came after the end. Facts about
 * the record; none of them says anything about the candidate.
 */
export function timelineQuality(
  entries: readonly KeptEntry[],
  course: AttemptCourse,
): QualityNote[] {
  const { startedAt, closedAt } = course
  const placed = placeEntries(entries, startedAt, closedAt)
  const lengthMs = Math.max(0, closedAt.getTime() - startedAt.getTime())
  return [
    ...estimatedOf(placed),
    ...silencesOf(placed, { lengthMs, pauses: placePauses(course) }),
    ...lostOf(placed),
    ...clockNotesOf(placed),
    ...restartsOf(placed),
    ...cutOf(placed, lengthMs),
  ].sort((one, other) => one.fromMs - other.fromMs || one.toMs - other.toMs)
}

/** Runs of neighbours of which something holds. */
function runsOf(placed: readonly PlacedEntry[], holds: (one: PlacedEntry) => boolean) {
  const runs: PlacedEntry[][] = []
  let open = false
  for (const one of placed) {
    if (!holds(one)) open = false
    else if (open) runs.at(-1)?.push(one)
    else {
      runs.push([one])
      open = true
    }
  }
  return runs
}

function estimatedOf(placed: readonly PlacedEntry[]): QualityNote[] {
  const late = runsOf(placed, ({ atMs, receivedMs }) => receivedMs - atMs > LATE_MS)
  return late.map((run) => {
    const most = Math.max(...run.map(({ atMs, receivedMs }) => receivedMs - atMs))
    const [count, seconds] = [run.length, Math.round(most / 1000)]
    return {
      kind: 'estimated',
      fromMs: run[0]?.atMs ?? 0,
      toMs: run.at(-1)?.atMs ?? 0,
      text: say(
        `${count} 条记录最多晚 ${seconds} 秒才送达服务器：其时刻按浏览器时钟推算，先后可靠，时长为估计。`,
        `${count} ${count === 1 ? 'entry' : 'entries'} reached the server up to ${seconds} s late: placed by the browser’s clock, in their true order, at estimated times.`,
      ),
    }
  })
}

/** Pauses explain themselves; a stretch beside one is judged by what is left of it. */
function silencesOf(
  placed: readonly PlacedEntry[],
  { lengthMs, pauses }: { readonly lengthMs: number; readonly pauses: readonly Interval[] },
): QualityNote[] {
  const moments = [0, ...placed.map(({ atMs }) => atMs), lengthMs]
  return moments.slice(1).flatMap((toMs, at) => {
    const parts = subtract({ fromMs: moments[at] ?? 0, toMs }, pauses)
    return parts
      .filter((part) => part.toMs - part.fromMs >= SILENT_MS)
      .map((part): QualityNote => {
        const minutes = Math.round((part.toMs - part.fromMs) / 60_000)
        return {
          kind: 'silence',
          fromMs: part.fromMs,
          toMs: part.toMs,
          text: say(
            `约 ${minutes} 分钟没有任何记录：既可能在阅读或思考，也可能不在场，记录无法区分。`,
            `Nothing was recorded for about ${minutes} minutes: reading and thinking leave no trace, nor does being away.`,
          ),
        }
      })
  })
}

/** Numbers of the one journal that are missing between two that arrived. */
function lostOf(placed: readonly PlacedEntry[]): QualityNote[] {
  const ordered = placed.toSorted((one, other) => one.entry.sequence - other.entry.sequence)
  return ordered.slice(1).flatMap((next, at): QualityNote[] => {
    const before = ordered[at] as PlacedEntry
    const count = next.entry.sequence - before.entry.sequence - 1
    if (count <= 0) return []
    return [
      {
        kind: 'lost',
        fromMs: Math.min(before.atMs, next.atMs),
        toMs: Math.max(before.atMs, next.atMs),
        text: say(
          `其间有 ${count} 条记录从未送达服务器，内容不明。`,
          `${count} ${count === 1 ? 'entry' : 'entries'} in between never reached the server; what ${count === 1 ? 'it' : 'they'} said is not known.`,
        ),
      },
    ]
  })
}

function clockNotesOf(placed: readonly PlacedEntry[]): QualityNote[] {
  return placed.flatMap(({ entry, atMs }): QualityNote[] => {
    if (entry.kind !== 'behavior') return []
    const { behavior, detail } = entry
    if (behavior !== 'clock-jumped' && behavior !== 'page-stalled') return []
    const told = detail && 'wallMs' in detail ? detail : null
    const seconds = (ms: number) => Math.round(ms / 1000)
    if (behavior === 'clock-jumped') {
      const by = told ? seconds(told.wallMs - told.monotonicMs) : null
      return [{ kind: 'clock-jumped', fromMs: atMs, toMs: atMs, text: jumpText(by) }]
    }
    const away = told ? Math.max(told.monotonicMs, told.wallMs) : 0
    return [
      {
        kind: 'stalled',
        fromMs: Math.max(0, atMs - away),
        toMs: atMs,
        text: say(
          `页面停滞${told ? `约 ${seconds(away)} 秒` : ''}（设备休眠或繁忙），期间的情况没有记录。`,
          `The page stood still${told ? ` for about ${seconds(away)} s` : ''} (a device asleep or busy); nothing of that time is recorded.`,
        ),
      },
    ]
  })
}

function jumpText(by: number | null): LocalizedText {
  const zh = by === null ? '' : `（${by > 0 ? '快' : '慢'}了 ${Math.abs(by)} 秒）`
  const en = by === null ? '' : ` by ${Math.abs(by)} s ${by > 0 ? 'forward' : 'back'}`
  return say(
    `设备的日历时钟被改动${zh}；时间线不使用该时钟，时刻不受影响。`,
    `The device’s wall clock jumped${en}; the timeline does not use that clock, and no time here rests on it.`,
  )
}

/** Every load of the page has a clock of its own, tied to the server's by its own entries. */
function restartsOf(placed: readonly PlacedEntry[]): QualityNote[] {
  return placed.slice(1).flatMap((next, at): QualityNote[] => {
    const before = placed[at] as PlacedEntry
    if (next.load === before.load) return []
    return [
      {
        kind: 'restarted',
        fromMs: before.atMs,
        toMs: next.atMs,
        text: say(
          '页面重新载入，时钟从头计起：这段间隔按服务器收到的时刻推算。',
          'The page was loaded again and its clock began anew: this gap is told by the server’s receipts.',
        ),
      },
    ]
  })
}

/** What arrived after the end is kept at the end; it may have happened any time before. */
function cutOf(placed: readonly PlacedEntry[], lengthMs: number): QualityNote[] {
  const cut = placed.filter(({ atMs, receivedMs }) => atMs >= lengthMs && receivedMs > lengthMs)
  if (cut.length === 0) return []
  return [
    {
      kind: 'cut',
      fromMs: lengthMs,
      toMs: lengthMs,
      text: say(
        `${cut.length} 条记录在作答结束后才送达，列在结束时刻，实际时刻不明。`,
        `${cut.length} ${cut.length === 1 ? 'entry' : 'entries'} came in after the end and ${cut.length === 1 ? 'stands' : 'stand'} at the end; when ${cut.length === 1 ? 'it' : 'they'} happened is not known.`,
      ),
    },
  ]
}
