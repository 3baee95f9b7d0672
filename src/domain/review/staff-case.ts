import { covers } from '../organization/unit.ts'
import { mayReview, stateOfCase } from './case.ts'
import type { Decision } from './decision.ts'

/** Why an auditor has a seat: given by load, as one more after disagreement, or taken. */
export const SEAT_CAUSES = ['load', 'third', 'overdue', 'taken'] as const
export type SeatCause = (typeof SEAT_CAUSES)[number]

/** A seat at a case: one decision is expected of its auditor. */
export interface Seat {
  readonly id: string
  readonly auditorPersonId: string
  readonly dueAt: Date
  /** The overdue seat it stands in for. */
  readonly replaces: string | null
}

/** A case with all that decides who may still sit at it. */
export interface StaffedCase {
  readonly caseId: string
  readonly candidatePersonId: string
  readonly candidateUnitPath: string
  readonly decisionsNeeded: number
  /** In the order taken. */
  readonly decisions: readonly Pick<Decision, 'auditorPersonId' | 'finding'>[]
  /** Every seat there ever was. */
  readonly seats: readonly Seat[]
  /**
   * Who decided an earlier case about the same attempt, or an appeal against it: they sit again
   * only where nobody else can.
   */
  readonly formerAuditors: readonly string[]
}

/** Somebody who decides cases of the branches covered. */
export interface SeatedAuditor {
  readonly personId: string
  readonly unitPath: string
  /** Paths of the branches whose cases they decide. */
  readonly branches: readonly string[]
  /** Seats that wait for a decision of theirs, over all cases. */
  readonly load: number
}

/** Seats that wait for their auditor: neither decided nor given to somebody else. */
export function waitingSeats({ seats, decisions }: Pick<StaffedCase, 'seats' | 'decisions'>) {
  const replaced = new Set(seats.map(({ replaces }) => replaces))
  const decided = new Set(decisions.map(({ auditorPersonId }) => auditorPersonId))
  return seats.filter(({ id, auditorPersonId }) => {
    return !replaced.has(id) && !decided.has(auditorPersonId)
  })
}

/** How many seats are still to be filled: none of a decided case, one more after disagreement. */
export function freeSeats(
  reviewed: Pick<StaffedCase, 'decisions' | 'decisionsNeeded' | 'seats'>,
): number {
  const { decisions, decisionsNeeded } = reviewed
  const { state, needsThird } = stateOfCase(decisions, decisionsNeeded)
  if (state === 'decided') return 0
  const needed = decisionsNeeded + (needsThird ? 1 : 0)
  return Math.max(0, needed - decisions.length - waitingSeats(reviewed).length)
}

/** What an auditor has at a case: a seat that waits for them, one they may take, or none. */
export function seatOf(
  reviewed: Pick<StaffedCase, 'decisions' | 'decisionsNeeded' | 'seats' | 'formerAuditors'>,
  auditorPersonId: string,
): 'held' | 'free' | 'none' {
  const isMine = (one: { readonly auditorPersonId: string }) =>
    one.auditorPersonId === auditorPersonId
  if (stateOfCase(reviewed.decisions, reviewed.decisionsNeeded).state === 'decided') return 'none'
  if (reviewed.decisions.some(isMine)) return 'none'
  if (waitingSeats(reviewed).some(isMine)) return 'held'
  if (reviewed.formerAuditors.includes(auditorPersonId)) return 'none'
  return freeSeats(reviewed) > 0 ? 'free' : 'none'
}

/**
 * Whether an auditor can be given a seat: the case lies in a branch of theirs, they stand on no
 * line with the candidate, have not decided it, and never had a seat at it that went to another.
 */
export function maySit(reviewed: StaffedCase, auditor: SeatedAuditor): boolean {
  const { candidatePersonId, candidateUnitPath, decisions, seats } = reviewed
  const { personId, unitPath, branches } = auditor
  const knows = [...decisions, ...seats].some((one) => one.auditorPersonId === personId)
  return (
    !knows &&
    branches.some((branch) => covers(branch, candidateUnitPath)) &&
    mayReview({
      auditorPersonId: personId,
      auditorUnitPath: unitPath,
      candidatePersonId,
      candidateUnitPath,
    })
  )
}
