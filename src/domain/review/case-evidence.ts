import { type Static, Type } from 'typebox'
import { AnswerLikeness, AttemptLink } from '../forensics/cohort/compared-attempt.ts'
import { QUALITY_KINDS } from '../forensics/timeline-quality.ts'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const Count = Type.Integer({ minimum: 0 })
const Nullable = <Of extends Type.TSchema>(of: Of) => Type.Union([of, Type.Null()])

/** What the timeline does not know, ms on server time since the attempt began. */
export const QualityView = Type.Object(
  {
    kind: Type.Enum([...QUALITY_KINDS]),
    fromMs: Type.Number({ minimum: 0 }),
    toMs: Type.Number({ minimum: 0 }),
    text: LocalizedText,
  },
  closed,
)

/** Seconds the model expects of this person's own speed, with the interval 95 in 100 lie in. */
export const ExpectedSeconds = Type.Object(
  { seconds: Type.Number(), low: Type.Number(), high: Type.Number() },
  closed,
)

/** One item that both answered, side by side. */
const SharedAnswer = Type.Object(
  {
    itemId: Type.String(),
    stem: LocalizedText,
    /** Where it stood on either form. */
    position: Type.Integer(),
    otherPosition: Type.Integer(),
    answer: LocalizedText,
    otherAnswer: LocalizedText,
    likeness: Type.Union([
      Type.Literal('alike-right'),
      Type.Literal('alike-wrong'),
      Type.Literal('unlike'),
    ]),
    /** Of answering alike though both worked alone; null where not worked out. */
    chance: Nullable(Type.Number({ minimum: 0, maximum: 1 })),
  },
  closed,
)
export type SharedAnswer = Static<typeof SharedAnswer>

/** Another attempt of the exam, by a letter of this case alone: never who it is of. */
export const PartnerView = Type.Object(
  {
    code: Type.String(),
    /** By which the flags of this case call it. */
    number: Type.Integer(),
    likeness: Nullable(Type.Omit(AnswerLikeness, ['chances'])),
    /** Matches to be expected had both worked alone; null where not worked out. */
    expectedMatches: Nullable(Type.Number()),
    /** Null where the other stands on the auditor's own line: not for this auditor to read. */
    answers: Nullable(Type.Array(SharedAnswer)),
    link: Nullable(AttemptLink),
  },
  closed,
)
export type PartnerView = Static<typeof PartnerView>

/** One device and network with which the attempt was worked, by letters of this case alone. */
export const ContactView = Type.Object(
  {
    /** Equal letters mean the same device, and so for addresses; null is not known. */
    device: Nullable(Type.String()),
    address: Nullable(Type.String()),
    /** As the browser calls itself. */
    client: Type.String(),
    firstSeenAt: Type.String({ format: 'date-time' }),
    /** Other accounts that sat this exam with it: many mean an office or a shared computer. */
    othersOnDevice: Count,
    othersOnAddress: Count,
  },
  closed,
)
export type ContactView = Static<typeof ContactView>

/** Typing and pointing against the same account's earlier exams; a reason to verify, no evidence. */
export const RhythmView = Type.Object({ z: Type.Number(), p: Type.Number() }, closed)
