import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const Interval = Type.Object(
  { value: Type.Number(), low: Type.Number(), high: Type.Number() },
  closed,
)

/** What one group showed in one competency. */
export const GapCell = Type.Object(
  {
    competency: Type.String(),
    /** Null where fewer than five persons could be told apart. */
    shown: Type.Union([
      Type.Object(
        {
          count: Type.Integer(),
          /** Mean ability of these persons, with its 95 % interval. */
          mean: Interval,
          /** Share of them at or above the required cut; null where nothing is required. */
          share: Type.Union([Interval, Type.Null()]),
          /** Mean less the mean of everybody; null for everybody. */
          difference: Type.Union([Interval, Type.Null()]),
          /**
           * `gap`: surely and clearly below what is required; `below`: surely below, by little;
           * `open`: the interval holds what is required; `met`: surely above.
           */
          standing: Type.Union([
            Type.Literal('gap'),
            Type.Literal('below'),
            Type.Literal('open'),
            Type.Literal('met'),
            Type.Literal('none'),
          ]),
        },
        closed,
      ),
      Type.Null(),
    ]),
  },
  closed,
)
export type GapCell = Static<typeof GapCell>

/** A row of the map: everybody, a unit with all below it, or a post. */
export const GapGroup = Type.Object(
  {
    kind: Type.Union([Type.Literal('all'), Type.Literal('unit'), Type.Literal('post')]),
    id: Type.String(),
    name: LocalizedText,
    /** How far below everybody's common unit. */
    depth: Type.Integer({ minimum: 0 }),
    cells: Type.Array(GapCell),
  },
  closed,
)
export type GapGroup = Static<typeof GapGroup>

/** Who lacks what, by unit and post. */
export const GapMap = Type.Object(
  {
    /** The level that passes, and its cut. */
    required: Type.Union([
      Type.Object({ name: LocalizedText, cut: Type.Number() }, closed),
      Type.Null(),
    ]),
    competencies: Type.Array(Type.Object({ id: Type.String(), name: LocalizedText }, closed)),
    groups: Type.Array(GapGroup),
    /** What to train, the greatest gap first. */
    training: Type.Array(
      Type.Object(
        {
          group: Type.String(),
          competency: Type.String(),
          sentence: LocalizedText,
        },
        closed,
      ),
    ),
  },
  closed,
)
export type GapMap = Static<typeof GapMap>
