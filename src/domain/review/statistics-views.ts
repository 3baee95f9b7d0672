import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { CASE_SOURCES } from './case-source.ts'
import { FINDINGS } from './decision.ts'

const closed = { additionalProperties: false } as const
const Nullable = <Of extends Type.TSchema>(of: Of) => Type.Union([of, Type.Null()])

/** A share with its 95 % interval (Wilson); null where there is nothing to take a share of. */
export const Share = Nullable(
  Type.Object(
    {
      count: Type.Integer(),
      total: Type.Integer(),
      value: Type.Number(),
      low: Type.Number(),
      high: Type.Number(),
    },
    closed,
  ),
)
export type Share = Static<typeof Share>

/** How far first two independent decisions about the same case agree. */
export const Agreement = Type.Object(
  {
    /** Cases with two decisions. */
    cases: Type.Integer(),
    agreed: Share,
    /** Beyond chance, by Fleiss; null with fewer than two cases or where all chose the same. */
    kappa: Nullable(
      Type.Object(
        {
          value: Type.Number(),
          standardError: Type.Number(),
          low: Type.Number(),
          high: Type.Number(),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type Agreement = Static<typeof Agreement>

/** Decisions about known cases: made up, with known truth, and shown like any other. */
export const KnownAccuracy = Type.Object(
  {
    decided: Type.Integer(),
    /** Of cases with planted misconduct, those found `invalidated` or `re-test`. */
    sensitivity: Share,
    /** Of clean cases, those found neither. */
    specificity: Share,
    /** Share judged rightly by calendar quarter, oldest first. */
    quarters: Type.Array(Type.Object({ quarter: Type.String(), correct: Share }, closed)),
    /** Cochran-Armitage test for a trend over quarters; null where it can't be told. */
    trend: Nullable(
      Type.Object(
        {
          z: Type.Number(),
          p: Type.Number(),
          direction: Type.Union([
            Type.Literal('better'),
            Type.Literal('worse'),
            Type.Literal('none'),
          ]),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type KnownAccuracy = Static<typeof KnownAccuracy>

/** How often appeals replaced a finding. */
export const Overturned = Type.Object(
  {
    /** Findings appealed against, and of these the ones not heard yet. */
    appealed: Type.Integer(),
    open: Type.Integer(),
    /** Of appeals decided, those that replaced the finding. */
    overturned: Share,
  },
  closed,
)
export type Overturned = Static<typeof Overturned>

/** What I do, held against what is known. */
export const MyAccuracy = Type.Object(
  {
    decisions: Type.Integer(),
    /** About this share of the cases in every queue is known. */
    knownShare: Type.Number(),
    known: KnownAccuracy,
    /** My decision and the other of the first two, where I gave one of them. */
    agreement: Agreement,
    /** Appeals against findings that I had voted for. */
    overturned: Overturned,
  },
  closed,
)
export type MyAccuracy = Static<typeof MyAccuracy>

/** One group of candidates: how many were flagged and how many had a case on evidence. */
export const GroupRates = Type.Object(
  {
    /** Ranks are named by the pages; all others here. */
    group: Type.Object({ id: Type.String(), name: Nullable(LocalizedText) }, closed),
    attempts: Type.Integer(),
    flagged: Share,
    cases: Share,
    /** Of decided cases, those cleared. */
    cleared: Share,
  },
  closed,
)
export type GroupRates = Static<typeof GroupRates>

export const RATE_KINDS = ['rank', 'age', 'device', 'accommodation'] as const
export type RateKind = (typeof RATE_KINDS)[number]

/** Flag rates by one grouping; groups too small to be told are counted, never shown. */
export const RatesByGroup = Type.Object(
  {
    kind: Type.Enum([...RATE_KINDS]),
    groups: Type.Array(GroupRates),
    hiddenGroups: Type.Integer(),
    /** Attempts whose group is not known. */
    unknown: Type.Integer(),
    /** Chi-squared test that all shown groups are flagged alike; q over the groupings. */
    test: Nullable(
      Type.Object(
        {
          statistic: Type.Number(),
          degreesOfFreedom: Type.Integer(),
          p: Type.Number(),
          q: Type.Number(),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type RatesByGroup = Static<typeof RatesByGroup>

/** What was found in the decided cases of one origin. */
export const OriginCounts = Type.Object(
  {
    origin: Type.Enum(CASE_SOURCES),
    decided: Type.Integer(),
    findings: Type.Array(
      Type.Object(
        { finding: Type.Enum(FINDINGS), name: LocalizedText, count: Type.Integer() },
        closed,
      ),
    ),
  },
  closed,
)
export type OriginCounts = Static<typeof OriginCounts>

/** Statistics of review in the branches covered; `examId` narrows them to one exam. */
export const ReviewStatistics = Type.Object(
  {
    /** Whether these are figures of simulated exams: of that one, or there are no others yet. */
    simulated: Type.Boolean(),
    /** Auditors who decided at least one case. */
    auditors: Type.Integer(),
    agreement: Agreement,
    exams: Type.Array(
      Type.Object(
        {
          examId: Type.String({ format: 'uuid' }),
          title: LocalizedText,
          simulated: Type.Boolean(),
          agreement: Agreement,
        },
        closed,
      ),
    ),
    known: KnownAccuracy,
    overturned: Overturned,
    /** Cases not decided yet, and of these the ones past their day; why each is there is not told. */
    open: Type.Object({ cases: Type.Integer(), overdue: Type.Integer() }, closed),
    origins: Type.Array(OriginCounts),
    rates: Type.Array(RatesByGroup),
  },
  closed,
)
export type ReviewStatistics = Static<typeof ReviewStatistics>
