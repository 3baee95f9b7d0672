import type { CandidateEstimate } from '../group-ability.ts'

/** One person's place in one exam: assigned, and what became of it. */
export interface Seat {
  readonly personId: string
  readonly examId: string
  readonly unitPath: string
  readonly rank: string
  readonly post: string | null
  readonly ageBand: string | null
  readonly isExempt: boolean
  /** Whether there is a closed attempt. */
  readonly sat: boolean
  /** Whether they knew of it as long before as the rule of publication asks. */
  readonly noticed: boolean
  /** Where in the window they began, 0 to 1; null where they did not. */
  readonly start: number | null
  /** EAP under the prior N(0, 1); null without a result. */
  readonly estimate: CandidateEstimate | null
  /** The passing cut of the exam; null where it has none. */
  readonly cut: number | null
  readonly flagged: boolean
  readonly hasCase: boolean
  readonly awarded: boolean
}

/** What a person showed over the exams of a period. */
export interface PersonResult {
  readonly personId: string
  readonly unitPath: string
  /** On the common scale. */
  readonly estimate: CandidateEstimate
  /** Of the newest exam, with its cut laid at 0; null where that has none. */
  readonly toCut: CandidateEstimate | null
}

/**
 * One estimate a person, from all their exams: likelihoods multiply, so precisions beyond the
 * prior's 1 add up, and the estimates are weighted by them (Bock & Mislevy 1982). The cut is of
 * the newest exam, the last one given for a person.
 */
export function combineSeats(seats: readonly Seat[]): PersonResult[] {
  return [...Map.groupBy(seats, ({ personId }) => personId).values()].flatMap((own) => {
    const measured = own.flatMap((seat) =>
      seat.estimate === null ? [] : [{ seat, estimate: seat.estimate }],
    )
    const newest = measured.at(-1)
    if (newest === undefined) return []
    let [precision, pull] = [1, 0]
    for (const { theta, standardError } of measured.map(({ estimate }) => estimate)) {
      precision += Math.max(0, standardError ** -2 - 1)
      pull += theta * standardError ** -2
    }
    const estimate = { theta: pull / precision, standardError: precision ** -0.5 }
    const { cut, unitPath, personId } = newest.seat
    const toCut = cut === null ? null : shiftedBy(newest.estimate, cut)
    return [{ personId, unitPath, estimate, toCut }]
  })
}

/** The same evidence on a scale whose 0 is the cut, under the prior N(0, 1) there. */
function shiftedBy({ theta, standardError }: CandidateEstimate, cut: number): CandidateEstimate {
  const total = standardError ** -2
  return { theta: (theta * total - cut * Math.max(0, total - 1)) / total, standardError }
}

/** What the answers alone say, without the prior; null where they say next to nothing. */
export function plainAbility({ theta, standardError }: CandidateEstimate): number | null {
  const total = standardError ** -2
  return total - 1 < 0.05 ? null : (theta * total) / (total - 1)
}
