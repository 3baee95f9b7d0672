import { type Static, Type } from 'typebox'
import { CognitiveLevel } from '../bank/item.ts'
import { Audit } from '../measurement/audit/audit.ts'
import { ExamState } from '../scheduling/exam.ts'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const NumberOrNull = Type.Union([Type.Number(), Type.Null()])
const Interval = Type.Object(
  { value: Type.Number(), low: Type.Number(), high: Type.Number() },
  closed,
)

/** What an exam showed, in figures with their uncertainty. */
export const ExamReport = Type.Object(
  {
    examId: Type.String({ format: 'uuid' }),
    title: LocalizedText,
    state: ExamState,
    simulated: Type.Boolean(),
    assigned: Type.Integer(),
    started: Type.Integer(),
    closed: Type.Integer(),
    /** Whether the exam meant something; null with fewer than 30 attempts. */
    audit: Type.Union([Audit, Type.Null()]),
    /** Items judged by parameters from this exam's own answers; the others by the bank's. */
    calibrated: Type.Integer({ minimum: 0 }),
    /** Empirical reliability of the EAP estimates; null with fewer than 30 attempts. */
    reliability: NumberOrNull,
    standardErrorMean: NumberOrNull,
    levels: Type.Array(
      Type.Object(
        { id: Type.String(), name: LocalizedText, cut: NumberOrNull, count: Type.Integer() },
        closed,
      ),
    ),
    thetaHistogram: Type.Array(
      Type.Object({ from: Type.Number(), to: Type.Number(), count: Type.Integer() }, closed),
    ),
    /** Share of closed attempts that passed, with the 95 % Wilson interval. */
    passShare: Type.Union([Interval, Type.Null()]),
    flags: Type.Array(
      Type.Object({ indicator: Type.String(), name: LocalizedText, count: Type.Integer() }, closed),
    ),
    cases: Type.Object({ open: Type.Integer(), decided: Type.Integer() }, closed),
    outcomes: Type.Object(
      { granted: Type.Integer(), held: Type.Integer(), withheld: Type.Integer() },
      closed,
    ),
    /** Mean ability per competency with its 95 % interval. */
    competencies: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: LocalizedText,
          mean: Type.Number(),
          low: Type.Number(),
          high: Type.Number(),
          count: Type.Integer(),
        },
        closed,
      ),
    ),
    items: Type.Array(
      Type.Object(
        {
          itemId: Type.String(),
          stem: LocalizedText,
          competency: Type.String(),
          level: CognitiveLevel,
          presented: Type.Integer(),
          /** This and the time are null where fewer than 5 attempts were presented the item. */
          correctShare: NumberOrNull,
          medianSeconds: NumberOrNull,
        },
        closed,
      ),
    ),
  },
  closed,
)
export type ExamReport = Static<typeof ExamReport>
