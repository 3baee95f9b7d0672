import { onOneLine } from '../organization/unit.ts'
import type { Decision, Finding } from './decision.ts'

/** Where a case stands after the decisions taken so far. */
export interface CaseState {
  readonly state: 'open' | 'decided'
  /** What was found; null while open. */
  readonly finding: Finding | null
  /** True while the case is open because the first auditors disagree: one more must look. */
  readonly needsThird: boolean
}

/**
 * The state that follows from decisions, in the order taken. The first `decisionsNeeded`
 * settle it when they agree; else one more decides by majority; where none has a majority,
 * nothing was found that could stand: inconclusive.
 */
export function stateOfCase(
  decisions: readonly Pick<Decision, 'finding'>[],
  decisionsNeeded: number,
): CaseState {
  const open = { state: 'open', finding: null } as const
  if (decisions.length < decisionsNeeded) return { ...open, needsThird: false }
  const first = decisions.slice(0, decisionsNeeded)
  const agreed = first[0]?.finding ?? null
  if (first.every((decision) => decision.finding === agreed)) {
    return { state: 'decided', finding: agreed, needsThird: false }
  }
  if (decisions.length === decisionsNeeded) return { ...open, needsThird: true }
  const counted = decisions.slice(0, decisionsNeeded + 1)
  return { state: 'decided', finding: majorityOf(counted), needsThird: false }
}

/** Who wants to review whose attempt; paths as in `organization/unit.ts`. */
export interface Reviewing {
  readonly auditorPersonId: string
  readonly auditorUnitPath: string
  readonly candidatePersonId: string
  readonly candidateUnitPath: string
}

/** Nobody reviews oneself, one's own unit, one's superiors' or one's subordinates' unit. */
export function mayReview(reviewing: Reviewing): boolean {
  const { auditorPersonId, auditorUnitPath, candidatePersonId, candidateUnitPath } = reviewing
  if (auditorPersonId === candidatePersonId) return false
  return !onOneLine(auditorUnitPath, candidateUnitPath)
}

function majorityOf(decisions: readonly Pick<Decision, 'finding'>[]): Finding {
  for (const { finding } of decisions) {
    const votes = decisions.filter((decision) => decision.finding === finding).length
    if (votes * 2 > decisions.length) return finding
  }
  return 'inconclusive'
}
