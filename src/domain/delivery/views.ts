import { type Static, Type } from 'typebox'
import { PresentedForm } from '../assembly/presented-form.ts'
import { ResponseValue } from '../bank/response-value.ts'
import { ExamWindow } from '../scheduling/exam.ts'
import { LocalizedText } from '../text.ts'
import { AttemptNotice } from './conduct.ts'
import { JournalEntry } from './journal.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })

export const AttemptState = Type.Union([
  Type.Literal('running'),
  Type.Literal('submitted'),
  Type.Literal('expired'),
])
export type AttemptState = Static<typeof AttemptState>

/** An exam as a card on the candidate's home page. */
export const MyExam = Type.Object(
  {
    examId: Uuid,
    title: LocalizedText,
    organizer: LocalizedText,
    window: ExamWindow,
    /** What the candidate can do now. */
    stage: Type.Union([
      Type.Literal('coming'),
      Type.Literal('open'),
      Type.Literal('running'),
      Type.Literal('being-checked'),
      Type.Literal('result'),
      Type.Literal('missed'),
      Type.Literal('exempted'),
    ]),
    timeLimitSeconds: Type.Integer(),
    /** The most there can be where the exam is adaptive. */
    itemCount: Type.Integer(),
    adaptive: Type.Boolean(),
    attemptId: Type.Union([Uuid, Type.Null()]),
    simulated: Type.Boolean(),
    /** Title of the exam whose results this one re-tests; null for others. */
    verifies: Type.Union([LocalizedText, Type.Null()]),
  },
  closed,
)
export type MyExam = Static<typeof MyExam>

/** An attempt as the candidate's browser needs it, at the start and after every reload. */
export const AttemptView = Type.Object(
  {
    attemptId: Uuid,
    examTitle: LocalizedText,
    state: AttemptState,
    startedAt: Time,
    deadlineAt: Time,
    serverNow: Time,
    /** Of an adaptive exam the current item alone; none once it has ended. */
    form: PresentedForm,
    /** Where an adaptive attempt stands; null where all items are there from the start. */
    adaptive: Type.Union([
      Type.Object(
        {
          /** Place of the current item, from 1. */
          position: Type.Integer(),
          mostItems: Type.Integer(),
          ended: Type.Boolean(),
        },
        closed,
      ),
      Type.Null(),
    ]),
    /** Latest durable value per item id of the presented form. */
    responses: Type.Record(Type.String(), ResponseValue),
    /** Presented item ids marked for review. */
    marked: Type.Array(Type.String()),
    /** The sequence the next entry gets. */
    nextSequence: Type.Integer(),
    commitment: Type.String(),
    /** Which opening of the attempt this is; entries carry it, and the highest one is live. */
    claim: Type.Integer(),
    /** This reply has begun the attempt: the page that asked has opened it and is the live one. */
    begun: Type.Optional(Type.Literal(true)),
    /** While it lies ahead, the attempt pauses; the deadline has moved by it already. */
    pausedUntil: Type.Union([Time, Type.Null()]),
    /** What organizers did about this attempt or everybody's; newest last. */
    notices: Type.Array(AttemptNotice),
    /**
     * Presented item ids with an answer that arrived later than the one that counts, from a page
     * that was no longer live: kept, and not counted.
     */
    setAside: Type.Array(Type.String()),
    /** Whether the page may measure how typing and pointing go; not with assistive technology. */
    measuresRhythm: Type.Boolean(),
  },
  closed,
)
export type AttemptView = Static<typeof AttemptView>

/** POST body: entries in any order; the answer tells which are durable. */
export const SaveEntries = Type.Object(
  { entries: Type.Array(JournalEntry, { minItems: 1, maxItems: 500 }) },
  closed,
)
export type SaveEntries = Static<typeof SaveEntries>

export const EntriesSaved = Type.Object(
  {
    /** Sequences that are on disk, from this request or an earlier one. */
    durable: Type.Array(Type.Integer()),
    /** Sequences another device or tab has used for other entries: give them new ones. */
    taken: Type.Array(Type.Integer()),
    nextSequence: Type.Integer(),
    savedAt: Time,
    deadlineAt: Time,
    pausedUntil: Type.Union([Time, Type.Null()]),
    /** The attempt's live page; one with a lower claim is told so here. */
    claim: Type.Integer(),
    /** How many notices there are; more than the page knows: read the attempt again. */
    noticeCount: Type.Integer(),
  },
  closed,
)
export type EntriesSaved = Static<typeof EntriesSaved>

/** What a candidate holds in hand after submitting: signed, so it can be shown to anybody. */
export const Receipt = Type.Object(
  {
    attemptId: Uuid,
    examTitle: LocalizedText,
    candidate: Type.String(),
    startedAt: Time,
    closedAt: Time,
    closedBy: Type.Union([Type.Literal('candidate'), Type.Literal('deadline')]),
    itemCount: Type.Integer(),
    answered: Type.Integer(),
    formDigest: Type.String(),
    /** SHA-256 over every journal entry kept, in order of sequence. */
    journalDigest: Type.String(),
    /** Ed25519 over the canonical JSON of all the above, base64; key at /api/signing-key. */
    signature: Type.String(),
  },
  closed,
)
export type Receipt = Static<typeof Receipt>
