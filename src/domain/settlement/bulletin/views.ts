import { type Static, Type } from 'typebox'
import { LocalizedText } from '../../text.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

/** A figure with its 95 % interval. */
export const IntervalView = Type.Object(
  { value: Type.Number(), low: Type.Number(), high: Type.Number() },
  closed,
)

/** `YYYY-1` or `YYYY-2`: a half of a calendar year at UTC+8. */
export const HalfYear = Type.String({ pattern: '^20[0-9]{2}-[12]$' })

/** What a bulletin can be about: one exam, or all exams of a programme in a half-year. */
export const BulletinSource = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('exam'),
      examId: Uuid,
      title: LocalizedText,
      closedAt: Time,
      /** Whether everything about its attempts is settled. */
      isFinal: Type.Boolean(),
      simulated: Type.Boolean(),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('half-year'),
      program: Type.String(),
      half: HalfYear,
      title: LocalizedText,
      exams: Type.Integer({ minimum: 2 }),
      isFinal: Type.Boolean(),
      simulated: Type.Boolean(),
    },
    closed,
  ),
])
export type BulletinSource = Static<typeof BulletinSource>

export const MARKS = [
  'jump',
  'late-starts',
  'above-the-cut',
  'missing-weak',
  'missing-ranks',
] as const
export type MarkKind = (typeof MARKS)[number]

/** Something to look at in a unit, never a verdict on it. */
export const BulletinMark = Type.Object(
  {
    kind: Type.Enum([...MARKS]),
    /** Adjusted for the number of units looked at. */
    p: Type.Number({ minimum: 0, maximum: 1 }),
    sentence: LocalizedText,
    /** What else it may come from. */
    explanations: Type.Array(LocalizedText),
  },
  closed,
)
export type BulletinMark = Static<typeof BulletinMark>

/** Seats of an exam: everybody assigned, counted once an exam. */
export const Participation = Type.Object(
  {
    assigned: Count,
    /** Exempted with a reason: neither sat nor missing. */
    exempt: Count,
    sat: Count,
    missing: Count,
    /** Of those not exempted; null where nobody is left. */
    share: orNull(Type.Number()),
  },
  closed,
)
export type Participation = Static<typeof Participation>

/** One unit with everything below it. */
export const BulletinUnit = Type.Object(
  {
    id: Uuid,
    name: LocalizedText,
    /** Null where fewer than five persons could be told apart. */
    participation: orNull(Participation),
    /** Null where fewer than five results could be told apart. */
    ability: orNull(
      Type.Object(
        {
          /** Persons with a result. */
          count: Count,
          /** Of everybody who should have sat, from those who did. */
          mean: IntervalView,
          /** Share at or above the level required; null where none is. */
          share: orNull(IntervalView),
        },
        closed,
      ),
    ),
    /** Places it may hold among the units beside it; null where it is not compared. */
    rank: orNull(Type.Object({ from: Count, to: Count }, closed)),
    /** Units of one number are not to be ordered; 1 is the highest. */
    group: orNull(Count),
    marks: Type.Array(BulletinMark),
  },
  closed,
)
export type BulletinUnit = Static<typeof BulletinUnit>

/** A share with its interval, and how far the group lies from all others. */
export const RateView = Type.Object(
  {
    count: Count,
    of: Count,
    rate: IntervalView,
    /** Less the rate of everybody else; null where there is nobody else. */
    gap: orNull(IntervalView),
  },
  closed,
)
export type RateView = Static<typeof RateView>

export const RATES = ['assigned', 'noticed', 'sat', 'flagged', 'case', 'awarded'] as const
export type RateKind = (typeof RATES)[number]
export const GROUPINGS = ['rank', 'post', 'age'] as const

/** One group of persons with what happened to them. */
export const RateGroup = Type.Object(
  {
    grouping: Type.Enum([...GROUPINGS]),
    /** A rank, a post, the age from which a band begins. */
    id: Type.String(),
    name: LocalizedText,
    persons: Count,
    /** Null where the denominator is too small to be told. */
    rates: Type.Object(
      {
        assigned: orNull(RateView),
        noticed: orNull(RateView),
        sat: orNull(RateView),
        flagged: orNull(RateView),
        case: orNull(RateView),
        awarded: orNull(RateView),
      },
      closed,
    ),
  },
  closed,
)
export type RateGroup = Static<typeof RateGroup>

