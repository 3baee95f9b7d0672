import { type Static, Type } from 'typebox'
import { FINDINGS } from '../review/decision.ts'

const closed = { additionalProperties: false } as const

export const CompetencyFacts = Type.Object(
  {
    theta: Type.Number(),
    standardError: Type.Number(),
    /** Most probable performance level; empty where the evidence names none. */
    level: Type.String(),
    enoughEvidence: Type.Boolean(),
  },
  closed,
)
export type CompetencyFacts = Static<typeof CompetencyFacts>

/** Earlier attempts of the same program that were passed, when the attempt began. */
export const EarlierPasses = Type.Object(
  { count: Type.Integer({ minimum: 0 }), monthsSince: Type.Number({ minimum: 0 }) },
  closed,
)
export type EarlierPasses = Static<typeof EarlierPasses>

/** Read only where a rule asks for them, and absent elsewhere; then as the catalogue says. */
const HISTORY_FACTS = {
  /** Weight of evidence of all flags, in bans. */
  flagWeight: Type.Optional(Type.Number({ minimum: 0 })),
  /** The same by kind of evidence. */
  flagWeights: Type.Optional(Type.Record(Type.String(), Type.Number({ minimum: 0 }))),
  /** Credits of the calendar year in which the attempt began, without this attempt's. */
  competenceCredits: Type.Optional(Type.Integer({ minimum: 0 })),
  attendanceCredits: Type.Optional(Type.Integer({ minimum: 0 })),
  earlierPasses: Type.Optional(Type.Record(Type.String(), EarlierPasses)),
} as const

/** Everything a policy rule may look at, for one settled attempt. */
export const PolicyFacts = Type.Object(
  {
    level: Type.String(),
    levelProbability: Type.Number({ minimum: 0, maximum: 1 }),
    passed: Type.Boolean(),
    passProbability: Type.Number({ minimum: 0, maximum: 1 }),
    theta: Type.Number(),
    standardError: Type.Number({ minimum: 0 }),
    enoughEvidence: Type.Boolean(),
    competencies: Type.Record(Type.String(), CompetencyFacts),
    caseState: Type.Union([Type.Literal('none'), Type.Literal('open'), Type.Literal('decided')]),
    finding: Type.Enum(['', ...FINDINGS]),
    /** Absent from facts of before there were appeals, which is as `none`. */
    appealState: Type.Optional(Type.Enum(['none', 'open', 'decided'])),
    /** Present where the exam only re-tests an earlier one. */
    verifies: Type.Optional(Type.Boolean()),
    flagCount: Type.Integer({ minimum: 0 }),
    post: Type.String(),
    rank: Type.String(),
    examProgram: Type.String(),
    simulated: Type.Boolean(),
    answeredShare: Type.Number({ minimum: 0, maximum: 1 }),
    ...HISTORY_FACTS,
  },
  closed,
)
export type PolicyFacts = Static<typeof PolicyFacts>
