import { type Static, Type } from 'typebox'
import { KeyedForm } from '../assembly/keyed-form.ts'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })

/** One form for the organizer, with its key: a candidate's, or a sample of the blueprint. */
export const ExamFormView = Type.Object(
  {
    examId: Uuid,
    examTitle: LocalizedText,
    timeLimitSeconds: Type.Integer(),
    /** Whose form it is; null for a sample. */
    attempt: Type.Union([
      Type.Object(
        {
          attemptId: Uuid,
          personName: Type.String(),
          unitName: LocalizedText,
          startedAt: Time,
        },
        closed,
      ),
      Type.Null(),
    ]),
    /** Which sample it is, from 1; null for a candidate's form. */
    sample: Type.Union([Type.Integer(), Type.Null()]),
    form: KeyedForm,
  },
  closed,
)
export type ExamFormView = Static<typeof ExamFormView>
