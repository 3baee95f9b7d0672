import { type Static, Type } from 'typebox'
import { PresentedForm } from '../assembly/presented-form.ts'
import { ResponseValue } from '../bank/response-value.ts'
import { Estimate, SubscoreReason } from '../measurement/scores.ts'
import { ExamWindow } from '../scheduling/exam.ts'
import { LocalizedText } from '../text.ts'
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
    ]),
    timeLimitSeconds: Type.Integer(),
    /** The most there can be where the exam is adaptive. */
    itemCount: Type.Integer(),
    adaptive: Type.Boolean(),
    attemptId: Type.Union([Uuid, Type.Null()]),
    simulated: Type.Boolean(),
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

/** What a competency is about and the rules it rests on; no item of the bank. */
export const Practice = Type.Object(
  { description: LocalizedText, rules: Type.Array(LocalizedText) },
  closed,
)
export type Practice = Static<typeof Practice>

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
      { entries: Type.Integer(), timesAway: Type.Integer(), secondsAway: Type.Number() },
      closed,
    ),
    /** Flags and case, where there are any. */
    review: Type.Union([
      Type.Object(
        {
          caseId: Type.Union([Uuid, Type.Null()]),
          state: Type.Union([Type.Literal('none'), Type.Literal('open'), Type.Literal('decided')]),
          flags: Type.Array(
            Type.Object(
              {
                name: LocalizedText,
                summary: LocalizedText,
                evidence: Type.Array(LocalizedText),
                innocentExplanations: Type.Array(LocalizedText),
                falseFlagRate: Type.Object({ value: Type.Number(), basis: LocalizedText }, closed),
              },
              closed,
            ),
          ),
          statements: Type.Array(Type.Object({ at: Time, text: Type.String() }, closed)),
          finding: Type.Union([
            Type.Object({ name: LocalizedText, reason: LocalizedText, decidedAt: Time }, closed),
            Type.Null(),
          ]),
        },
        closed,
      ),
      Type.Null(),
    ]),
  },
  closed,
)
export type ResultView = Static<typeof ResultView>

/** Everything a candidate was awarded, and the credit ledger behind it. */
export const MyAwards = Type.Object(
  {
    balance: Type.Integer(),
    entries: Type.Array(
      Type.Object(
        {
          at: Time,
          examTitle: LocalizedText,
          amount: Type.Integer(),
          reason: LocalizedText,
          /** True for an entry that takes an earlier one back. */
          counter: Type.Boolean(),
          attemptId: Uuid,
        },
        closed,
      ),
    ),
    awards: Type.Array(
      Type.Object(
        {
          attemptId: Uuid,
          examTitle: LocalizedText,
          award: LocalizedText,
          state: Type.String(),
          at: Time,
        },
        closed,
      ),
    ),
  },
  closed,
)
export type MyAwards = Static<typeof MyAwards>