/** What a tier reads about its branch. */
export const Bulletin = Type.Object(
  {
    source: BulletinSource,
    /** The level that is required, and what is compared with before; null where there is none. */
    required: orNull(LocalizedText),
    earlier: orNull(LocalizedText),
    /** The whole branch, then the units directly below it. */
    whole: BulletinUnit,
    units: Type.Array(BulletinUnit),
    groups: Type.Array(RateGroup),
  },
  closed,
)
export type Bulletin = Static<typeof Bulletin>

/** One exemption from an exam, as its register shows it. */
export const ExemptionView = Type.Object(
  {
    id: Uuid,
    exam: Type.Object({ id: Uuid, title: LocalizedText }, closed),
    person: Type.Object(
      { id: Uuid, name: Type.String(), unitName: LocalizedText, rank: Type.String() },
      closed,
    ),
    reason: Type.String(),
    by: Type.String(),
    at: Time,
    /** Until when it holds; null: for the whole exam. */
    until: orNull(Time),
    ended: orNull(Type.Object({ by: Type.String(), at: Time, reason: Type.String() }, closed)),
    /** Whether it holds now, or held when the window closed. */
    inForce: Type.Boolean(),
  },
  closed,
)
export type ExemptionView = Static<typeof ExemptionView>

const Reason = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })

/** The register of a branch, and the exams somebody of it can still be exempted from. */
export const ExemptionRegister = Type.Object(
  {
    exemptions: Type.Array(ExemptionView),
    exams: Type.Array(Type.Object({ id: Uuid, title: LocalizedText }, closed)),
  },
  closed,
)
export type ExemptionRegister = Static<typeof ExemptionRegister>

/** Who exempts says from what, why and until when. */
export const NewExemption = Type.Object(
  { examId: Uuid, reason: Reason, until: Type.Optional(orNull(Time)) },
  closed,
)
export type NewExemption = Static<typeof NewExemption>
export const ExemptionEnding = Type.Object({ reason: Reason }, closed)

const Hours = Type.Number({ minimum: 0, maximum: 24 })
const Day = Type.String({ format: 'date' })

/** Hours a person attended on a day; the newest record of a day and event counts. */
export const AttendanceRecord = Type.Object(
  {
    person: Type.Object({ id: Uuid, account: Type.String(), name: Type.String() }, closed),
    day: Day,
    hours: Hours,
    what: Type.String(),
    by: Type.String(),
    at: Time,
  },
  closed,
)
export type AttendanceRecord = Static<typeof AttendanceRecord>

/** What an import found; nothing is recorded while there is a fault. */
export const AttendanceImport = Type.Object(
  {
    rows: Count,
    recorded: Count,
    /** Rows that say what is known already. */
    unchanged: Count,
    faults: Type.Array(
      Type.Object({ row: Count, column: orNull(Type.String()), message: LocalizedText }, closed),
    ),
  },
  closed,
)
export type AttendanceImport = Static<typeof AttendanceImport>

/** What a unit is to reach in a calendar year. */
export const UnitTarget = Type.Object(
  {
    participation: Type.Number({ minimum: 0, maximum: 1 }),
    shareAtLevel: Type.Number({ minimum: 0, maximum: 1 }),
  },
  closed,
)
export type UnitTarget = Static<typeof UnitTarget>
export const NewUnitTarget = Type.Object(
  { year: Type.Integer({ minimum: 2020, maximum: 2100 }), ...UnitTarget.properties },
  closed,
)
export type NewUnitTarget = Static<typeof NewUnitTarget>

/** Plan against carried out, for one unit with everything below it. */
export const TargetRow = Type.Object(
  {
    id: Uuid,
    name: LocalizedText,
    depth: Count,
    target: orNull(Type.Object({ ...UnitTarget.properties, by: Type.String(), at: Time }, closed)),
    participation: orNull(Participation),
    share: orNull(IntervalView),
    /** `open` where the interval holds the target. */
    standing: Type.Enum(['met', 'open', 'missed', 'none']),
  },
  closed,
)
export type TargetRow = Static<typeof TargetRow>
