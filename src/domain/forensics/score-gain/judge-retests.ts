import { holm } from '../fusion/holm.ts'
import { compareRetest, type RetestComparison, type Sitting } from './verification-retest.ts'

/** Chance of even one flag among re-tests that were all as good as the attempts. */
const FLAG_BELOW = 0.05

/** Somebody who sat again under supervision. */
export interface Retested {
  readonly person: string
  readonly first: Sitting
  readonly second: Sitting
}

/** One re-test among all of an exam. */
export interface JudgedRetest {
  readonly person: string
  /** Items answered in the re-test. */
  readonly n: number
  /** Null where either sitting was too short to tell. */
  readonly comparison: RetestComparison | null
  /** Standard errors by which the ability in the attempt was above that in the re-test. */
  readonly statistic: number | null
  /** Adjusted for all re-tests (Holm 1979). */
  readonly holm: number | null
  readonly flagged: boolean
}

/**
 * Every re-test against the attempt it verifies (`compareRetest`). Flagged at p < .05 after Holm
 * (1979): a flag is about one person, so even one false flag among all who sat again must be
 * unlikely. Assumes what `compareRetest` assumes.
 */
export function judgeRetests(retested: readonly Retested[]): JudgedRetest[] {
  return judgeCompared(retested.map(comparedRetest))
}

/** One re-test beside its attempt, before it is judged among all others. */
export type ComparedRetest = Pick<JudgedRetest, 'person' | 'n' | 'comparison'>

/** Compares one person's sittings: about ten milliseconds. */
export function comparedRetest({ person, first, second }: Retested): ComparedRetest {
  const n = second.categories.filter((category) => category >= 0).length
  return { person, n, comparison: compareRetest({ first, second }) }
}

/** `judgeRetests` of what has been compared. */
export function judgeCompared(compared: readonly ComparedRetest[]): JudgedRetest[] {
  const adjusted = holm(compared.map(({ comparison }) => comparison?.p ?? null))
  return compared.map(({ person, n, comparison }, at) => {
    const own = adjusted[at] ?? null
    return {
      ...{ person, n, comparison },
      statistic: comparison && comparison.difference / comparison.standardError,
      holm: own,
      flagged: own !== null && own < FLAG_BELOW,
    }
  })
}
