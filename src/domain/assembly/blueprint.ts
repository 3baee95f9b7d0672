import { type Static, Type } from 'typebox'
import { CognitiveLevel } from '../bank/item.ts'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })

/** A named range of the scale, from its cut score up; the lowest has no cut. */
export const PerformanceLevel = Type.Object(
  { id: Id, name: LocalizedText, cut: Type.Union([Type.Number(), Type.Null()]) },
  closed,
)
export type PerformanceLevel = Static<typeof PerformanceLevel>

/** How far a form may lie from the target before the draw is repeated. */
export const ParityTolerance = Type.Object(
  {
    /** Expected number-correct score at the cut, in items. */
    expectedScore: Type.Number({ exclusiveMinimum: 0 }),
    /** Test information at the cut, as a share of the target. */
    informationShare: Type.Number({ exclusiveMinimum: 0 }),
    /** Expected time, as a share of the target. */
    timeShare: Type.Number({ exclusiveMinimum: 0 }),
  },
  closed,
)
export type ParityTolerance = Static<typeof ParityTolerance>

export const BlueprintCell = Type.Object(
  {
    competency: Id,
    level: CognitiveLevel,
    itemCount: Type.Integer({ minimum: 1, maximum: 500 }),
  },
  closed,
)
export type BlueprintCell = Static<typeof BlueprintCell>

/** Test specification: what a form must contain, in what time, against which cut scores. */
export const Blueprint = Type.Object(
  {
    format: Type.Literal('probity-blueprint/1'),
    title: LocalizedText,
    /** The post the exam is for; its profile decides job relevance. */
    post: Type.Union([Id, Type.Null()]),
    cells: Type.Array(BlueprintCell, { minItems: 1 }),
    timeLimitSeconds: Type.Integer({ minimum: 60, maximum: 86_400 }),
    /** From the lowest up; the first has no cut, the cuts rise. */
    levels: Type.Array(PerformanceLevel, { minItems: 2, maxItems: 8 }),
    /** The level whose cut decides passing. */
    passingLevel: Id,
    tolerance: ParityTolerance,
  },
  closed,
)
export type Blueprint = Static<typeof Blueprint>
