import { type Static, Type } from 'typebox'
import { FixedForm } from '../assembly/blueprint.ts'
import { ParityCertificate } from '../assembly/form.ts'
import { ConflictView } from './conflict-view.ts'

const closed = { additionalProperties: false } as const
const NumberOrNull = Type.Union([Type.Number(), Type.Null()])

/** How the search for forms stands. */
export const AssemblyProgress = Type.Object(
  {
    event: Type.Literal('progress'),
    /** Since the order was taken, waiting included. */
    seconds: Type.Number(),
    /** Branches of the search so far; 0 while it waits for its turn. */
    nodes: Type.Integer(),
    /**
     * The largest deviation of a form's information at the cut from the target: of the best forms
     * so far, and what no forms can be better than.
     */
    best: NumberOrNull,
    bound: NumberOrNull,
  },
  closed,
)
export type AssemblyProgress = Static<typeof AssemblyProgress>

const Solver = Type.Object(
  {
    status: Type.Enum(['optimal', 'infeasible', 'unbounded', 'time-limit', 'cancelled']),
    /** How much better the forms could be at most, as a share of the target. */
    gap: NumberOrNull,
    seconds: Type.Number(),
  },
  closed,
)

const { minimal, demands, repairs } = ConflictView.properties

/** What became of an order for forms. */
export const AssemblyOutcome = Type.Union([
  Type.Object(
    {
      event: Type.Literal('assembled'),
      seed: Type.String(),
      forms: Type.Array(FixedForm),
      /** One a form, in the same order. */
      certificates: Type.Array(ParityCertificate),
      /** Shares of items that two of the forms have in common; 0 with a single form. */
      overlap: Type.Object({ largest: Type.Number(), mean: Type.Number() }, closed),
      solver: Solver,
    },
    closed,
  ),
  Type.Object(
    { event: Type.Literal('infeasible'), minimal, demands, repairs, solver: Solver },
    closed,
  ),
  /** Time ran out before any forms were found, or a proof that there are none. */
  Type.Object({ event: Type.Literal('undecided'), solver: Solver }, closed),
])
export type AssemblyOutcome = Static<typeof AssemblyOutcome>

/** One line of the answer: progress while it lasts, the outcome or a problem at the end. */
export const AssemblyEvent = Type.Union([
  AssemblyProgress,
  AssemblyOutcome,
  Type.Object(
    {
      event: Type.Literal('problem'),
      problem: Type.Object(
        {
          type: Type.String(),
          title: Type.String(),
          status: Type.Integer(),
          detail: Type.String(),
        },
        closed,
      ),
    },
    closed,
  ),
])
export type AssemblyEvent = Static<typeof AssemblyEvent>
