import type { Flag } from './flag.ts'

/** One test of a compared exam, as far as it matters to flags of the attempt by itself. */
export interface CohortTest {
  readonly indicator: string
  readonly p: number | null
}

/**
 * By indicator of single attempts the one that tests the same thing against the cohort. Others see
 * something else: `look-up` needs time away, and rapid responses are a share, not a probability.
 */
const SAME_THING: Readonly<Record<string, string>> = { 'response-time': 'response-speed' }

/** The cohort finds the attempt nothing out of the usual. */
const USUAL_ABOVE = 0.01

/** Indicators of single attempts whose flags these tests take back. */
export function supersededBy(tests: readonly CohortTest[]): string[] {
  const known = new Map(tests.map(({ indicator, p }) => [indicator, p]))
  return Object.entries(SAME_THING).flatMap(([single, cohort]) =>
    (known.get(cohort) ?? 0) > USUAL_ABOVE ? [single] : [],
  )
}

/**
 * Flags of an attempt by itself, without those that the comparison with the cohort takes back: it
 * knows how long items took and how far honest persons spread, which one attempt can only guess.
 * Where it could not test the attempt, the flag stays.
 */
export function withoutSuperseded(flags: readonly Flag[], tests: readonly CohortTest[]): Flag[] {
  const superseded = supersededBy(tests)
  return flags.filter(({ indicator }) => !superseded.includes(indicator))
}
