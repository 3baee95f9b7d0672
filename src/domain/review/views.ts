import { type Static, Type } from 'typebox'
import { ItemType } from '../bank/item-type.ts'
import { PAUSE_KINDS } from '../forensics/attempt-pauses.ts'
import { ABSENCE_SHAPES } from '../forensics/behavior/absence-shape.ts'
import { Flag } from '../forensics/flag.ts'
import { LocalizedText } from '../text.ts'
import {
  ContactView,
  ExpectedSeconds,
  PartnerView,
  QualityView,
  RhythmView,
} from './case-evidence.ts'
import { CaseRow } from './queue-views.ts'
import { RetestView } from './retest-views.ts'

const closed = { additionalProperties: false } as const
const Time = Type.String({ format: 'date-time' })
const Span = {
  fromMs: Type.Number({ minimum: 0 }),
  toMs: Type.Number({ minimum: 0 }),
} as const

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
    /** Without their weights: of an open case nobody is to add them up. */
    flagDetails: Type.Array(Type.Omit(Flag, ['weight'])),
    /** By flag: what it adds to the weight, families and behaviour being capped. */
    flagShares: Type.Array(Type.Number()),
    /** How cases with the same indicators turned out so far. */
    baseRates: Type.Array(
      Type.Object(
        {
          finding: Type.String(),
          name: LocalizedText,
          count: Type.Integer(),
          /** 95 % interval of the share among all of them (Wilson). */
          low: Type.Number(),
          high: Type.Number(),
        },
        closed,
      ),
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
              /** What the absence looks like; only 'away' counts as time away. */
              shape: Type.Enum([...ABSENCE_SHAPES]),
              explanation: Type.Union([Type.String(), Type.Null()]),
            },
            closed,
          ),
        ),
        offline: Type.Array(Type.Object({ ...Span }, closed)),
        /** Time the attempt did not have, with what its candidate read of it. */
        pauses: Type.Array(
          Type.Object({ ...Span, kind: Type.Enum([...PAUSE_KINDS]), text: Type.String() }, closed),
        ),
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
        /** What the record does not know, or knows less well than it looks. */
        quality: Type.Array(QualityView),
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
          /** At the person's own speed; null where nothing was timed. */
          expected: Type.Union([ExpectedSeconds, Type.Null()]),
        },
        closed,
      ),
    ),
    /** Attempts of the exam that the comparison found close to this one, the closest first. */
    partners: Type.Array(PartnerView),
    contacts: Type.Array(ContactView),
    rhythm: Type.Union([RhythmView, Type.Null()]),
    /** The attempt beside its re-tests, newest first. */
    retests: Type.Array(RetestView),
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
