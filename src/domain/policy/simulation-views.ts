import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { PolicySubject } from './subject.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()])

/** A share with its 95 % interval. */
const Share = Type.Object(
  { count: Type.Integer(), value: Type.Number(), low: Type.Number(), high: Type.Number() },
  closed,
)
/** An expected number with its 95 % interval, by the normal approximation. */
const Expected = Type.Object(
  { mean: Type.Number(), low: Type.Number(), high: Type.Number() },
  closed,
)
/** How many get something under the rules in force and under the new ones. */
const Comparison = {
  n: Type.Integer(),
  /** Persons with any award granted; a talk or a retraining is none. */
  before: Share,
  after: Share,
  /** Persons who get more, less; somebody who gets one award for another counts in both. */
  gaining: Share,
  losing: Share,
}

export const PolicySimulationGroup = Type.Object(
  {
    kind: Type.Enum(['unit', 'rank', 'age']),
    id: Type.String(),
    /** Null for ranks, which the pages name. */
    name: nullable(LocalizedText),
    ...Comparison,
  },
  closed,
)
export type PolicySimulationGroup = Static<typeof PolicySimulationGroup>

/** What a document would have meant for past results. */
export const PolicySimulationView = Type.Object(
  {
    subject: PolicySubject,
    exams: Type.Array(Type.Object({ examId: Uuid, title: LocalizedText }, closed)),
    /** The version compared with; null: each exam's own. */
    against: nullable(Type.Object({ policy: Type.String(), version: Type.Integer() }, closed)),
    /** Null where there are fewer than five results: nothing is shown then. */
    overall: nullable(Type.Object(Comparison, closed)),
    /** By award: how many have it before and after, how many gain and lose it. */
    awards: Type.Array(
      Type.Object(
        {
          award: LocalizedText,
          before: Type.Integer(),
          after: Type.Integer(),
          gained: Type.Integer(),
          lost: Type.Integer(),
        },
        closed,
      ),
    ),
    groups: Type.Array(PolicySimulationGroup),
    /** Groups left out because they are too small to be shown. */
    hiddenGroups: Type.Integer(),
    /**
     * Were every result measured again: how many would gain and lose, and how many have an outcome
     * under the new rules that another measurement would change in at least one of ten cases.
     * Null for subjects that are not measured.
     */
    uncertainty: nullable(
      Type.Object(
        {
          gaining: Expected,
          losing: Expected,
          granted: Expected,
          borderline: Type.Integer(),
          /** Equally likely abilities within its standard error that each result was judged at. */
          runs: Type.Integer(),
        },
        closed,
      ),
    ),
    /** Rules of the new document by how often they held and how often they decided. */
    rules: Type.Array(
      Type.Object(
        { id: Type.String(), title: LocalizedText, held: Type.Integer(), decided: Type.Integer() },
        closed,
      ),
    ),
    /** Results that a rule could not be evaluated for. */
    errors: Type.Integer(),
  },
  closed,
)
export type PolicySimulationView = Static<typeof PolicySimulationView>

/** One line of `POST /api/policies/simulations` (application/x-ndjson). */
export const PolicySimulationEvent = Type.Union([
  Type.Object(
    { event: Type.Literal('progress'), done: Type.Integer(), total: Type.Integer() },
    closed,
  ),
  Type.Object({ event: Type.Literal('simulated'), simulation: PolicySimulationView }, closed),
  Type.Object(
    {
      event: Type.Literal('problem'),
      problem: Type.Object(
        {
          type: Type.String(),
          title: Type.String(),
          status: Type.Integer(),
          detail: Type.Optional(Type.String()),
        },
        closed,
      ),
    },
    closed,
  ),
])
export type PolicySimulationEvent = Static<typeof PolicySimulationEvent>
