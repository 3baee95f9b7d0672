import { type Static, Type } from 'typebox'
import { Blueprint } from '../assembly/blueprint.ts'
import { ParityCertificate } from '../assembly/form.ts'
import { BankApproval } from '../bank/bank-version-views.ts'
import { CognitiveLevel, ParameterProvenance } from '../bank/item.ts'
import { Audit } from '../measurement/audit/audit.ts'
import { LocalizedText } from '../text.ts'
import { ExamState, ExamWindow, PublicationRule, ReleaseResults } from './exam.ts'
import { ExamRequirements } from './requirements.ts'
import { ReviewRules } from './review-rules.ts'
import { Verification } from './verification.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })

/** What adaptive attempts are expected to be like, by simulation. */
export const AdaptiveForecast = Type.Object(
  {
    attempts: Type.Integer(),
    /** Over candidates of a normal population. */
    meanItems: Type.Number(),
    /** Share of attempts that reach the standard error asked for. */
    reachedShare: Type.Number(),
    /** Share of attempts on which an item stands. */
    exposure: Type.Object({ largest: Type.Number(), mean: Type.Number() }, closed),
    standardErrors: Type.Array(
      Type.Object(
        { theta: Type.Number(), items: Type.Number(), standardError: Type.Number() },
        closed,
      ),
    ),
  },
  closed,
)
export type AdaptiveForecast = Static<typeof AdaptiveForecast>

/** One exam in the organizer's list. */
export const ExamRow = Type.Object(
  {
    id: Uuid,
    title: LocalizedText,
    unit: Type.Object({ id: Uuid, name: LocalizedText }, closed),
    state: ExamState,
    window: ExamWindow,
    simulated: Type.Boolean(),
    assigned: Type.Integer(),
    started: Type.Integer(),
    closed: Type.Integer(),
    openCases: Type.Integer(),
  },
  closed,
)
export type ExamRow = Static<typeof ExamRow>

/** One exam, whole. */
export const ExamView = Type.Object(
  {
    ...ExamRow.properties,
    bank: Type.Object(
      {
        bankVersionId: Uuid,
        program: Type.String(),
        version: Type.Integer(),
        title: LocalizedText,
      },
      closed,
    ),
    policy: Type.Object(
      {
        policyVersionId: Uuid,
        policy: Type.String(),
        version: Type.Integer(),
        title: LocalizedText,
      },
      closed,
    ),
    blueprint: Blueprint,
    audienceUnitIds: Type.Array(Uuid),
    decisionsNeeded: Type.Integer(),
    releaseResults: ReleaseResults,
    publishedAt: Type.Union([Time, Type.Null()]),
    finalAt: Type.Union([Time, Type.Null()]),
    /** SHA-256 of the exam's secret, fixed at publication. */
    commitment: Type.Union([Type.String(), Type.Null()]),
    /** The secret itself, once the window has closed. */
    revealedSecret: Type.Union([Type.String(), Type.Null()]),
    waiver: Type.Union([Type.String(), Type.Null()]),
    /** What the cut scores rest on. */
    panelId: Type.Union([Uuid, Type.Null()]),
    cutReason: Type.Union([Type.String(), Type.Null()]),
    /** What candidates and their browsers must bring; null: nothing. */
    requirements: Type.Union([ExamRequirements, Type.Null()]),
    /** What brings an attempt before auditors. */
    reviewRules: ReviewRules,
    /** The exam that this one re-tests; null for others. */
    verifies: Type.Union([
      Type.Object(
        {
          ...Verification.properties,
          title: LocalizedText,
          /** Counts of persons, once it is final: being called, sitting it, being compared. */
          counts: Type.Union([
            Type.Object(
              { called: Type.Integer(), sat: Type.Integer(), compared: Type.Integer() },
              closed,
            ),
            Type.Null(),
          ]),
        },
        closed,
      ),
      Type.Null(),
    ]),
    /** Re-tests of this exam, drafts too, in the order planned. */
    retests: Type.Array(
      Type.Object({ examId: Uuid, title: LocalizedText, state: ExamState }, closed),
    ),
    /** While all attempts are compared with each other: how much of that is done. */
    screenedShare: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
  },
  closed,
)
export type ExamView = Static<typeof ExamView>

const CellPreview = Type.Object(
  {
    competency: Type.String(),
    level: CognitiveLevel,
    needed: Type.Integer(),
    usable: Type.Integer(),
    /** Share of candidates who see any one item of the cell. */
    exposure: Type.Number(),
  },
  closed,
)

