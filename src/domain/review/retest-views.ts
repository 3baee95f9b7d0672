import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Nullable = <Of extends Type.TSchema>(of: Of) => Type.Union([of, Type.Null()])

/** Why an attempt and its re-test can't be compared. */
export const RETEST_GAPS = ['absent', 'too-few-items'] as const
export type RetestGap = (typeof RETEST_GAPS)[number]

/** One sitting on the common scale, with its 95 % interval; by the items compared alone. */
const SittingScore = Type.Object(
  { score: Type.Number(), low: Type.Number(), high: Type.Number() },
  closed,
)

/** An attempt beside its re-test, as auditors read it: by titles, as ids would tell whose it is. */
export const RetestView = Type.Object(
  {
    /** The attempt that was verified. */
    verified: Type.Object({ examTitle: LocalizedText }, closed),
    retest: Type.Object({ examTitle: LocalizedText }, closed),
    comparedAt: Type.String({ format: 'date-time' }),
    /** Why nothing is compared; null where it is. */
    gap: Nullable(Type.Enum([...RETEST_GAPS])),
    /** Items of the re-test that count: answered, measured, and not seen in the attempt. */
    items: Type.Integer(),
    /** Items of the re-test that don't: on the attempt's form too, or without known parameters. */
    leftOut: Type.Object({ seen: Type.Integer(), unmeasured: Type.Integer() }, closed),
    /** Null where nothing is compared. */
    comparison: Nullable(
      Type.Object(
        {
          first: SittingScore,
          second: SittingScore,
          /** Points of the scale by which the attempt lies above the re-test, and their SE. */
          difference: Type.Number(),
          standardError: Type.Number(),
          /** Right answers in the re-test, and those expected of the same ability in both. */
          right: Type.Integer(),
          expectedRight: Type.Number(),
          /** Of so few right answers in the re-test, if the ability was the same. */
          p: Type.Number(),
          /** The same, adjusted for all who sat the re-test (Holm 1979). */
          adjusted: Type.Number(),
          /** Whether that lies below .05. */
          differs: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type RetestView = Static<typeof RetestView>

/** The same for the candidate, who may know which attempts they are. */
export const OwnRetest = Type.Object(
  {
    ...RetestView.properties,
    verified: Type.Object({ attemptId: Uuid, examTitle: LocalizedText }, closed),
    /** Without an attempt where it was not sat. */
    retest: Type.Object({ attemptId: Nullable(Uuid), examTitle: LocalizedText }, closed),
  },
  closed,
)
export type OwnRetest = Static<typeof OwnRetest>
