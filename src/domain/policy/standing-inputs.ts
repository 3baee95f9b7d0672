import { isDuty } from './compare-outcomes.ts'
import { type Cycle, cycleBounds, cycleName, cyclesBefore, yearsBegun } from './cycle.ts'
import type { PolicyDocument, PolicyOutcome } from './policy.ts'
import type { PersonFacts, UnitFacts } from './standing-facts.ts'

/** A result of the cycle that has been told, as it stands now. */
export interface CountedResult {
  readonly program: string
  readonly level: string
  /** Levels of its exam, from the lowest up. */
  readonly levels: readonly string[]
  readonly passProbability: number
  readonly finding: string
  readonly caseState: string
}

/** Credits of one year, earned and not taken back; held ones apart. */
export interface YearCredits {
  readonly year: number
  readonly competence: number
  readonly attendance: number
  readonly held: number
}

/** An earlier evaluation of the same policy, in its complete state. */
export interface EarlierStanding<Facts> {
  readonly cycle: string
  readonly facts: Facts
  readonly outcome: PolicyOutcome
}

export interface PersonInput {
  readonly rank: string
  readonly post: string | null
  readonly credits: readonly YearCredits[]
  readonly certificates: readonly string[]
  readonly results: readonly CountedResult[]
  readonly earlier: readonly EarlierStanding<PersonFacts>[]
}

/** Which cycle is looked at, and when. */
export interface StandingTime {
  readonly cycle: Cycle
  readonly now: Date
}

/**
 * Attendance that counts beside competence credits, where it may make up at most a share of both
 * together: a <= s (a + c), so a <= c s / (1 - s), in whole credits. Without a share none counts.
 */
export function attendanceCounted(
  competence: number,
  attendance: number,
  share: number | undefined,
): number {
  if (share === undefined || share <= 0) return 0
  if (share >= 1) return attendance
  // A hair for products such as 30 * 0.4 / 0.6, which fall just short of 20.
  return Math.min(attendance, Math.floor((competence * share) / (1 - share) + 1e-9))
}

/** A person's facts in a cycle. */
export function personFactsOf(
  document: Pick<PolicyDocument, 'attendanceShare'>,
  input: PersonInput,
  { cycle, now }: StandingTime,
): PersonFacts {
  const { credits, results } = input
  const sum = (of: keyof Omit<YearCredits, 'year'>, years = credits) =>
    years.reduce((total, one) => total + one[of], 0)
  const counted = (years: readonly YearCredits[]) => {
    const [competence, attendance] = [sum('competence', years), sum('attendance', years)]
    return attendanceCounted(competence, attendance, document.attendanceShare)
  }
  const begun = yearsBegun(cycle, now)
  const byYear = begun.map((year): [string, number] => {
    const own = credits.filter((one) => one.year === year)
    return [String(year), sum('competence', own) + counted(own)]
  })
  const ended = byYear.filter(([year]) => cycleBounds(yearAlone(Number(year))).until <= now)
  const valid = results.filter(({ finding, caseState }) => {
    return finding !== 'invalidated' && finding !== 're-test' && caseState !== 'open'
  })
  const competenceCredits = sum('competence')
  return {
    ...placeOf(input, { cycle, now }),
    cycleComplete: cycleBounds(cycle).until <= now,
    yearsInCycle: begun.length,
    competenceCredits,
    attendanceCredits: sum('attendance'),
    attendanceCounted: counted(credits),
    credits: competenceCredits + counted(credits),
    heldCredits: sum('held'),
    creditsByYear: Object.fromEntries(byYear),
    leastCreditsInAYear: ended.length === 0 ? 0 : Math.min(...ended.map(([, amount]) => amount)),
    certificates: [...new Set(input.certificates)].sort(),
    ...bestOf(valid),
    invalidatedCount: results.filter(({ finding }) => finding === 'invalidated').length,
    openCases: results.filter(({ caseState }) => caseState === 'open').length,
    missedCycles: missedInARow(input.earlier, cycle, ({ outcome }) => gaveNothing(outcome)),
  }
}