/** What a blueprint on a bank will be able to tell; shown live while it is edited. */
export const ExamPreview = Type.Object(
  {
    feasible: Type.Boolean(),
    findings: Type.Array(
      Type.Object(
        {
          pointer: Type.String(),
          severity: Type.Union([
            Type.Literal('error'),
            Type.Literal('warning'),
            Type.Literal('note'),
          ]),
          message: LocalizedText,
        },
        closed,
      ),
    ),
    cells: Type.Array(CellPreview),
    itemCount: Type.Integer(),
    expectedSeconds: Type.Number(),
    timeLimitSeconds: Type.Integer(),
    /** Share of items whose competency the post needs; null without a post. */
    jobRelevance: Type.Union([Type.Number(), Type.Null()]),
    /** Expected share of items two candidates have in common. */
    overlap: Type.Number(),
    parameters: ParameterProvenance,
    /** Expected marginal reliability, 0 to 1. */
    reliability: Type.Number(),
    cuts: Type.Array(
      Type.Object(
        {
          level: Type.String(),
          cut: Type.Number(),
          /** Null where a form tells nothing at the cut. */
          standardError: Type.Union([Type.Number(), Type.Null()]),
          accuracy: Type.Number(),
          consistency: Type.Number(),
        },
        closed,
      ),
    ),
    informationCurve: Type.Array(
      Type.Object({ theta: Type.Number(), information: Type.Number() }, closed),
    ),
    /** None where the exam is adaptive: its forms follow from answers. */
    sampleForms: Type.Array(
      Type.Object({ certificate: ParityCertificate, digest: Type.String() }, closed),
    ),
    /** What simulated adaptive attempts come to; null for other exams. */
    adaptive: Type.Union([AdaptiveForecast, Type.Null()]),
    /** Whether the exam will mean something, judged before anyone sits it. */
    audit: Audit,
    rules: Type.Array(PublicationRule),
  },
  closed,
)
export type ExamPreview = Static<typeof ExamPreview>

/** One attempt in the organizer's list of an exam; no answers, no flags' content. */
export const ExamAttemptRow = Type.Object(
  {
    attemptId: Type.Union([Uuid, Type.Null()]),
    person: Type.Object({ id: Uuid, name: Type.String(), unitName: LocalizedText }, closed),
    state: Type.Union([
      Type.Literal('not-started'),
      Type.Literal('running'),
      Type.Literal('submitted'),
      Type.Literal('expired'),
    ]),
    startedAt: Type.Union([Time, Type.Null()]),
    closedAt: Type.Union([Time, Type.Null()]),
    answered: Type.Integer(),
    itemCount: Type.Integer(),
    level: Type.Union([Type.String(), Type.Null()]),
    theta: Type.Union([Type.Number(), Type.Null()]),
    standardError: Type.Union([Type.Number(), Type.Null()]),
    outcome: Type.Union([
      Type.Literal('granted'),
      Type.Literal('held'),
      Type.Literal('withheld'),
      Type.Null(),
    ]),
  },
  closed,
)
export type ExamAttemptRow = Static<typeof ExamAttemptRow>

export const BankVersionRow = Type.Object(
  {
    bankVersionId: Uuid,
    program: Type.String(),
    version: Type.Integer(),
    title: LocalizedText,
    digest: Type.String(),
    createdAt: Time,
    itemCount: Type.Integer(),
    competencies: Type.Array(Type.Object({ id: Type.String(), name: LocalizedText }, closed)),
    posts: Type.Array(Type.Object({ id: Type.String(), name: LocalizedText }, closed)),
    coverage: Type.Array(
      Type.Object(
        {
          competency: Type.String(),
          level: CognitiveLevel,
          itemCount: Type.Integer(),
          /** The same items by difficulty, half a unit of ability around its middle. */
          difficulty: Type.Object(
            { easy: Type.Integer(), medium: Type.Integer(), hard: Type.Integer() },
            closed,
          ),
        },
        closed,
      ),
    ),
    /** Who added it; null for the service itself and outside the reader's branches. */
    addedBy: Type.Union([Type.String(), Type.Null()]),
    /** Whether the reader added it, and so may not approve it. */
    mine: Type.Boolean(),
    /** Null while no exam on it may be published. */
    approval: Type.Union([BankApproval, Type.Null()]),
    /** Blueprints that came with the bank, to start from. */
    blueprints: Type.Array(Blueprint),
  },
  closed,
)
export type BankVersionRow = Static<typeof BankVersionRow>
