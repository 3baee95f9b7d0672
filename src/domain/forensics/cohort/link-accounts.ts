import type { IndicatorRun } from '../fusion/flag-of.ts'
import type { JudgedPair } from '../fusion/judge-pairs.ts'
import type { IdentityData } from '../identity/identity-data.ts'
import { type IdentityLinks, linkedAccounts } from '../identity/linked-accounts.ts'

/** What is known of the accounts behind the rows of a cohort; account i is row i. */
export type CohortIdentity = Omit<IdentityData, 'answerPairs'>

/**
 * Links between the accounts of a cohort. The tests rest on places and rhythms alone, so that they
 * stay independent of the similarity of answers, which is a family of its own; the graph that
 * people look at takes similar answers in.
 */
export function linkAccounts(
  identity: CohortIdentity,
  pairs: readonly JudgedPair[] | null,
): { readonly run: IndicatorRun; readonly links: IdentityLinks } {
  const { test, ...indicator } = linkedAccounts
  const answerPairs = pairs?.map(({ a, b, p }) => ({ left: a, right: b, p }))
  const outcome = test({ ...identity, answerPairs: null })
  return {
    run: { indicator, outcome },
    links: test({ ...identity, answerPairs: answerPairs ?? null }).identity,
  }
}
