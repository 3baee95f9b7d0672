import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })

/** How many of those assigned are in each state; what the states mean stands in live-board.ts. */
export const LiveCounts = Type.Object(
  {
    'not-started': Count,
    active: Count,
    paused: Count,
    away: Count,
    stalled: Count,
    disconnected: Count,
    submitted: Count,
    expired: Count,
  },
  closed,
)
export type LiveCounts = Static<typeof LiveCounts>
export type LiveState = keyof LiveCounts

/** A unit with the counts of its whole branch. */
export const LiveUnit = Type.Object(
  {
    id: Uuid,
    /** Null where the unit above is none of the board's. */
    parentId: Type.Union([Uuid, Type.Null()]),
    name: LocalizedText,
    counts: LiveCounts,
  },
  closed,
)
export type LiveUnit = Static<typeof LiveUnit>

/** Those nothing comes from although they have time left, the longest silent first. */
export const LiveTrouble = Type.Object(
  {
    total: Count,
    /** The first hundred of them. */
    shown: Type.Array(
      Type.Object(
        {
          attemptId: Uuid,
          person: Type.Object({ id: Uuid, name: Type.String(), unitName: LocalizedText }, closed),
          state: Type.Union([Type.Literal('stalled'), Type.Literal('disconnected')]),
          /** When the service last received anything; its own clock. */
          silentSince: Time,
          deadlineAt: Time,
        },
        closed,
      ),
    ),
  },
  closed,
)
export type LiveTrouble = Static<typeof LiveTrouble>

/** Where everybody assigned to an exam is now, as far as the caller's branches reach. */
export const LiveBoard = Type.Object(
  {
    /** When it was read. */
    at: Time,
    counts: LiveCounts,
    units: Type.Array(LiveUnit),
    trouble: LiveTrouble,
  },
  closed,
)
export type LiveBoard = Static<typeof LiveBoard>

/** What is new on a board since the one before: new counts replace the old ones. */
export const LiveBoardChange = Type.Object(
  {
    at: Time,
    counts: LiveCounts,
    /** Only the units whose counts changed. */
    units: Type.Array(Type.Pick(LiveUnit, ['id', 'counts'])),
    /** Null where it is as before. */
    trouble: Type.Union([LiveTrouble, Type.Null()]),
  },
  closed,
)
export type LiveBoardChange = Static<typeof LiveBoardChange>
