import { type Static, Type } from 'typebox'
import { CognitiveLevel } from '../bank/item.ts'
import { ItemType } from '../bank/item-type.ts'
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

/** How many items of a form have a certain property, at least and at most. */
const Range = {
  min: Type.Optional(Type.Integer({ minimum: 0, maximum: 500 })),
  max: Type.Optional(Type.Integer({ minimum: 0, maximum: 500 })),
}

/** A figure of a form at one point of the scale, at least and at most. */
const RangeAtPoint = Type.Object(
  {
    theta: Type.Number({ minimum: -6, maximum: 6 }),
    min: Type.Optional(Type.Number({ minimum: 0 })),
    max: Type.Optional(Type.Number({ minimum: 0 })),
  },
  closed,
)

/** What forms must keep to beyond the counts of the cells; every member may be left out. */
export const FormConstraints = Type.Object(
  {
    /** Items of a type on the form, in one competency or over all. */
    types: Type.Optional(
      Type.Array(Type.Object({ type: ItemType, competency: Type.Optional(Id), ...Range }, closed)),
    ),
    /** Items relevant to the blueprint's post: those that name it, or no post at all. */
    relevantItems: Type.Optional(Type.Object(Range, closed)),
    /** Expected seconds of the whole form, and of the items of some competencies together. */
    seconds: Type.Optional(
      Type.Array(
        Type.Object(
          {
            competencies: Type.Optional(Type.Array(Id, { minItems: 1 })),
            min: Type.Optional(Type.Number({ minimum: 0 })),
            max: Type.Optional(Type.Number({ minimum: 0 })),
          },
          closed,
        ),
      ),
    ),
    /** Test information at points of the scale. */
    information: Type.Optional(Type.Array(RangeAtPoint)),
    /** Expected number-correct score at points of the scale. */
    expectedScore: Type.Optional(Type.Array(RangeAtPoint)),
    /** Items of each stimulus that a form uses, and how many stimuli it uses. */
    stimulusItems: Type.Optional(Type.Object(Range, closed)),
    stimuli: Type.Optional(Type.Object(Range, closed)),
    /** Items every form has, and items no form has. */
    include: Type.Optional(Type.Array(Id, { uniqueItems: true })),
    exclude: Type.Optional(Type.Array(Id, { uniqueItems: true })),
    /** Share of forms, 0 to 1, on which any one item may stand. */
    exposureCap: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    /**
     * Share of items, 0 to 1, that two forms may have in common: any two of assembled forms; the
     * mean over pairs of forms drawn on the fly.
     */
    overlapLimit: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  },
  closed,
)
export type FormConstraints = Static<typeof FormConstraints>

/** A form that was put together before the exam: the items, whose order each candidate draws. */
export const FixedForm = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 40 }), items: Type.Array(Id, { minItems: 1 }) },
  closed,
)
export type FixedForm = Static<typeof FixedForm>

/** How candidates come to their forms. */
export const Delivery = Type.Union([
  /** Every candidate draws an own form before the first item (linear-on-the-fly). */
  Type.Object({ mode: Type.Literal('own-forms') }, closed),
  /** Every candidate draws one of these forms, and an own order of items and options. */
  Type.Object(
    { mode: Type.Literal('fixed-forms'), forms: Type.Array(FixedForm, { maxItems: 200 }) },
    closed,
  ),
  /**
   * Each item is chosen by the answers before it. The cells are the longest form, and their
   * shares hold at every length.
   */
  Type.Object(
    {
      mode: Type.Literal('adaptive'),
      /** Items before the attempt may end. */
      fewestItems: Type.Integer({ minimum: 1, maximum: 500 }),
      /** The attempt ends once the standard error of theta is no larger. */
      standardError: Type.Number({ minimum: 0.05, maximum: 1 }),
      /** The item given is drawn from this many of the most informative ones. */
      randomesque: Type.Integer({ minimum: 1, maximum: 20 }),
    },
    closed,
  ),
])
export type Delivery = Static<typeof Delivery>
export type AdaptiveDelivery = Extract<Delivery, { mode: 'adaptive' }>

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
    constraints: Type.Optional(FormConstraints),
    /** Own forms where it is left out. */
    delivery: Type.Optional(Delivery),
  },
  closed,
)
export type Blueprint = Static<typeof Blueprint>
