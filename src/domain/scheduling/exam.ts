import { type Static, Type } from 'typebox'
import { Blueprint } from '../assembly/blueprint.ts'
import { LocalizedText } from '../text.ts'
import { ExamRequirements } from './requirements.ts'
import { ReviewRules } from './review-rules.ts'
import { Verification } from './verification.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })

/** When the exam may be taken; half-open, [opensAt, closesAt). */
export const ExamWindow = Type.Object({ opensAt: Time, closesAt: Time }, closed)
export type ExamWindow = Static<typeof ExamWindow>

export const RELEASES = ['at-submission', 'after-screening'] as const
export const ReleaseResults = Type.Enum([...RELEASES])
export type ReleaseResults = (typeof RELEASES)[number]

/** What an organizer decides about a draft. */
export const ExamDraft = Type.Object(
  {
    unitId: Uuid,
    bankVersionId: Uuid,
    policyVersionId: Uuid,
    blueprint: Blueprint,
    window: ExamWindow,
    /** Every candidate of these units' branches is assigned when the exam is published. */
    audienceUnitIds: Type.Array(Uuid, { minItems: 1 }),
    /** How many auditors must agree before a case is settled. */
    decisionsNeeded: Type.Integer({ minimum: 1, maximum: 3 }),
    /** Results and awards at submission, or once the whole exam has been screened. */
    releaseResults: ReleaseResults,
    /** The signed panel the cut scores come from. */
    panelId: Type.Optional(Type.Union([Uuid, Type.Null()])),
    /** Why the cut scores are what they are, where no panel stands behind them. */
    cutReason: Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()])),
    /** What candidates and their browsers must bring; none where it is left out. */
    requirements: Type.Optional(Type.Union([ExamRequirements, Type.Null()])),
    /** What brings an attempt before auditors; the defaults where it is left out. */
    reviewRules: Type.Optional(ReviewRules),
    /** The exam that this one re-tests; of its candidates only some are then assigned. */
    verifies: Type.Optional(Type.Union([Verification, Type.Null()])),
  },
  closed,
)
export type ExamDraft = Static<typeof ExamDraft>

/**
 * Where an exam stands. `published` before its window, `open` in it, `checking` after it
 * until every attempt is closed and screened, then `final`.
 */
export const EXAM_STATES = ['draft', 'published', 'open', 'checking', 'final'] as const
export type ExamState = (typeof EXAM_STATES)[number]
export const ExamState = Type.Enum([...EXAM_STATES])

/** When an exam's window closes, with what was added to it while it was open. */
export function windowEndOf(exam: {
  readonly closesAt: Date
  readonly extendedSeconds: number
}): Date {
  return new Date(exam.closesAt.getTime() + exam.extendedSeconds * 1000)
}

/** The state at a time; only drafts and final exams are stored as such. */
export function stateOfExam(
  exam: {
    readonly publishedAt?: Date | null | undefined
    readonly finalAt?: Date | null | undefined
    readonly opensAt: Date
    readonly closesAt: Date
    readonly extendedSeconds: number
  },
  now: Date,
): ExamState {
  if (!exam.publishedAt) return 'draft'
  if (exam.finalAt) return 'final'
  if (now < exam.opensAt) return 'published'
  return now < windowEndOf(exam) ? 'open' : 'checking'
}

/** A rule of publication that a draft meets or breaks. */
export const PublicationRule = Type.Object(
  {
    rule: Type.String(),
    met: Type.Boolean(),
    /** Whether a recorded waiver lets the exam be published all the same. */
    waivable: Type.Boolean(),
    message: LocalizedText,
  },
  closed,
)
export type PublicationRule = Static<typeof PublicationRule>