/** Who is promoted after a cycle ended is judged by the place held when it was first worked out. */
function placeOf(
  { rank, post, earlier }: PersonInput,
  { cycle, now }: StandingTime,
): Pick<PersonFacts, 'rank' | 'post'> {
  const hasEnded = cycleBounds(cycle).until <= now
  const kept = hasEnded ? earlier.find((one) => one.cycle === cycleName(cycle)) : undefined
  return { rank: kept?.facts.rank ?? rank, post: kept?.facts.post ?? post ?? '' }
}

/** What is held may yet be given; a talk or a retraining is nothing that is given. */
function gaveNothing({ effect, awards }: PolicyOutcome): boolean {
  if (effect === 'hold') return false
  return effect === 'withhold' || awards.every(isDuty)
}

function yearAlone(year: number): Cycle {
  return { from: year, to: year }
}

function bestOf(
  results: readonly CountedResult[],
): Pick<PersonFacts, 'bestLevels' | 'bestPassProbabilities'> {
  const programs = [...Map.groupBy(results, ({ program }) => program)].sort()
  const height = ({ level, levels }: CountedResult) => levels.indexOf(level)
  return {
    bestLevels: Object.fromEntries(
      programs.flatMap(([program, own]) => {
        const best = own.toSorted((left, right) => height(right) - height(left))[0]
        return best && best.level !== '' ? [[program, best.level]] : []
      }),
    ),
    bestPassProbabilities: Object.fromEntries(
      programs.map(([program, own]) => [
        program,
        Math.max(...own.map(({ passProbability }) => passProbability)),
      ]),
    ),
  }
}

/** Cycles right before this one of which every one was missed; one not evaluated ends the row. */
function missedInARow<Facts>(
  earlier: readonly EarlierStanding<Facts>[],
  cycle: Cycle,
  isMissed: (standing: EarlierStanding<Facts>) => boolean,
): number {
  const before = cyclesBefore(cycle, earlier.length).map((one) =>
    earlier.find((standing) => standing.cycle === cycleName(one)),
  )
  const end = before.findIndex((standing) => !standing || !isMissed(standing))
  return end === -1 ? before.length : end
}

export interface UnitInput {
  readonly headcount: number
  readonly expected: number
  readonly participated: number
  /** Persons of these whose ability estimate reaches the passing cut. */
  readonly atLevel: number
  readonly target: { readonly participation: number; readonly shareAtLevel: number } | null
  readonly earlier: readonly EarlierStanding<UnitFacts>[]
}

/** A share with its interval, as the caller works it out. */
type IntervalOf = (count: number, total: number) => { readonly low: number; readonly high: number }

/** A unit's facts in a cycle. */
export function unitFactsOf(
  input: UnitInput,
  { cycle, now }: StandingTime,
  intervalOf: IntervalOf,
): UnitFacts {
  const { headcount, expected, participated, atLevel, target, earlier } = input
  const interval = participated === 0 ? { low: 0, high: 1 } : intervalOf(atLevel, participated)
  return {
    cycleComplete: cycleBounds(cycle).until <= now,
    ...{ headcount, expected, participated },
    participation: expected === 0 ? 0 : participated / expected,
    shareAtLevel: participated === 0 ? 0 : atLevel / participated,
    shareLow: interval.low,
    shareHigh: interval.high,
    hasTarget: target !== null,
    participationTarget: target?.participation ?? 0,
    shareTarget: target?.shareAtLevel ?? 0,
    missedPeriods: missedInARow(earlier, cycle, ({ facts }) => missedTarget(facts)),
  }
}

/** A target that was there and is certainly missed: chance alone doesn't count as a miss. */
function missedTarget(facts: UnitFacts): boolean {
  const { hasTarget, participation, participationTarget, shareHigh, shareTarget } = facts
  return hasTarget && (participation < participationTarget || shareHigh < shareTarget)
}
