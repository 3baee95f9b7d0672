import { type Static, Type } from 'typebox'
import { CognitiveLevel } from '../bank/item.ts'
import { SubscoreReason } from '../measurement/scores.ts'
import { LocalizedText } from '../text.ts'
import { DifOfGrouping, GroupingKind } from './dif-views.ts'

const closed = { additionalProperties: false } as const
const NumberOrNull = Type.Union([Type.Number(), Type.Null()])
const Interval = Type.Object(
  { value: Type.Number(), low: Type.Number(), high: Type.Number() },
  closed,
)
const IntervalOrNull = Type.Union([Interval, Type.Null()])

/** Something about an item that people should look at, in plain words. */
export const ItemRemark = Type.Object(
  {
    code: Type.Union([
      Type.Literal('wrong-key'),
      Type.Literal('weak-do-better'),
      Type.Literal('does-not-tell'),
      Type.Literal('nearly-everyone'),
      Type.Literal('nearly-nobody'),
      Type.Literal('harder-than-thought'),
      Type.Literal('easier-than-thought'),
      Type.Literal('idle-option'),
    ]),
    text: LocalizedText,
  },
  closed,
)
export type ItemRemark = Static<typeof ItemRemark>

/** One item as it did in one exam. */
export const ItemReport = Type.Object(
  {
    itemId: Type.String(),
    stem: LocalizedText,
    competency: LocalizedText,
    level: CognitiveLevel,
    presented: Type.Integer(),
    /** Null where fewer than five were given the item; so are all figures below. */
    correctShare: IntervalOrNull,
    /** Shares right from the weakest fifth to the strongest, against what the model expects. */
    groups: Type.Array(
      Type.Object(
        {
          /** Mean ability of the group. */
          theta: Type.Number(),
          count: Type.Integer(),
          share: Interval,
          expected: Type.Number({ minimum: 0, maximum: 1 }),
        },
        closed,
      ),
    ),
    /** The model's curve: share right expected at an ability. */
    curve: Type.Array(Type.Object({ theta: Type.Number(), share: Type.Number() }, closed)),
    /** What was chosen, where one option is chosen, by the weaker and the stronger half. */
    options: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          text: LocalizedText,
          isKey: Type.Boolean(),
          share: Type.Number(),
          weak: Type.Number(),
          strong: Type.Number(),
        },
        closed,
      ),
    ),
    /** Seconds of those who answered: the middle one and the middle half. */
    seconds: Type.Union([
      Type.Object({ median: Type.Number(), low: Type.Number(), high: Type.Number() }, closed),
      Type.Null(),
    ]),
    expectedSeconds: Type.Number(),
    remarks: Type.Array(ItemRemark),
  },
  closed,
)
export type ItemReport = Static<typeof ItemReport>

/** What the competencies' own results are worth, as shares of their variance (PRMSE). */
const SubscoreTable = Type.Array(
  Type.Object(
    {
      id: Type.String(),
      name: LocalizedText,
      /** Of the estimates that candidates are shown. */
      reliability: NumberOrNull,
      prmseSubscore: Type.Number(),
      prmseTotal: Type.Number(),
      prmseAugmented: Type.Number(),
      reason: SubscoreReason,
    },
    closed,
  ),
)

const Point = Type.Object({ theta: Type.Number(), standardError: Type.Number() }, closed)

/** Answers too fast to have been read. */
const EffortTable = Type.Object(
  {
    /** Attempts with any such answer. */
    count: Type.Integer(),
    /** Those with the most, at most 50. */
    rows: Type.Array(
      Type.Object(
        {
          attemptId: Type.String(),
          person: Type.String(),
          answered: Type.Integer(),
          rapid: Type.Integer(),
          plain: Point,
          evidence: Type.Union([
            Type.Literal('enough'),
            Type.Literal('thin'),
            Type.Literal('not-enough'),
          ]),
          /** Without those answers; null where fewer than half are left. */
          moderated: Type.Union([Point, Type.Null()]),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** How an exam measured, beyond what its report counts. */
export const ExamAnalysis = Type.Object(
  {
    /** With its 95 % interval; null with fewer than 30 attempts. */
    reliability: IntervalOrNull,
    /** Mean test information of the forms; null without an attempt. */
    information: Type.Union([
      Type.Object(
        {
          curve: Type.Array(
            Type.Object({ theta: Type.Number(), information: Type.Number() }, closed),
          ),
          cuts: Type.Array(
            Type.Object(
              { level: Type.String(), theta: Type.Number(), standardError: NumberOrNull },
              closed,
            ),
          ),
        },
        closed,
      ),
      Type.Null(),
    ]),
    /** Persons by ability, with the mean standard error there. */
    persons: Type.Array(
      Type.Object(
        {
          from: Type.Number(),
          to: Type.Number(),
          count: Type.Integer(),
          standardError: NumberOrNull,
        },
        closed,
      ),
    ),
    /** Items on the same scale. */
    difficulties: Type.Array(
      Type.Object({ itemId: Type.String(), difficulty: Type.Number() }, closed),
    ),
    /** Results by group (impact): differences in outcome, which alone are no unfairness. */
    fairness: Type.Array(
      Type.Object(
        {
          kind: GroupingKind,
          id: Type.String(),
          /** Null for ranks, which the pages name. */
          name: Type.Union([LocalizedText, Type.Null()]),
          count: Type.Integer(),
          passShare: Interval,
          mean: Interval,
        },
        closed,
      ),
    ),
    /** Whether items treat groups differently between candidates of equal ability. */
    dif: Type.Array(DifOfGrouping),
    /** Items with remarks, those with the weightiest first. */
    attention: Type.Array(
      Type.Object(
        { itemId: Type.String(), stem: LocalizedText, remarks: Type.Array(ItemRemark) },
        closed,
      ),
    ),
    /** Null until the exam is final and its cohort could tell. */
    subscores: Type.Union([SubscoreTable, Type.Null()]),
    /** Null until the exam is final. */
    effort: Type.Union([EffortTable, Type.Null()]),
  },
  closed,
)
export type ExamAnalysis = Static<typeof ExamAnalysis>
