import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const

/** What candidates are grouped by. */
export const GroupingKind = Type.Union([
  Type.Literal('rank'),
  Type.Literal('unit'),
  Type.Literal('age'),
  Type.Literal('language'),
])
export type GroupingKind = Static<typeof GroupingKind>

/** A group by its id; ranks are named by the pages. */
export const GroupName = Type.Object(
  { id: Type.String(), name: Type.Union([LocalizedText, Type.Null()]) },
  closed,
)
export type GroupName = Static<typeof GroupName>

/** An item on which persons of equal ability but different groups do differently. */
export const UnequalItem = Type.Object(
  {
    itemId: Type.String(),
    stem: LocalizedText,
    /** The group held against the reference. */
    group: GroupName,
    /** For that group; `changing` where the difference turns with ability. */
    direction: Type.Union([
      Type.Literal('harder'),
      Type.Literal('easier'),
      Type.Literal('changing'),
    ]),
    size: Type.Union([Type.Literal('negligible'), Type.Literal('moderate'), Type.Literal('large')]),
    /** ETS delta of the Mantel-Haenszel test: below 0 where harder; null where it can't be had. */
    delta: Type.Union([Type.Number(), Type.Null()]),
    etsClass: Type.Union([Type.Literal('A'), Type.Literal('B'), Type.Literal('C'), Type.Null()]),
    /** Answers to the item in the reference group and in the other. */
    counts: Type.Tuple([Type.Integer(), Type.Integer()]),
    /** Over all items: of Mantel-Haenszel and, where both groups have 200 answers, regression. */
    q: Type.Union([Type.Number(), Type.Null()]),
    logisticQ: Type.Union([Type.Number(), Type.Null()]),
  },
  closed,
)
export type UnequalItem = Static<typeof UnequalItem>

/** Differential item functioning by one grouping: every group against the largest. */
export const DifOfGrouping = Type.Object(
  {
    kind: GroupingKind,
    /** Null where fewer than two groups are large enough to be compared. */
    reference: Type.Union([GroupName, Type.Null()]),
    groups: Type.Array(
      Type.Object(
        {
          group: GroupName,
          count: Type.Integer(),
          /** Items with at least 100 answers in both groups, and those with fewer. */
          judged: Type.Integer(),
          unjudged: Type.Integer(),
        },
        closed,
      ),
    ),
    /** Groups of fewer than 30, or that must not be told apart from the others shown. */
    tooSmall: Type.Array(GroupName),
    /** Whether candidates are left out whose group is not known. */
    someUnknown: Type.Boolean(),
    /** The largest differences first. */
    items: Type.Array(UnequalItem),
  },
  closed,
)
export type DifOfGrouping = Static<typeof DifOfGrouping>
