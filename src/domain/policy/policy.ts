import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import type { PolicyFacts } from './facts.ts'
import type { PersonFacts, UnitFacts } from './standing-facts.ts'
import { PolicySubject } from './subject.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })

const Months = Type.Integer({ minimum: 1, maximum: 240 })
const Days = Type.Integer({ minimum: 1, maximum: 366 })

/** What a rule can give, or ask people to do; nothing of it happens by the machine alone. */
export const Award = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('credits'),
      amount: Type.Integer({ minimum: 1, maximum: 10_000 }),
      /** When what was not used expires: with its year, or (left out) with its five-year cycle. */
      expires: Type.Optional(Type.Union([Type.Literal('year'), Type.Literal('five-years')])),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('certificate'), validMonths: Type.Optional(Months) }, closed),
  /** May apply for something: a title, an appointment, an honour. */
  Type.Object(
    {
      kind: Type.Literal('eligibility'),
      of: Id,
      name: Type.Optional(LocalizedText),
      validMonths: Type.Optional(Months),
    },
    closed,
  ),
  /** Somebody talks with the person, or with who leads the unit. */
  Type.Object({ kind: Type.Literal('talk'), dueDays: Type.Optional(Days) }, closed),
  /** Somebody sees to it that the person learns, of one competency or of all. */
  Type.Object(
    {
      kind: Type.Literal('retraining'),
      competency: Type.Optional(Id),
      dueDays: Type.Optional(Days),
    },
    closed,
  ),
])
export type Award = Static<typeof Award>

export const PolicyEffect = Type.Union([Type.Literal('grant'), Type.Literal('withhold')])
export type PolicyEffect = Static<typeof PolicyEffect>

/** One condition (CEL over the facts) with its effect and the reason told to the candidate. */
export const PolicyRule = Type.Object(
  {
    id: Id,
    title: LocalizedText,
    when: Type.String({ minLength: 1, maxLength: 2000 }),
    effect: PolicyEffect,
    award: Type.Optional(Award),
    reason: LocalizedText,
  },
  closed,
)
export type PolicyRule = Static<typeof PolicyRule>

export const OutcomeEffect = Type.Union([
  Type.Literal('grant'),
  Type.Literal('hold'),
  Type.Literal('withhold'),
])
export type OutcomeEffect = Static<typeof OutcomeEffect>

/** Facts of whichever subject; `factSchemaOf` holds them to the subject's own. */
export type SubjectFacts = PolicyFacts | PersonFacts | UnitFacts

/** A worked case that must come out as written; part of the document, run by every check. */
export const PolicyExample = Type.Object(
  {
    title: LocalizedText,
    /** Of the subject's schema; a check holds them to it. */
    facts: Type.Unsafe<Partial<SubjectFacts>>(Type.Object({}, { additionalProperties: true })),
    expect: Type.Object({ effect: OutcomeEffect, decidedBy: Type.Array(Type.String()) }, closed),
  },
  closed,
)
export type PolicyExample = Static<typeof PolicyExample>

/** Versioned rules from settled results to awards. The order of rules means nothing. */
export const PolicyDocument = Type.Object(
  {
    format: Type.Literal('probity-policy/1'),
    id: Id,
    title: LocalizedText,
    /** Left out: attempts. */
    subject: Type.Optional(PolicySubject),
    /** Of persons and units: how many calendar years are looked at together; left out: one. */
    cycle: Type.Optional(Type.Enum(['year', 'five-years'])),
    /** Of persons: the greatest share of what counts that attendance may make up; left out: none. */
    attendanceShare: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** Performance level ids the rules speak of, so that a misspelt one is found. */
    levels: Type.Optional(Type.Array(Id)),
    rules: Type.Array(PolicyRule, { minItems: 1, maxItems: 200 }),
    examples: Type.Array(PolicyExample, { maxItems: 200 }),
  },
  closed,
)
export type PolicyDocument = Static<typeof PolicyDocument>

/** What a document speaks of. */
export function subjectOf(document: Pick<PolicyDocument, 'subject'>): PolicySubject {
  return document.subject ?? 'attempt'
}

/** What the rules said about one subject, and why. */
export const PolicyOutcome = Type.Object(
  {
    effect: OutcomeEffect,
    /** Ids of the deciding rules, sorted; built-in rules start with `probity:`. */
    decidedBy: Type.Array(Type.String()),
    /** What granting rules give, or would give were nothing in the way. */
    awards: Type.Array(Award),
    reasons: Type.Array(LocalizedText),
    /** Rules that could not be evaluated; they were skipped, never counted as a grant. */
    errors: Type.Array(Type.Object({ rule: Type.String(), message: Type.String() }, closed)),
  },
  closed,
)
export type PolicyOutcome = Static<typeof PolicyOutcome>
