import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { CASE_SOURCES, TRUTHS } from './case-source.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const Nullable = <Of extends Type.TSchema>(of: Of) => Type.Union([of, Type.Null()])

/**
 * One case in the auditor's queue, blinded. What would tell a case drawn by chance or a known one
 * from one that was opened on evidence (weight, origin, exact times, others' decisions) is null or
 * rounded until the case is decided.
 */
export const CaseRow = Type.Object(
  {
    id: Uuid,
    /** Stands for the candidate; says nothing about who it is. */
    code: Type.String(),
    examTitle: LocalizedText,
    simulated: Type.Boolean(),
    /** Weight of evidence in bans; null until the case is decided. */
    weight: Nullable(Type.Number()),
    flags: Type.Array(LocalizedText),
    /** Start of the day (UTC) it was opened on. */
    openedAt: Time,
    /** When my decision is due where I hold a seat, else when the case is; start of that day. */
    dueAt: Time,
    state: Type.Union([Type.Literal('open'), Type.Literal('decided')]),
    /**
     * My part: a seat waits for my decision, a seat is free for me to take, I have decided, or
     * there is no seat for me.
     */
    mine: Type.Union([
      Type.Literal('assigned'),
      Type.Literal('free'),
      Type.Literal('decided'),
      Type.Literal('none'),
    ]),
    /** Decisions so far; null as long as I could still add mine. */
    decisions: Nullable(Type.Integer()),
    /** How many independent decisions a case of this exam needs that agree. */
    decisionsNeeded: Type.Integer(),
    /** Why it was here; null until it is decided. */
    origin: Nullable(Type.Enum(CASE_SOURCES)),
    /** Of a known case that is decided: what had been planted. */
    truth: Nullable(Type.Enum(TRUTHS)),
  },
  closed,
)
export type CaseRow = Static<typeof CaseRow>

/** How much an auditor has to do, and how much more a day allows. */
export const Workload = Type.Object(
  {
    /** Seats that wait for my decision, and those of them past their day. */
    assigned: Type.Integer(),
    overdue: Type.Integer(),
    decidedToday: Type.Integer(),
    /** Decisions a day; then `rest-needed` until the next. */
    dayLimit: Type.Integer(),
    /** When the count begins anew. */
    dayEndsAt: Time,
  },
  closed,
)
export type Workload = Static<typeof Workload>

/** The queue with what it asks of me. */
export const CaseQueue = Type.Object({ cases: Type.Array(CaseRow), workload: Workload }, closed)
export type CaseQueue = Static<typeof CaseQueue>
