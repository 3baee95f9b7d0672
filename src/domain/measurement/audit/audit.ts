import { type Static, Type } from 'typebox'
import { LocalizedText } from '../../text.ts'

const closed = { additionalProperties: false } as const
const NumberOrNull = Type.Union([Type.Number(), Type.Null()])

/** Everything an exam is judged by. */
export const AUDIT_CODES = [
  'standard-error-at-cut',
  'accuracy',
  'consistency',
  'reliability',
  'discrimination',
  'ceiling-persons',
  'ceiling-items',
  'pass-share',
  'chance',
  'reading-time',
  'finished-early',
  'look-up',
  'times-unrelated',
  'overlap',
  'repeated-items',
  'coverage',
  'job-relevance',
] as const
export type AuditCode = (typeof AUDIT_CODES)[number]

export const AuditVerdict = Type.Union([
  Type.Literal('meaningful'),
  Type.Literal('weak'),
  Type.Literal('formality'),
])
export type AuditVerdict = Static<typeof AuditVerdict>

/** One figure of the exam against its bound, in words, with what helps at the least cost. */
export const AuditIndex = Type.Object(
  {
    /** One of the audit's codes, or `too-few-persons`. */
    code: Type.String(),
    value: Type.Number(),
    /** 95 % interval of the value, where there is one. */
    low: NumberOrNull,
    high: NumberOrNull,
    /** The bound that the value breaks; of a good value the one it keeps. */
    threshold: Type.Number(),
    rating: Type.Union([Type.Literal('good'), Type.Literal('weak'), Type.Literal('bad')]),
    message: LocalizedText,
    /** Null where nothing needs repair. */
    repair: Type.Union([LocalizedText, Type.Null()]),
  },
  closed,
)
export type AuditIndex = Static<typeof AuditIndex>
export type AuditRating = AuditIndex['rating']

/** Whether an exam means something, and why. */
export const Audit = Type.Object(
  {
    verdict: AuditVerdict,
    /** The verdict in a sentence. */
    summary: LocalizedText,
    /** Persons who answered; null before anyone sits the exam. */
    persons: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    /** What speaks against the exam, the worst first. */
    reasons: Type.Array(AuditIndex),
    /** What is as it should be. */
    sound: Type.Array(AuditIndex),
    /** What could not be judged, and why. */
    leftOut: Type.Array(
      Type.Object({ code: Type.Enum([...AUDIT_CODES]), message: LocalizedText }, closed),
    ),
  },
  closed,
)
export type Audit = Static<typeof Audit>

/** A figure before it is held against its bounds. */
export interface Measured {
  readonly code: AuditCode
  /** One value; of figures at cut scores one for each cut. */
  readonly values: readonly number[]
  readonly interval?: { readonly low: number; readonly high: number }
  /** What would help at the least cost; dropped where the figure is good. */
  readonly repair: LocalizedText
}

export interface LeftOut {
  readonly code: AuditCode
  readonly message: LocalizedText
}

/** What is known about an exam. */
export interface Figures {
  readonly measured: readonly Measured[]
  readonly leftOut: readonly LeftOut[]
}
