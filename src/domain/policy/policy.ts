import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { PolicyFacts } from './facts.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })

/** What a candidate can get. */
export const Award = Type.Union([
  Type.Object({ kind: Type.Literal('credits'), amount: Type.Integer({ minimum: 1 }) }, closed),
  Type.Object({ kind: Type.Literal('certificate') }, closed),
  /** May apply for something: a title, an appointment, an honour. */
  Type.Object(
    { kind: Type.Literal('eligibility'), of: Id, name: Type.Optional(LocalizedText) },
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

/** A worked case that must come out as written; part of the document, run by every check. */
export const PolicyExample = Type.Object(
  {
    title: LocalizedText,
    facts: PolicyFacts,
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
    /** Performance level ids the rules speak of, so that a misspelt one is found. */
    levels: Type.Optional(Type.Array(Id)),
    rules: Type.Array(PolicyRule, { minItems: 1, maxItems: 200 }),
    examples: Type.Array(PolicyExample, { maxItems: 200 }),
  },
  closed,
)
export type PolicyDocument = Static<typeof PolicyDocument>

/** What the rules said about one attempt, and why. */
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
