import { digestOf } from '../digest.ts'
import type { Flag } from '../forensics/flag.ts'
import type { CohortTest } from '../forensics/supersede-flags.ts'
import { DEFAULT_REVIEW_RULES } from '../scheduling/review-rules.ts'
import type { SettlementInput } from './settle-attempt.ts'

/** What many settlements share, or what is kept as a record of its own. */
type KeptElsewhere =
  | 'bank'
  | 'form'
  | 'entries'
  | 'blueprint'
  | 'policy'
  | 'calibration'
  | 'cohortFlags'
  | 'cohortTests'

/**
 * What a settlement was made from, as far as no other record says it: so that anybody who has the
 * others can make it again, whatever changed since.
 */
export interface SettlementGiven extends Omit<SettlementInput, KeptElsewhere> {
  /** Whether item times had been estimated from the exam. */
  readonly calibrated: boolean
  /** Digest of what comparing the attempts had found; null before they were compared. */
  readonly compared: string | null
}

/** What is kept of a settlement's input. */
export function givenTo(input: SettlementInput): SettlementGiven {
  const { bank, form, entries, blueprint, policy, calibration, ...given } = input
  const { cohortFlags, cohortTests, ...own } = given
  const isCompared = cohortFlags.length + cohortTests.length > 0
  return {
    ...own,
    calibrated: calibration !== null,
    compared: isCompared ? comparedDigest(cohortFlags, cohortTests) : null,
  }
}

/** Names one comparison's findings about an attempt. */
export function comparedDigest(flags: readonly Flag[], tests: readonly CohortTest[]): string {
  return digestOf({ flags, tests })
}

/**
 * What a settlement's input digest is made over, its bank by the version's id. Of an attempt that
 * never paused the pauses are left out, and of an exam with the usual threshold for cases that one:
 * most are so, and were digested before they could be otherwise.
 */
export function digestedInput(
  input: SettlementInput,
  bankVersionId: string,
): Readonly<Record<string, unknown>> {
  const isUsual = input.caseOpensAt === DEFAULT_REVIEW_RULES.opensAt
  return {
    ...input,
    pauses: input.pauses.length > 0 ? input.pauses : undefined,
    caseOpensAt: isUsual ? undefined : input.caseOpensAt,
    bank: bankVersionId,
  }
}
