import { type Static, Type } from 'typebox'
import { Practice } from '../delivery/practice-for.ts'
import { Receipt } from '../delivery/views.ts'
import { Estimate, SubscoreReason } from '../measurement/scores.ts'
import { AwardView } from '../policy/award-views.ts'
import { EvidenceLook } from '../review/evidence-use.ts'
import { MyReview } from '../review/my-review.ts'
import { OwnRetest } from '../review/retest-views.ts'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })

/** What was put right about the exam, told to those whom it concerns. */
export const Corrections = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          /** Place of the item on the candidate's own form. */
          position: Type.Integer(),
          kind: Type.Enum(['replace', 'accept-also', 'void']),
          reason: Type.String(),
          at: Time,
        },
        closed,
      ),
    ),
    /** The result before the first correction; null when there was none yet. */
    before: Type.Union([
      Type.Object(
        { passed: Type.Boolean(), level: Type.Union([Type.String(), Type.Null()]) },
        closed,
      ),
      Type.Null(),
    ]),
  },
  closed,
)
export type Corrections = Static<typeof Corrections>

/** The candidate's result page. */
export const ResultView = Type.Object(
  {
    attemptId: Uuid,
    examTitle: LocalizedText,
    simulated: Type.Boolean(),
    receipt: Receipt,
    /** Null while the exam is still being checked. */
    result: Type.Union([
      Type.Object(
        {
          overall: Estimate,
          /** The same on a scale people read, with its 95 % interval. */
          scale: Type.Object(
            {
              score: Type.Number(),
              low: Type.Number(),
              high: Type.Number(),
              mean: Type.Number(),
              deviation: Type.Number(),
            },
            closed,
          ),
          passProbability: Type.Number(),
          passed: Type.Boolean(),
          /** True while item parameters are priors, not yet estimated from responses. */
          provisional: Type.Boolean(),
          competencies: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                name: LocalizedText,
                estimate: Estimate,
                practice: Practice,
                /** Whether it is worth showing on its own; null while the cohort has not told. */
                worth: Type.Union([SubscoreReason, Type.Null()]),
                /**
                 * The same with what the other competencies tell, where the exam's candidates
                 * show that this helps; null elsewhere. Beside the estimate, never instead.
                 */
                augmented: Type.Union([
                  Type.Object({ theta: Type.Number(), standardError: Type.Number() }, closed),
                  Type.Null(),
                ]),
              },
              closed,
            ),
          ),
          /** Answers too fast to have been read; null where there are none or the exam is not final. */
          effort: Type.Union([
            Type.Object(
              {
                rapid: Type.Integer(),
                answered: Type.Integer(),
                /** The score without them; null where fewer than half of the answers are left. */
                scale: Type.Union([
                  Type.Object(
                    { score: Type.Number(), low: Type.Number(), high: Type.Number() },
                    closed,
                  ),
                  Type.Null(),
                ]),
              },
              closed,
            ),
            Type.Null(),
          ]),
          levels: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                name: LocalizedText,
                cut: Type.Union([Type.Number(), Type.Null()]),
              },
              closed,
            ),
          ),
          passingLevel: Type.String(),
        },
        closed,
      ),
      Type.Null(),
    ]),
    outcome: Type.Union([
      Type.Object(
        {
          state: Type.Union([
            Type.Literal('granted'),
            Type.Literal('held'),
            Type.Literal('withheld'),
          ]),
          awards: Type.Array(LocalizedText),
          reasons: Type.Array(LocalizedText),
          /** Rules of the policy that decided, with their titles. */
          decidedBy: Type.Array(Type.Object({ id: Type.String(), title: LocalizedText }, closed)),
          policy: Type.Object({ title: LocalizedText, version: Type.Integer() }, closed),
        },
        closed,
      ),
      Type.Null(),
    ]),
    /** Keys of this form's items that were put right after publication; null while checked. */
    corrections: Type.Union([Corrections, Type.Null()]),
    /** What was recorded, in counts, so that nothing is secret from its subject. */
    recorded: Type.Object(
      {
        entries: Type.Integer(),
        timesAway: Type.Integer(),
        secondsAway: Type.Number(),
        /** When the candidate agreed to it; null where the exam did not ask for that. */
        consentedAt: Type.Union([Time, Type.Null()]),
      },
      closed,
    ),
    /** Flags and case, where there are any. */
    review: Type.Union([MyReview, Type.Null()]),
    /** This attempt beside its re-tests, or as the re-test of an earlier one; newest first. */
    retests: Type.Array(OwnRetest),
    /** Who looked at the evidence of this attempt, newest first; roles, never names. */
    looks: Type.Array(EvidenceLook),
  },
  closed,
)
export type ResultView = Static<typeof ResultView>

/** Everything a person was awarded, as it stands; newest first. */
export const MyAwards = Type.Object({ awards: Type.Array(AwardView) }, closed)
export type MyAwards = Static<typeof MyAwards>
