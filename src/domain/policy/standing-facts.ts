import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const
const Count = Type.Integer({ minimum: 0 })
const Share = Type.Number({ minimum: 0, maximum: 1 })

/** Everything a rule may look at for a person in a cycle of one or five years. */
export const PersonFacts = Type.Object(
  {
    rank: Type.String(),
    post: Type.String(),
    /** False while the cycle still runs: what is missing may yet be earned. */
    cycleComplete: Type.Boolean(),
    /** Years of the cycle that have begun. */
    yearsInCycle: Count,
    competenceCredits: Count,
    attendanceCredits: Count,
    /** Attendance up to the policy's stated share of what counts. */
    attendanceCounted: Count,
    /** Competence and counted attendance together. */
    credits: Count,
    /** Held while a review or an appeal is open. */
    heldCredits: Count,
    /** By year, as `creditsByYear["2026"]`: what counts of that year. */
    creditsByYear: Type.Record(Type.String(), Count),
    /** Least of the years of the cycle that have ended; 0 when none has. */
    leastCreditsInAYear: Count,
    /** Programs of certificates that are valid. */
    certificates: Type.Array(Type.String()),
    /** By program: the highest level of attempts that count. */
    bestLevels: Type.Record(Type.String(), Type.String()),
    /** By program: the greatest probability of passing of attempts that count. */
    bestPassProbabilities: Type.Record(Type.String(), Share),
    invalidatedCount: Count,
    openCases: Count,
    /** Cycles in a row, right before this one, in which the same policy gave nothing. */
    missedCycles: Count,
  },
  closed,
)
export type PersonFacts = Static<typeof PersonFacts>

/** Everything a rule may look at for a unit's branch in a cycle. */
export const UnitFacts = Type.Object(
  {
    cycleComplete: Type.Boolean(),
    /** Persons of the branch. */
    headcount: Count,
    /** Persons with an exam in the cycle and without an exemption. */
    expected: Count,
    /** Persons who sat one. */
    participated: Count,
    participation: Share,
    /** Share of those who sat that reached the passing level, with its 95 % Wilson interval. */
    shareAtLevel: Share,
    shareLow: Share,
    shareHigh: Share,
    hasTarget: Type.Boolean(),
    participationTarget: Share,
    shareTarget: Share,
    /** Cycles in a row, right before this one, in which the unit missed a target it had. */
    missedPeriods: Count,
  },
  closed,
)
export type UnitFacts = Static<typeof UnitFacts>
