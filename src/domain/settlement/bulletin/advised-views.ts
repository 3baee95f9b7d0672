import { type Static, Type } from 'typebox'
import { LocalizedText } from '../../text.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })

/** An adviser's own people: who needs help, and what is to come. */
export const AdvisedPerson = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    unitName: LocalizedText,
    rank: Type.String(),
    /** The newest exam that is over for them and may be told. */
    latest: Type.Union([
      Type.Object(
        {
          examId: Uuid,
          title: LocalizedText,
          /** Null: not sat. */
          passProbability: Type.Union([Type.Number(), Type.Null()]),
          level: Type.Union([LocalizedText, Type.Null()]),
          /** Competencies that surely lie below what is required. */
          gaps: Type.Array(LocalizedText),
        },
        closed,
      ),
      Type.Null(),
    ]),
    /** An exam whose window is open and not sat yet, or the next to come. */
    next: Type.Union([
      Type.Object({ title: LocalizedText, opensAt: Time, closesAt: Time }, closed),
      Type.Null(),
    ]),
    /** Hours attended in the calendar year. */
    hours: Type.Number({ minimum: 0 }),
    need: Type.Enum(['help', 'not-sat', 'none', 'unknown']),
  },
  closed,
)
export type AdvisedPerson = Static<typeof AdvisedPerson>
