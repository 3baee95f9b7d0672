import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Figures = Type.Object({ a: Type.Number(), b: Type.Number(), c: Type.Number() }, closed)

/** What a final exam's own attempts say about its items, on the scale of the bank. */
export const ExamCalibrationView = Type.Object(
  {
    /** Null until it has been worked out. */
    calibratedAt: orNull(Type.String({ format: 'date-time' })),
    n: Type.Integer(),
    converged: Type.Boolean(),
    link: orNull(
      Type.Object(
        {
          method: Type.Enum(['anchors', 'prior-means']),
          slope: Type.Number(),
          intercept: Type.Number(),
          anchorCount: Type.Integer(),
        },
        closed,
      ),
    ),
    items: Type.Array(
      Type.Object(
        {
          itemId: Type.String(),
          stem: LocalizedText,
          /** Persons who answered it. */
          n: Type.Integer(),
          ...Figures.properties,
          /** Null where the answers do not suffice to tell. */
          se: orNull(Figures),
          /** What the exam was built with. */
          before: Figures,
        },
        closed,
      ),
    ),
    findings: Type.Array(
      Type.Object(
        { itemId: orNull(Type.String()), code: Type.String(), message: LocalizedText },
        closed,
      ),
    ),
    /** Whether its parameters may go to the bank: never those of simulated attempts. */
    canPropose: Type.Boolean(),
  },
  closed,
)
export type ExamCalibrationView = Static<typeof ExamCalibrationView>

/** What became of parameters that were proposed to the bank's workshop. */
export const CalibrationProposed = Type.Object(
  { program: Type.String(), proposed: Type.Integer(), missing: Type.Array(Type.String()) },
  closed,
)
export type CalibrationProposed = Static<typeof CalibrationProposed>
