import { type Static, Type } from 'typebox'
import { ParameterProvenance } from '../bank/item.ts'

const closed = { additionalProperties: false } as const

/** An ability on the IRT scale (mean 0, SD 1) with its uncertainty. */
export const Estimate = Type.Object(
  {
    theta: Type.Number(),
    /** Posterior standard deviation for EAP. */
    standardError: Type.Number({ minimum: 0 }),
    itemCount: Type.Integer({ minimum: 0 }),
    /** Most probable performance level; null where there is not enough evidence to name one. */
    level: Type.Union([Type.String(), Type.Null()]),
    /** Probability of each level, from the lowest up; sums to 1. */
    levels: Type.Array(Type.Object({ level: Type.String(), probability: Type.Number() }, closed)),
    enoughEvidence: Type.Boolean(),
  },
  closed,
)
export type Estimate = Static<typeof Estimate>

/** Whether a competency is worth reporting on its own, or why not. */
export const SubscoreReason = Type.Union([
  Type.Literal('adds-value'),
  Type.Literal('total-says-more'),
  Type.Literal('too-few-items'),
])
export type SubscoreReason = Static<typeof SubscoreReason>

/** What an attempt says about a candidate. */
export const Scores = Type.Object(
  {
    method: Type.Literal('eap'),
    /** The weakest provenance among the item parameters used. */
    parameters: ParameterProvenance,
    overall: Estimate,
    competencies: Type.Array(
      Type.Object({ competency: Type.String(), estimate: Estimate }, closed),
    ),
    /** Probability that the ability is at or above the passing cut. */
    passProbability: Type.Number({ minimum: 0, maximum: 1 }),
    passed: Type.Boolean(),
    answered: Type.Integer({ minimum: 0 }),
    correct: Type.Integer({ minimum: 0 }),
  },
  closed,
)
export type Scores = Static<typeof Scores>
