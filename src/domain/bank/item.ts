import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'

/** Cognitive levels, from the lowest: to know a rule, to apply it, to judge where rules meet. */
export const COGNITIVE_LEVELS = ['know', 'apply', 'judge'] as const
export const CognitiveLevel = Type.Enum([...COGNITIVE_LEVELS])
export type CognitiveLevel = (typeof COGNITIVE_LEVELS)[number]

const closed = { additionalProperties: false } as const
const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })

/** One selectable part of an item: an option, a step to order, a side of a matching pair. */
export const Option = Type.Object({ id: Id, text: LocalizedText }, closed)
export type Option = Static<typeof Option>

/** The statute article or official rule an item rests on. */
export const Source = Type.Object(
  {
    title: LocalizedText,
    provision: LocalizedText,
    url: Type.Optional(Type.String({ pattern: '^https://' })),
    checkedOn: Type.String({ format: 'date' }),
  },
  closed,
)
export type Source = Static<typeof Source>

/** Item response parameters, logistic metric D = 1. */
export const ItemParameters = Type.Object(
  {
    discrimination: Type.Number({ exclusiveMinimum: 0, maximum: 10 }),
    difficulty: Type.Number({ minimum: -8, maximum: 8 }),
    guessing: Type.Number({ minimum: 0, exclusiveMaximum: 1 }),
  },
  closed,
)
export type ItemParameters = Static<typeof ItemParameters>

/** Where parameters come from: a rule by level and type, experts, or responses. */
export const ParameterProvenance = Type.Union([
  Type.Literal('prior'),
  Type.Literal('expert-judgement'),
  Type.Literal('calibrated'),
])
export type ParameterProvenance = Static<typeof ParameterProvenance>

/** Lognormal response-time parameters: log seconds, and how sharp (1 / SD of log seconds). */
export const TimeParameters = Type.Object(
  {
    timeIntensity: Type.Number({ minimum: -3, maximum: 10 }),
    timeDiscrimination: Type.Number({ exclusiveMinimum: 0, maximum: 20 }),
  },
  closed,
)
export type TimeParameters = Static<typeof TimeParameters>

/** A picture that belongs to an item's stem; raster formats only, since others can run scripts. */
export const Picture = Type.Object(
  {
    mediaType: Type.Enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']),
    /** At most about 750 kB. */
    base64: Type.String({ minLength: 16, maxLength: 1_000_000, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
    /** What there is to see, for those who can't. */
    alt: LocalizedText,
  },
  closed,
)
export type Picture = Static<typeof Picture>

const common = {
  id: Id,
  competency: Id,
  level: CognitiveLevel,
  /** Posts the item is relevant to; empty means every post. */
  posts: Type.Array(Id),
  stem: LocalizedText,
  /** Shown below the stem, in this order. */
  pictures: Type.Optional(Type.Array(Picture, { minItems: 1, maxItems: 8 })),
  /** Why the key is right, shown when results are released. */
  rationale: LocalizedText,
  source: Source,
  /** Items that must not meet this one on a form. */
  enemies: Type.Array(Id),
  stimulus: Type.Optional(Id),
  parameters: Type.Optional(
    Type.Object(
      { values: ItemParameters, provenance: ParameterProvenance, note: Type.String() },
      closed,
    ),
  ),
  timeParameters: Type.Optional(TimeParameters),
}
const options = Type.Array(Option, { minItems: 2, maxItems: 10 })

export const SingleChoiceItem = Type.Object(
  { ...common, type: Type.Literal('single-choice'), options, key: Id },
  closed,
)
export const MultipleChoiceItem = Type.Object(
  {
    ...common,
    type: Type.Literal('multiple-choice'),
    options,
    key: Type.Array(Id, { minItems: 1, uniqueItems: true }),
  },
  closed,
)
export const TrueFalseItem = Type.Object(
  { ...common, type: Type.Literal('true-false'), key: Type.Boolean() },
  closed,
)
export const NumericItem = Type.Object(
  {
    ...common,
    type: Type.Literal('numeric'),
    unit: LocalizedText,
    key: Type.Object({ value: Type.Number(), tolerance: Type.Number({ minimum: 0 }) }, closed),
  },
  closed,
)
export const ShortTextItem = Type.Object(
  {
    ...common,
    type: Type.Literal('short-text'),
    /** Every accepted wording, of either language; compared after normalization. */
    key: Type.Object(
      { accepted: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }) },
      closed,
    ),
  },
  closed,
)
export const OrderingItem = Type.Object(
  {
    ...common,
    type: Type.Literal('ordering'),
    options,
    /** Option ids in the right order. */
    key: Type.Array(Id, { minItems: 2, uniqueItems: true }),
  },
  closed,
)
export const MatchingItem = Type.Object(
  {
    ...common,
    type: Type.Literal('matching'),
    prompts: options,
    /** What a prompt can be matched with; there may be more than prompts. */
    options,
    /** Prompt id to option id. */
    key: Type.Record(Type.String(), Id),
  },
  closed,
)

export const Item = Type.Union([
  SingleChoiceItem,
  MultipleChoiceItem,
  TrueFalseItem,
  NumericItem,
  ShortTextItem,
  OrderingItem,
  MatchingItem,
])
export type Item = Static<typeof Item>
