import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { MISSES } from './attempt-time.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })

/** What can be done about attempts while an exam is open; `outage` by the service alone. */
export const CONDUCT_KINDS = ['extend', 'pause', 'resume', 'message', 'reopen', 'outage'] as const

/** Longest time that one act adds, or one pause lasts, in seconds: a day. */
export const MOST_SECONDS = 86_400
const Text = Type.String({ minLength: 1, maxLength: 1000 })
const Seconds = Type.Integer({ minimum: 1, maximum: MOST_SECONDS })

/** An organizer's act; candidates read its text, be it message or reason. */
export const ConductAct = Type.Union([
  Type.Object({ kind: Type.Literal('extend'), seconds: Seconds, text: Text }, closed),
  Type.Object({ kind: Type.Literal('pause'), seconds: Seconds, text: Text }, closed),
  Type.Object({ kind: Type.Literal('resume'), text: Text }, closed),
  Type.Object({ kind: Type.Literal('message'), text: Text }, closed),
  /** `seconds`: working time from now on. */
  Type.Object({ kind: Type.Literal('reopen'), seconds: Seconds, text: Text }, closed),
])
export type ConductAct = Static<typeof ConductAct>

/** An act with whom it is meant for; sent again by its id it changes nothing more. */
export const ConductOrder = Type.Object(
  {
    /** Made by the caller, once an act. */
    id: Uuid,
    act: ConductAct,
    /** All attempts of the exam, and its window; or these alone. */
    to: Type.Union([
      Type.Object({ all: Type.Literal(true) }, closed),
      Type.Object(
        { attemptIds: Type.Array(Uuid, { minItems: 1, maxItems: 1000, uniqueItems: true }) },
        closed,
      ),
    ]),
  },
  closed,
)
export type ConductOrder = Static<typeof ConductOrder>

/** An attempt that an act did not reach, and why; what is meant stands in attempt-time.ts. */
const Missed = Type.Object({ attemptId: Uuid, reason: Type.Enum([...MISSES]) }, closed)

/** Whom an act reached. */
export const ConductResult = Type.Object(
  {
    id: Uuid,
    /** Attempts whose time it changed, or who read its message. */
    reached: Type.Integer({ minimum: 0 }),
    missed: Type.Array(Missed),
  },
  closed,
)
export type ConductResult = Static<typeof ConductResult>

/** An act as organizers read it afterwards. */
export const ConductRecord = Type.Object(
  {
    id: Uuid,
    kind: Type.Enum([...CONDUCT_KINDS]),
    /** Of time added, of a pause, or from a reopening on; null where the act has none. */
    seconds: Type.Union([Type.Integer(), Type.Null()]),
    text: Type.String(),
    at: Time,
    /** Null: the service itself, giving back the time it was away. */
    by: Type.Union([Type.Object({ id: Uuid, name: Type.String() }, closed), Type.Null()]),
    toAll: Type.Boolean(),
    reached: Type.Integer({ minimum: 0 }),
    missed: Type.Integer({ minimum: 0 }),
    /** The first twenty of those it was meant for by name, as far as the reader's branches reach. */
    people: Type.Array(
      Type.Object(
        {
          attemptId: Uuid,
          name: Type.String(),
          unitName: LocalizedText,
          /** Null where it reached them. */
          missed: Type.Union([Type.Enum([...MISSES]), Type.Null()]),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type ConductRecord = Static<typeof ConductRecord>

/** An act as the candidates whom it concerns read it. */
export const AttemptNotice = Type.Object(
  {
    id: Uuid,
    kind: Type.Enum([...CONDUCT_KINDS]),
    seconds: Type.Union([Type.Integer(), Type.Null()]),
    text: Type.String(),
    at: Time,
  },
  closed,
)
export type AttemptNotice = Static<typeof AttemptNotice>

/** How an attempt stands, pushed to its page whenever any of it changes. */
export const AttemptNews = Type.Object(
  {
    serverNow: Time,
    state: Type.Union([
      Type.Literal('running'),
      Type.Literal('submitted'),
      Type.Literal('expired'),
    ]),
    deadlineAt: Time,
    /** While it lies ahead, the attempt pauses; the deadline has moved by it already. */
    pausedUntil: Type.Union([Time, Type.Null()]),
    /** The page that opened the attempt last is live; every other one has a lower claim. */
    claim: Type.Integer(),
    /** Newest last. */
    notices: Type.Array(AttemptNotice),
  },
  closed,
)
export type AttemptNews = Static<typeof AttemptNews>
