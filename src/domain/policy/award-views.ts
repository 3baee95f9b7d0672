import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { AwardState } from './awards.ts'
import { CREDIT_SOURCES, TRANSACTION_KINDS } from './ledger.ts'
import { Award } from './policy.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

/** Where credits of one source stand; all four together are what was ever issued. */
export const CreditFigures = Type.Object(
  {
    /** Given, and not yet to be used: something is open. */
    held: Type.Integer({ minimum: 0 }),
    available: Type.Integer({ minimum: 0 }),
    revoked: Type.Integer({ minimum: 0 }),
    expired: Type.Integer({ minimum: 0 }),
  },
  closed,
)
export type CreditFigures = Static<typeof CreditFigures>

/** Credits earned in one year or one five-year cycle (years at UTC+8), each source apart. */
export const CreditPeriod = Type.Object(
  {
    from: Type.Integer(),
    to: Type.Integer(),
    competence: CreditFigures,
    attendance: CreditFigures,
  },
  closed,
)
export type CreditPeriod = Static<typeof CreditPeriod>

/** One transaction of a person's ledger, as its owner reads it. */
export const CreditLine = Type.Object(
  {
    at: Time,
    /** What it is about: `attempt:ID`, `standing:KEY` or `attendance:ID`. */
    origin: Type.String(),
    /** Place among the transactions of this origin, from 1. */
    sequence: Type.Integer({ minimum: 1 }),
    kind: Type.Enum([...TRANSACTION_KINDS]),
    source: Type.Enum([...CREDIT_SOURCES]),
    amount: Type.Integer({ minimum: 1 }),
    /** The transaction of the same origin that this one counters. */
    counters: orNull(Type.Integer({ minimum: 1 })),
    /** What the credits are for: the exam's title, the policy's, or what was attended. */
    title: LocalizedText,
    /** What this transaction does, in words. */
    meaning: LocalizedText,
    earnedAt: Time,
    expiresAt: Time,
    attemptId: orNull(Uuid),
  },
  closed,
)
export type CreditLine = Static<typeof CreditLine>

/** A person's credits: GET /api/my/credits. */
export const MyCredits = Type.Object(
  {
    available: Type.Integer({ minimum: 0 }),
    held: Type.Integer({ minimum: 0 }),
    /** Newest first. */
    years: Type.Array(CreditPeriod),
    cycles: Type.Array(CreditPeriod),
    /** Newest first. */
    lines: Type.Array(CreditLine),
  },
  closed,
)
export type MyCredits = Static<typeof MyCredits>

export const CERTIFICATE_STATES = ['valid', 'suspended', 'revoked', 'expired'] as const
export const CertificateState = Type.Enum([...CERTIFICATE_STATES])
export type CertificateState = (typeof CERTIFICATE_STATES)[number]

/** A certificate of mine: GET /api/my/certificates. */
export const MyCertificate = Type.Object(
  {
    id: Uuid,
    title: LocalizedText,
    level: orNull(LocalizedText),
    state: CertificateState,
    /** Since when it is in this state. */
    since: Time,
    issuedAt: Time,
    validUntil: orNull(Time),
    simulated: Type.Boolean(),
    attemptId: orNull(Uuid),
    /** Page where anybody who has the link sees that it is genuine. */
    verifyPath: Type.String(),
    /** The certificate as PDF, and as a signed Open Badge (text of a JWT); of the holder only. */
    pdfPath: Type.String(),
    credentialPath: Type.String(),
  },
  closed,
)
export type MyCertificate = Static<typeof MyCertificate>

/** What anybody with the link is shown: GET /api/certificates/check/:code. */
export const CertificateCheck = Type.Object(
  {
    holder: Type.String(),
    title: LocalizedText,
    level: orNull(LocalizedText),
    /** Probability that the true ability reaches the pass mark, where the result says one. */
    passProbability: orNull(Type.Number({ minimum: 0, maximum: 1 })),
    criteria: LocalizedText,
    issuer: LocalizedText,
    earnedAt: Time,
    issuedAt: Time,
    validUntil: orNull(Time),
    state: CertificateState,
    since: Time,
    simulated: Type.Boolean(),
  },
  closed,
)
export type CertificateCheck = Static<typeof CertificateCheck>

export const TASK_KINDS = ['talk', 'retraining'] as const
export const TASK_STATES = ['open', 'done', 'declined', 'withdrawn'] as const

/** Something a person does because a rule asks for it: GET /api/tasks and /api/my/tasks. */
export const TaskView = Type.Object(
  {
    id: Uuid,
    kind: Type.Enum([...TASK_KINDS]),
    /** What is to be done, in words. */
    name: LocalizedText,
    /** Why: the reason of the deciding rules. */
    reasons: Type.Array(LocalizedText),
    /** The exam or the policy it follows from. */
    title: LocalizedText,
    /** With or for whom; null where it is about a unit. */
    person: orNull(Type.Object({ id: Uuid, name: Type.String() }, closed)),
    unit: Type.Object({ id: Uuid, name: LocalizedText }, closed),
    openedAt: Time,
    dueAt: Time,
    overdue: Type.Boolean(),
    state: Type.Enum([...TASK_STATES]),
    /** How it ended. Who did it is told to those who may see the list, not to its person. */
    ended: orNull(
      Type.Object({ at: Time, note: Type.String(), by: orNull(Type.String()) }, closed),
    ),
    attemptId: orNull(Uuid),
  },
  closed,
)
export type TaskView = Static<typeof TaskView>

/** An award as it stands, with the dates between which an eligibility holds. */
export const AwardView = Type.Object(
  {
    award: Award,
    name: LocalizedText,
    state: AwardState,
    title: LocalizedText,
    at: Time,
    validUntil: orNull(Time),
    attemptId: orNull(Uuid),
  },
  closed,
)
export type AwardView = Static<typeof AwardView>

/** How long awards took: from the moment a result was final to its award, in seconds. */
export const AwardTimes = Type.Object(
  {
    examId: Uuid,
    title: LocalizedText,
    awarded: Type.Integer({ minimum: 0 }),
    medianSeconds: orNull(Type.Number({ minimum: 0 })),
    p95Seconds: orNull(Type.Number({ minimum: 0 })),
    longestSeconds: orNull(Type.Number({ minimum: 0 })),
    /** Awards that are held now: a case or an appeal is open. */
    held: Type.Integer({ minimum: 0 }),
  },
  closed,
)
export type AwardTimes = Static<typeof AwardTimes>
