import { type Static, Type } from 'typebox'
import { compareText, LocalizedText } from '../text.ts'
import { type LiveRow, liveStateOf } from './live-board.ts'
import { LiveCounts, type LiveState } from './live-board-views.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })
const TimeOrNull = Type.Union([Time, Type.Null()])

/** Rows of one page unless asked otherwise. */
const USUAL_ROWS = 50
/** As many as one act may name. */
const MOST_ROWS = 1000

/** By what the people of an exam can be ordered; a minus in front turns the order round. */
export const LIVE_SORTS = ['state', 'person', 'silent', 'deadline'] as const
type LiveSort = (typeof LIVE_SORTS)[number]

/** Which of the people of an exam are asked for. */
export const LiveAttemptsAsked = Type.Object(
  {
    state: Type.Optional(Type.KeyOf(LiveCounts)),
    /** Of this unit's whole branch. */
    unit: Type.Optional(Uuid),
    /** Part of a name, of a person or a unit. */
    q: Type.Optional(Type.String({ maxLength: 100 })),
    sort: Type.Optional(Type.Enum([...LIVE_SORTS, ...LIVE_SORTS.map((key) => `-${key}` as const)])),
    page: Type.Optional(Type.Integer({ minimum: 1 })),
    rows: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_ROWS })),
  },
  closed,
)
export type LiveAttemptsAsked = Static<typeof LiveAttemptsAsked>

/** Somebody assigned to an exam: where they are, how far, how much time they have. */
export const LiveAttemptRow = Type.Object(
  {
    /** Null while there is no attempt. */
    attemptId: Type.Union([Uuid, Type.Null()]),
    person: Type.Object({ id: Uuid, name: Type.String(), unitName: LocalizedText }, closed),
    state: Type.KeyOf(LiveCounts),
    /** When the service last received anything of a running attempt; its own clock. */
    silentSince: TimeOrNull,
    deadlineAt: TimeOrNull,
    /** While it lies ahead the attempt pauses; the deadline has moved by it already. */
    pausedUntil: TimeOrNull,
    answered: Count,
    itemCount: Count,
  },
  closed,
)
export type LiveAttemptRow = Static<typeof LiveAttemptRow>

/** A page of the people of an exam, as far as the caller's branches reach. */
export const LiveAttempts = Type.Object(
  {
    at: Time,
    /** When the window closes, with what was added to it. */
    closesAt: Time,
    /** While it lies ahead everybody pauses. */
    pausedUntil: TimeOrNull,
    /** Whether these are all people of the exam, so that one may act on everybody. */
    coversAll: Type.Boolean(),
    /** How many fit what was asked. */
    total: Count,
    page: Type.Integer({ minimum: 1 }),
    pageCount: Count,
    rows: Type.Array(LiveAttemptRow),
  },
  closed,
)
export type LiveAttempts = Static<typeof LiveAttempts>

/** Below 0 where the first name comes first. */
type CompareNames = (left: string, right: string) => number

/** Of the people of an exam those on the page asked for. */
export interface LivePage {
  readonly total: number
  readonly page: number
  readonly pageCount: number
  readonly rows: readonly LiveRow[]
}

/** How an attempt stands now, which may be newer than the reading that found it. */
export interface LiveProgress {
  readonly id: string
  readonly state: 'running' | 'submitted' | 'expired'
  readonly deadlineAt: Date
  readonly pausedUntil: Date | null
  readonly answered: number
  readonly itemCount: number
}

/** Those that may need help first. */
const BY_STATE: readonly LiveState[] = [
  'disconnected',
  'stalled',
  'away',
  'paused',
  'active',
  'not-started',
  'submitted',
  'expired',
]

/**
 * The people asked for in the order asked for, equals by name; whatever has no value comes last
 * either way. A page beyond the last is the last. How names are sorted is a matter of the language.
 */
export function findLivePage(
  rows: readonly LiveRow[],
  asked: LiveAttemptsAsked,
  { now, compareNames }: { readonly now: Date; readonly compareNames: CompareNames },
): LivePage {
  const wanted = (asked.q ?? '').trim().toLowerCase()
  const found = rows
    .map((row) => ({ row, state: liveStateOf(row.attempt, now) }))
    .filter(
      ({ row, state }) =>
        (asked.state === undefined || state === asked.state) &&
        (asked.unit === undefined || row.unitPath.split('/').includes(asked.unit)) &&
        textOf(row).includes(wanted),
    )
  const sorting = asked.sort ?? 'state'
  const descending = sorting.startsWith('-')
  const sort = (descending ? sorting.slice(1) : sorting) as LiveSort
  const keyed = found.map((one) => ({ ...one, key: KEYS[sort](one.row, one.state) }))
  keyed.sort((left, right) => {
    const { key: a, row: leftRow } = left
    const { key: b, row: rightRow } = right
    if ((a === null) !== (b === null)) return a === null ? 1 : -1
    const order =
      typeof a === 'number' && typeof b === 'number' ? a - b : compareNames(`${a}`, `${b}`)
    if (order !== 0) return descending ? -order : order
    return (
      compareNames(leftRow.personName, rightRow.personName) ||
      compareText(leftRow.personId, rightRow.personId)
    )
  })
  const size = asked.rows ?? USUAL_ROWS
  const pageCount = Math.ceil(keyed.length / size)
  const page = Math.max(1, Math.min(asked.page ?? 1, pageCount))
  const shown = keyed.slice((page - 1) * size, page * size)
  return { total: keyed.length, page, pageCount, rows: shown.map(({ row }) => row) }
}

/** Somebody as a page shows them at a time; an act that was just done is seen at once. */
export function attemptRowOf(
  { personId, personName, unitName, attempt }: LiveRow,
  progress: LiveProgress | null,
  now: Date,
): LiveAttemptRow {
  const newest = attempt && { ...attempt, ...progress }
  const silentSince =
    newest?.state === 'running' ? (newest.lastReceivedAt ?? newest.startedAt) : null
  return {
    attemptId: newest?.id ?? null,
    person: { id: personId, name: personName, unitName },
    state: liveStateOf(newest, now),
    silentSince: silentSince?.toISOString() ?? null,
    deadlineAt: newest?.deadlineAt.toISOString() ?? null,
    pausedUntil: newest?.pausedUntil?.toISOString() ?? null,
    answered: progress?.answered ?? 0,
    itemCount: progress?.itemCount ?? 0,
  }
}

function textOf({ personName, unitName }: LiveRow): string {
  return [personName, ...Object.values(unitName)].join('\n').toLowerCase()
}

type Key = string | number | null

const KEYS: Readonly<Record<LiveSort, (row: LiveRow, state: LiveState) => Key>> = {
  state: (_, state) => BY_STATE.indexOf(state),
  person: ({ personName }) => personName,
  silent: ({ attempt }) => {
    if (attempt?.state !== 'running') return null
    return (attempt.lastReceivedAt ?? attempt.startedAt).getTime()
  },
  deadline: ({ attempt }) => attempt?.deadlineAt.getTime() ?? null,
}
