import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { MyAppeal } from './appeal-views.ts'
import { CASE_ORIGINS } from './case-source.ts'
import { FINDINGS } from './decision.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const Nullable = <Of extends Type.TSchema>(of: Of) => Type.Union([of, Type.Null()])

/** What auditors found, as its candidate reads it. */
export const MyFinding = Type.Object(
  { code: Type.Enum(FINDINGS), name: LocalizedText, reason: LocalizedText, decidedAt: Time },
  closed,
)

/** What was noticed about an attempt and what people make of it, as its candidate reads it. */
export const MyReview = Type.Object(
  {
    /** Null while nobody looks, or none that the candidate is told of. */
    caseId: Nullable(Uuid),
    state: Type.Enum(['none', 'open', 'decided']),
    /** Why people looked: what was noticed, or chance. Null while nobody does. */
    origin: Nullable(Type.Enum(CASE_ORIGINS)),
    openedAt: Nullable(Time),
    /** By when people have to decide; null where nothing waits for them. */
    dueAt: Nullable(Time),
    /** Whether a statement would still be read before the decision. */
    mayState: Type.Boolean(),
    flags: Type.Array(
      Type.Object(
        {
          name: LocalizedText,
          summary: LocalizedText,
          evidence: Type.Array(LocalizedText),
          innocentExplanations: Type.Array(LocalizedText),
          falseFlagRate: Type.Object({ value: Type.Number(), basis: LocalizedText }, closed),
        },
        closed,
      ),
    ),
    statements: Type.Array(Type.Object({ at: Time, text: Type.String() }, closed)),
    /** Of the auditors of the case; what an appeal made of it stands with the appeal. */
    finding: Nullable(MyFinding),
    /** Of cases before this one, oldest first: they hold no more. */
    earlier: Type.Array(MyFinding),
    /** Last moment for an appeal; null where there is none to be made. */
    appealUntil: Nullable(Time),
    appeal: Nullable(MyAppeal),
  },
  closed,
)
export type MyReview = Static<typeof MyReview>

/**
 * What a candidate has to know or to do about a case:
 * - `open`: people look at an attempt; something can be said to it until then.
 * - `may-appeal`: a finding was told against which an appeal is possible until then.
 * - `appealed`: the appeal waits for its decision, due then.
 * - `found`: a finding was told lately; `heard`: an appeal was decided lately.
 */
export const MATTER_KINDS = ['open', 'may-appeal', 'appealed', 'found', 'heard'] as const

/** One entry of "something needs you" on the home page. */
export const Matter = Type.Object(
  {
    kind: Type.Enum(MATTER_KINDS),
    attemptId: Uuid,
    examTitle: LocalizedText,
    /** What holds; null while open. */
    finding: Nullable(LocalizedText),
    /** Whether something has been said already. */
    stated: Type.Boolean(),
    /** Until when something can be done, or by when others have to decide; null: no more. */
    until: Nullable(Time),
  },
  closed,
)
export type Matter = Static<typeof Matter>
