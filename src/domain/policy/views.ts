import { type Static, Type } from 'typebox'
import { Finding } from '../bank/finding.ts'
import { LocalizedText } from '../text.ts'
import { Award, OutcomeEffect, PolicyDocument, PolicyRule } from './policy.ts'
import { PolicySubject } from './subject.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

export const POLICY_STATES = ['awaiting-approval', 'scheduled', 'in-force', 'superseded'] as const

/** One version of a policy: its document, where it stands and what uses it. */
export const PolicyVersionView = Type.Object(
  {
    policyVersionId: Uuid,
    policy: Type.String(),
    version: Type.Integer(),
    subject: PolicySubject,
    title: LocalizedText,
    digest: Type.String(),
    /** In effect from here on, or from its approval where that came later. */
    effectiveFrom: Time,
    state: Type.Enum(POLICY_STATES),
    approved: Type.Boolean(),
    approval: nullable(Type.Object({ by: Type.String(), at: Time }, closed)),
    createdBy: Type.String(),
    createdAt: Time,
    /** Whether the reader wrote it, and so can't approve it. */
    mine: Type.Boolean(),
    /** Exams of the reader's branches that are or will be settled by it. */
    exams: Type.Array(
      Type.Object({ examId: Uuid, title: LocalizedText, final: Type.Boolean() }, closed),
    ),
    document: PolicyDocument,
    rules: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          title: LocalizedText,
          when: Type.String(),
          effect: PolicyRule.properties.effect,
          /** What it grants, in short: `credits 10`. */
          award: nullable(Type.String()),
          reason: LocalizedText,
        },
        closed,
      ),
    ),
  },
  closed,
)
export type PolicyVersionView = Static<typeof PolicyVersionView>

export const FACT_GROUPS = ['result', 'review', 'person', 'history', 'exam', 'unit'] as const

/** A fact rules may read, as the editor and the reference beside it show it. */
export const FactDescriptionView = Type.Object(
  {
    subject: PolicySubject,
    /** As it is written in a condition. */
    id: Type.String(),
    /** Its CEL type: string, double, bool, int, list<string>, map<string, ...>. */
    type: Type.String(),
    group: Type.Enum(FACT_GROUPS),
    /** Short name for sentences. */
    name: LocalizedText,
    description: LocalizedText,
    /** Least and greatest value of a number, where there is one. */
    minimum: nullable(Type.Number()),
    maximum: nullable(Type.Number()),
    /** Every value of a text, where they are known; the empty text means: none. */
    values: nullable(Type.Array(Type.String())),
    /** What stands in a map: fields with their types, for `name["id"].field`; else null. */
    fields: nullable(Type.Array(Type.Object({ id: Type.String(), type: Type.String() }, closed))),
    /** A condition that reads it. */
    example: Type.String(),
  },
  closed,
)
export type FactDescriptionView = Static<typeof FactDescriptionView>

/** What a check says of a document; `range` is the place within the text of a condition. */
export const PolicyFindingView = Type.Object(
  {
    ...Finding.properties,
    range: nullable(Type.Object({ start: Type.Integer(), end: Type.Integer() }, closed)),
  },
  closed,
)

/** `POST /api/policies/check`: findings, and how each example comes out. */
export const PolicyCheckView = Type.Object(
  {
    usable: Type.Boolean(),
    findings: Type.Array(PolicyFindingView),
    /** By place in the document, null where its facts are not whole; empty without a document. */
    examples: Type.Array(
      nullable(
        Type.Object(
          {
            effect: OutcomeEffect,
            decidedBy: Type.Array(Type.String()),
            awards: Type.Array(Award),
            passes: Type.Boolean(),
          },
          closed,
        ),
      ),
    ),
  },
  closed,
)
export type PolicyCheckView = Static<typeof PolicyCheckView>

const FactValue = Type.Union([Type.String(), Type.Number(), Type.Boolean()])

/** The change of one fact that would have given another outcome; the nearest one. */
export const Counterfactual = Type.Object(
  {
    /** As it is read in a condition: `passProbability`, `competencies["civil-code"].theta`. */
    fact: Type.String(),
    name: LocalizedText,
    now: FactValue,
    instead: FactValue,
    /** Whether it is a value to reach, to pass or just this one; `above` and `below`: by a hair. */
    comparison: Type.Enum(['at-least', 'above', 'at-most', 'below', 'exactly']),
    effect: OutcomeEffect,
    awards: Type.Array(Award),
    /** Whether that outcome is better, worse or just another one. */
    direction: Type.Enum(['better', 'worse', 'other']),
    /** One sentence: "With a probability of passing of at least 0.80 instead of 0.74: ...". */
    text: LocalizedText,
  },
  closed,
)
export type Counterfactual = Static<typeof Counterfactual>

/** Why an outcome is as it is: inputs, versions, deciding rules, what would have changed it. */
export const ExplanationView = Type.Object(
  {
    subject: PolicySubject,
    /** Null where the outcome is of no attempt. */
    attemptId: nullable(Uuid),
    standingId: nullable(Uuid),
    /** The exam, or the policy's title with the cycle. */
    about: LocalizedText,
    policy: Type.Object(
      {
        policyVersionId: nullable(Uuid),
        policy: Type.String(),
        version: Type.Integer(),
        title: LocalizedText,
        digest: Type.String(),
      },
      closed,
    ),
    effect: OutcomeEffect,
    awards: Type.Array(Award),
    awardNames: Type.Array(LocalizedText),
    /** One sentence that sums it up. */
    summary: LocalizedText,
    decidedBy: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          title: LocalizedText,
          reason: LocalizedText,
          /** Null for built-in rules. */
          when: nullable(Type.String()),
        },
        closed,
      ),
    ),
    /** Rules that could not be evaluated. */
    errors: Type.Array(Type.Object({ rule: Type.String(), message: Type.String() }, closed)),
    /** What went in, with the facts its rules read first. */
    facts: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: LocalizedText,
          value: Type.String(),
          /** Whether a rule of the document reads it. */
          read: Type.Boolean(),
        },
        closed,
      ),
    ),
    wouldChange: Type.Array(Counterfactual),
    /** Which evaluation it is, when, and the digest of everything that went in. */
    number: Type.Integer(),
    at: nullable(Time),
    inputDigest: Type.String(),
    /** Whether evaluating the same facts by the same document again gives the same outcome. */
    replayed: Type.Boolean(),
  },
  closed,
)
export type ExplanationView = Static<typeof ExplanationView>

/** How a person or a branch stands in a cycle. */
export const StandingView = Type.Object(
  {
    standingId: Uuid,
    policyVersionId: Uuid,
    policy: Type.String(),
    version: Type.Integer(),
    policyTitle: LocalizedText,
    subject: Type.Enum(['person', 'unit']),
    personId: nullable(Uuid),
    unitId: nullable(Uuid),
    /** Name of the person or the unit. */
    name: LocalizedText,
    /** `2026`, or `2024-2028`. */
    cycle: Type.String(),
    number: Type.Integer(),
    /** Whether the cycle had ended. */
    complete: Type.Boolean(),
    effect: OutcomeEffect,
    awards: Type.Array(Award),
    reasons: Type.Array(LocalizedText),
    at: Time,
  },
  closed,
)
export type StandingView = Static<typeof StandingView>
