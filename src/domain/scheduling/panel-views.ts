import { type Static, Type } from 'typebox'
import { KeyedForm } from '../assembly/keyed-form.ts'
import { Finding } from '../bank/finding.ts'
import {
  BookmarkInput,
  ConcludedCut,
  PanelLevel,
  PanelMethod,
  PanelState,
  RatingInput,
} from '../measurement/standard-setting/panel.ts'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

const BankOfPanel = Type.Object(
  { bankVersionId: Uuid, program: Type.String(), version: Type.Integer(), title: LocalizedText },
  closed,
)

/** One panel in a list. */
export const PanelRow = Type.Object(
  {
    panelId: Uuid,
    method: PanelMethod,
    title: LocalizedText,
    unit: Type.Object({ id: Uuid, name: LocalizedText }, closed),
    bank: BankOfPanel,
    levels: Type.Array(PanelLevel),
    itemCount: Type.Integer(),
    judgeCount: Type.Integer(),
    state: PanelState,
    /** The round that is open or was the last; 0 before the first. */
    round: Type.Integer(),
    createdAt: Time,
    /** Once signed: what exams may adopt. */
    cuts: orNull(Type.Array(ConcludedCut)),
  },
  closed,
)
export type PanelRow = Static<typeof PanelRow>

const Agreement = Type.Object(
  {
    standardDeviation: orNull(Type.Number()),
    singleJudge: orNull(Type.Number()),
    panelMean: orNull(Type.Number()),
  },
  closed,
)
const PanelCut = Type.Object(
  {
    raw: Type.Number(),
    theta: orNull(Type.Number()),
    rawStandardError: orNull(Type.Number()),
    rawStandardErrorOverItems: orNull(Type.Number()),
    thetaStandardError: orNull(Type.Number()),
  },
  closed,
)

/** A closed round at one level. */
export const RoundLevel = Type.Object(
  {
    level: Type.String(),
    cut: orNull(PanelCut),
    judges: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          raw: Type.Number(),
          theta: orNull(Type.Number()),
          distance: Type.Number(),
          /** Where the bookmark lies; null where judges rate items. */
          page: orNull(Type.Integer()),
        },
        closed,
      ),
    ),
    incomplete: Type.Array(Type.String()),
    agreement: Agreement,
    /** Items the judges disagree on most, the widest first. */
    disputed: Type.Array(
      Type.Object(
        {
          item: Type.String(),
          mean: Type.Number(),
          standardDeviation: orNull(Type.Number()),
          observed: orNull(Type.Number()),
        },
        closed,
      ),
    ),
    findings: Type.Array(Finding),
  },
  closed,
)
export type RoundLevel = Static<typeof RoundLevel>

const Conclusion = Type.Object(
  {
    conclusionId: Uuid,
    round: Type.Integer(),
    cuts: Type.Array(ConcludedCut),
    reason: Type.String(),
    concludedBy: Type.String(),
    concludedAt: Time,
    approved: orNull(Type.Boolean()),
    note: Type.String(),
    decidedBy: orNull(Type.String()),
    decidedAt: orNull(Time),
  },
  closed,
)
export type PanelConclusion = Static<typeof Conclusion>

/** A panel for who runs or signs it. */
export const PanelView = Type.Object(
  {
    ...PanelRow.properties,
    judges: Type.Array(
      Type.Object(
        {
          personId: Uuid,
          name: Type.String(),
          unitName: LocalizedText,
          /** Items rated or bookmarks placed in the round shown, over all levels. */
          rated: Type.Integer(),
        },
        closed,
      ),
    ),
    /** Closed rounds only, the last first; nobody sees ratings of an open one. */
    rounds: Type.Array(
      Type.Object({ round: Type.Integer(), levels: Type.Array(RoundLevel) }, closed),
    ),
    /** Share at or above a cut, from theta -4 to 4. */
    impact: Type.Object(
      {
        /** Persons of earlier exams; fewer than ten are not shown. */
        persons: Type.Integer(),
        curve: Type.Array(
          Type.Object(
            { theta: Type.Number(), population: Type.Number(), persons: orNull(Type.Number()) },
            closed,
          ),
        ),
      },
      closed,
    ),
    /** The newest first. */
    conclusions: Type.Array(Conclusion),
    /** Whether the reader may conclude, and may sign what stands. */
    mayConclude: Type.Boolean(),
    maySign: Type.Boolean(),
  },
  closed,
)
export type PanelView = Static<typeof PanelView>

const Difference = Type.Object(
  {
    item: Type.String(),
    own: Type.Number(),
    panel: Type.Number(),
    observed: orNull(Type.Number()),
  },
  closed,
)

/** What a judge is told about the last closed round at one level. */
export const LevelFeedback = Type.Object(
  {
    level: Type.String(),
    round: Type.Integer(),
    raw: Type.Number(),
    theta: orNull(Type.Number()),
    panelRaw: Type.Number(),
    panelTheta: orNull(Type.Number()),
    distance: Type.Number(),
    judgeCount: Type.Integer(),
    /** SD of the judges' cuts, in items. */
    spread: orNull(Type.Number()),
    /** The own bookmark, and those of the whole panel in ascending order; none of ratings. */
    page: orNull(Type.Integer()),
    pages: Type.Array(Type.Integer()),
    fromPanel: Type.Array(Difference),
    fromObserved: Type.Array(Difference),
  },
  closed,
)
export type LevelFeedback = Static<typeof LevelFeedback>

/** One panel in the list of a judge. */
export const MyPanelRow = Type.Object(
  {
    panelId: Uuid,
    method: PanelMethod,
    title: LocalizedText,
    state: PanelState,
    round: Type.Integer(),
    /** Ratings or bookmarks given in the round that is open, of those asked for. */
    rated: Type.Integer(),
    asked: Type.Integer(),
  },
  closed,
)
export type MyPanelRow = Static<typeof MyPanelRow>

/** A panel for one of its judges: the items with their keys, the own ratings, the feedback. */
export const MyPanelView = Type.Object(
  {
    ...MyPanelRow.properties,
    levels: Type.Array(PanelLevel),
    /** A bookmark panel's are in the order of the booklet. */
    form: Type.Pick(KeyedForm, ['items', 'stimuli']),
    /** The own ratings of the round shown. */
    ratings: Type.Array(RatingInput),
    /** The own ratings of the round before, to start from. */
    before: Type.Array(RatingInput),
    /** The own bookmarks of the round shown, and of the round before. */
    bookmarks: Type.Array(BookmarkInput),
    bookmarksBefore: Type.Array(BookmarkInput),
    feedback: Type.Array(LevelFeedback),
  },
  closed,
)
export type MyPanelView = Static<typeof MyPanelView>
