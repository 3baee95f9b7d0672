import { type Static, Type } from 'typebox'
import { ItemType } from '../bank/item-type.ts'
import { Flag } from '../forensics/flag.ts'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const Span = {
  fromMs: Type.Number({ minimum: 0 }),
  toMs: Type.Number({ minimum: 0 }),
} as const

/** One case in the auditor's queue: blinded, heaviest first. */
export const CaseRow = Type.Object(
  {
    id: Uuid,
    /** Stands for the candidate; says nothing about who it is. */
    code: Type.String(),
    examTitle: LocalizedText,
    simulated: Type.Boolean(),
    weight: Type.Number(),
    flags: Type.Array(LocalizedText),
    openedAt: Time,
    dueAt: Time,
    state: Type.Union([Type.Literal('open'), Type.Literal('decided')]),
    /** Whether I have decided, whether a first decision waits for a second one. */
    mine: Type.Union([Type.Literal('to-decide'), Type.Literal('decided')]),
    decisions: Type.Integer(),
    decisionsNeeded: Type.Integer(),
  },
  closed,
)
export type CaseRow = Static<typeof CaseRow>

const DecisionView = Type.Object(
  {
    by: Type.String(),
    mine: Type.Boolean(),
    finding: Type.String(),
    reasonCode: Type.String(),
    note: Type.String(),
    at: Time,
  },
  closed,
)

/** One case, whole. Others' decisions appear only when the case is decided. */
export const CaseView = Type.Object(
  {
    ...CaseRow.properties,
    flagDetails: Type.Array(Flag),
    /** How cases with the same indicators turned out so far. */
    baseRates: Type.Array(
      Type.Object({ finding: Type.String(), name: LocalizedText, count: Type.Integer() }, closed),
    ),
    /** Milliseconds on server time since the attempt began. */
    timeline: Type.Object(
      {
        durationMs: Type.Number(),
        startedAt: Time,
        closedAt: Time,
        bands: Type.Array(
          Type.Object({ itemId: Type.String(), position: Type.Integer(), ...Span }, closed),
        ),
        away: Type.Array(
          Type.Object(
            {
              ...Span,
              kind: Type.Union([Type.Literal('hidden'), Type.Literal('blurred')]),
              position: Type.Union([Type.Integer(), Type.Null()]),
              offline: Type.Boolean(),
              explanation: Type.Union([Type.String(), Type.Null()]),
            },
            closed,
          ),
        ),
        offline: Type.Array(Type.Object({ ...Span }, closed)),
        changes: Type.Array(
          Type.Object(
            {
              atMs: Type.Number(),
              position: Type.Integer(),
              /** What was there before; null for the first answer. */
              from: Type.Union([LocalizedText, Type.Null()]),
              /** Null for an answer taken back. */
              to: Type.Union([LocalizedText, Type.Null()]),
            },
            closed,
          ),
        ),
      },
      closed,
    ),
    answers: Type.Array(
      Type.Object(
        {
          position: Type.Integer(),
          itemId: Type.String(),
          type: ItemType,
          competency: LocalizedText,
          stem: LocalizedText,
          answer: LocalizedText,
          correct: Type.Union([Type.Boolean(), Type.Null()]),
          seconds: Type.Union([Type.Number(), Type.Null()]),
          expectedSeconds: Type.Number(),
          /** Residual of log seconds under the response-time model, in SD; below 0 is fast. */
          residual: Type.Union([Type.Number(), Type.Null()]),
        },
        closed,
      ),
    ),
    statements: Type.Array(Type.Object({ at: Time, text: Type.String() }, closed)),
    decisionDetails: Type.Array(DecisionView),
    finding: Type.Union([Type.String(), Type.Null()]),
    mayDecide: Type.Boolean(),
    choices: Type.Array(
      Type.Object(
        {
          finding: Type.String(),
          name: LocalizedText,
          reasons: Type.Array(Type.Object({ code: Type.String(), name: LocalizedText }, closed)),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type CaseView = Static<typeof CaseView>
