import type { EarlierScore } from '../forensics/cohort/cohort-data.ts'
import type { Estimate } from '../measurement/scores.ts'

/**
 * What the answers of an earlier exam alone say of an ability, taken back out of an EAP with prior
 * N(0, 1): of a normal likelihood with information I the posterior has precision I + 1 and its mean
 * is I / (I + 1) of the estimate (Bock & Mislevy 1982). A shrunken score would lie below the true
 * one of whoever is able, and make the next exam look like a gain. Null where the answers said
 * nothing.
 */
export function earlierScoreOf({
  theta,
  standardError,
}: Pick<Estimate, 'theta' | 'standardError'>): EarlierScore | null {
  const information = standardError ** -2 - 1
  if (!(information > 0) || !Number.isFinite(information)) return null
  return {
    theta: (theta * (information + 1)) / information,
    standardError: 1 / Math.sqrt(information),
  }
}
