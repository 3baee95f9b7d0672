import type { AppealState } from './appeal.ts'
import type { Finding } from './decision.ts'

/** An attempt's case as it stands. */
export interface StandingCase {
  /** What holds: on appeal, where that was decided; null while open. */
  readonly finding: Finding | null
  /** When somebody first decided about it; null before. */
  readonly firstDecidedAt: Date | null
  /** When an appeal was decided, by somebody who saw all there was; null before. */
  readonly heardAt: Date | null
  readonly appeal: AppealState
}

/** A re-test beside the attempt, as it was compared each time, oldest first; never empty. */
export type ComparedRetest = readonly { readonly differs: boolean; readonly comparedAt: Date }[]

/**
 * Whether another case follows from a re-test: where auditors asked for it and it came after, so
 * that people end what people began, whatever it says; and where it differs from an attempt about
 * which nothing adverse was found, or nobody asked. None while a case or an appeal is open, as
 * whoever decides sees the re-test there; none after an invalid result. What whoever decided could
 * see does not count again, however often keys are amended and figures worked out anew: a re-test
 * came when it was first compared, and differs since it last began to.
 */
export function followsRetest(standing: StandingCase | null, retest: ComparedRetest): boolean {
  const differsFrom = differsSince(retest)
  if (standing === null) return differsFrom !== null
  const { finding, firstDecidedAt, heardAt, appeal } = standing
  if (finding === null || firstDecidedAt === null || appeal === 'open') return false
  if (finding === 'invalidated') return false
  // Not from the hearing of an appeal: what it leaves standing still waits for the re-test.
  const [first] = retest
  if (finding === 're-test') return first !== undefined && first.comparedAt > firstDecidedAt
  return differsFrom !== null && differsFrom > (heardAt ?? firstDecidedAt)
}

/** Since when a re-test has differed from the attempt without a break; null where it does not. */
function differsSince(retest: ComparedRetest): Date | null {
  const lastAlike = retest.findLastIndex(({ differs }) => !differs)
  return retest[lastAlike + 1]?.comparedAt ?? null
}
