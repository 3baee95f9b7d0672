import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { FINDINGS, REASON_CODES } from './decision.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const Nullable = <Of extends Type.TSchema>(of: Of) => Type.Union([of, Type.Null()])
const Named = Type.Object({ code: Type.Enum(FINDINGS), name: LocalizedText }, closed)

/** What a candidate sends: why the finding should not stand. */
export const AppealInput = Type.Object(
  { grounds: Type.String({ minLength: 10, maxLength: 8000 }) },
  closed,
)
export type AppealInput = Static<typeof AppealInput>

/** What the auditor who hears it sends; the explanation is read by the candidate. */
export const AppealDecisionInput = Type.Object(
  {
    /** The finding as it was, or a milder one. */
    finding: Type.Enum(FINDINGS),
    reasonCode: Type.Enum(Object.values(REASON_CODES).flat()),
    explanation: Type.String({ minLength: 10, maxLength: 4000 }),
  },
  closed,
)
export type AppealDecisionInput = Static<typeof AppealDecisionInput>

/** One appeal in an auditor's queue, as blinded as its case; those due first come first. */
export const AppealRow = Type.Object(
  {
    id: Uuid,
    /** Its case, for `GET /api/cases/:caseId`. */
    caseId: Uuid,
    /** Stands for the candidate, as in the case. */
    code: Type.String(),
    examTitle: LocalizedText,
    simulated: Type.Boolean(),
    /** What is appealed against. */
    finding: Named,
    filedAt: Time,
    dueAt: Time,
    state: Type.Enum(['open', 'decided']),
  },
  closed,
)
export type AppealRow = Static<typeof AppealRow>

/** One appeal, whole, for an auditor who may hear it, or who did. */
export const AppealView = Type.Object(
  {
    ...AppealRow.properties,
    grounds: Type.String(),
    statements: Type.Array(Type.Object({ at: Time, text: Type.String() }, closed)),
    /** What the auditors of the case decided, without who they are. */
    decisions: Type.Array(
      Type.Object({ finding: Named, reason: LocalizedText, note: Type.String(), at: Time }, closed),
    ),
    /** The finding itself and all that are milder, each with its reasons. */
    choices: Type.Array(
      Type.Object(
        {
          finding: Type.Enum(FINDINGS),
          name: LocalizedText,
          reasons: Type.Array(Type.Object({ code: Type.String(), name: LocalizedText }, closed)),
        },
        closed,
      ),
    ),
    mayDecide: Type.Boolean(),
    decision: Nullable(
      Type.Object(
        {
          finding: Named,
          /** Whether the finding stays as it was. */
          upheld: Type.Boolean(),
          reason: LocalizedText,
          explanation: Type.String(),
          at: Time,
          mine: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type AppealView = Static<typeof AppealView>

/** The candidate's own appeal. */
export const MyAppeal = Type.Object(
  {
    grounds: Type.String(),
    filedAt: Time,
    /** By when it has to be decided. */
    dueAt: Time,
    decision: Nullable(
      Type.Object(
        {
          /** What holds now. */
          code: Type.Enum(FINDINGS),
          finding: LocalizedText,
          upheld: Type.Boolean(),
          reason: LocalizedText,
          explanation: Type.String(),
          at: Time,
        },
        closed,
      ),
    ),
  },
  closed,
)
export type MyAppeal = Static<typeof MyAppeal>
