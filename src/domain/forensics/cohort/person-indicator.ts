import type { Finding } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import type { EvidenceFamily, Flag } from '../flag.ts'
import type { PreparedCohort } from './cohort-data.ts'

/** One person under one indicator. */
export interface PersonTest {
  readonly statistic: number
  /**
   * Probability of a statistic at least as telling in honest work, one-sided and calibrated: exact,
   * or against the cohort itself. Null where the indicator has a threshold and no distribution.
   */
  readonly p: number | null
}

/** What an indicator says of a whole cohort. */
export interface CohortTests {
  /** By row; null where too little was recorded to say anything. */
  readonly tests: readonly (PersonTest | null)[]
  /** Why nobody could be tested, or what weakens the tests. */
  readonly findings: readonly Finding[]
  /** What was seen of one person, in words; asked for those that are flagged. */
  readonly describe: (person: number) => {
    /** One sentence. */
    readonly summary: LocalizedText
    readonly evidence: Flag['evidence']
  }
}

/**
 * A statistic with a published basis that compares persons of a cohort. One file each: formula,
 * source, assumptions and smallest sample stand in its docstring.
 */
export interface PersonIndicator {
  readonly id: string
  readonly family: EvidenceFamily
  readonly name: LocalizedText
  /** What it measures and where the formula comes from. */
  readonly source: string
  /** Above it a person is flagged where there is no p; null: the false discovery rate decides. */
  readonly threshold: number | null
  /** Share of honest attempts flagged (at p < .001, or past the threshold), and how it was measured. */
  readonly falseFlagRate: Flag['falseFlagRate']
  readonly innocentExplanations: readonly LocalizedText[]
  readonly test: (cohort: PreparedCohort) => CohortTests
}

/** Tests of nobody, with the reason. */
export function noTests(persons: number, findings: readonly Finding[]): CohortTests {
  return {
    tests: Array.from({ length: persons }, () => null),
    findings,
    describe: () => {
      throw new Error('nobody was tested, so there is nothing to describe')
    },
  }
}
