import { type CandidateEstimate, groupAbility, type IntervalValue } from '../group-ability.ts'
import type { PersonResult } from './seat.ts'
import { plainAbility } from './seat.ts'

/** What a unit's people showed, told of everybody who should have sat. */
export interface UnitAbility {
  readonly count: number
  readonly mean: IntervalValue
  readonly share: IntervalValue | null
}

const Z = 1.959964

/**
 * Mean ability and share at or above the level required of everybody of a unit who should have
 * sat, from those who did. To the uncertainty of the estimates themselves (`groupAbility`) comes
 * that of who is missing: a sample without replacement, whose variance has the finite population
 * correction 1 - n / N (Cochran 1977, Sampling Techniques, 2.6 and 3.2). As if those missing were
 * like those who sat; whether they are is looked at on its own.
 * @param expected how many should have sat, at least as many as did
 */
export function unitAbility(results: readonly PersonResult[], expected: number): UnitAbility {
  const count = results.length
  const missing = Math.max(0, 1 - count / Math.max(count, expected))
  const { mean } = groupAbility(
    results.map(({ estimate }) => estimate),
    null,
  )
  const toCut = results.flatMap(({ toCut: one }) => (one === null ? [] : [one]))
  const half = Z * Math.sqrt(mean.deviation ** 2 + (missing * spreadOf(results)) / count)
  return {
    count,
    mean: { value: mean.value, low: mean.value - half, high: mean.value + half },
    share: toCut.length === count ? shareOf(toCut, missing) : null,
  }
}

/** Variance of true ability: of the plain estimates, less what their errors add. */
function spreadOf(results: readonly PersonResult[]): number {
  const plain = results.flatMap(({ estimate }) => plainAbility(estimate) ?? [])
  const mean = plain.reduce((sum, value) => sum + value, 0) / plain.length
  const squares = plain.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const errors = results.map(({ estimate }) => 1 / Math.max(0.05, estimate.standardError ** -2 - 1))
  const error = errors.reduce((sum, value) => sum + value, 0) / errors.length
  // Few persons say little of their spread: no smaller than a quarter of the scale's.
  return Math.max(0.25, plain.length > 1 ? squares / (plain.length - 1) - error : 1)
}

/** The share, its interval widened on either side by what the missing may change. */
function shareOf(toCut: readonly CandidateEstimate[], missing: number): IntervalValue | null {
  const { share } = groupAbility(toCut, 0)
  if (share === null || missing === 0) return share
  const count = toCut.length
  // Two added successes and failures keep the spread from vanishing (Agresti & Coull 1998).
  const likely = (share.value * count + 2) / (count + 4)
  const added = (Z ** 2 * missing * likely * (1 - likely)) / (count + 4)
  const { value } = share
  return {
    value,
    low: Math.max(0, value - Math.hypot(value - share.low, Math.sqrt(added))),
    high: Math.min(1, value + Math.hypot(share.high - value, Math.sqrt(added))),
  }
}
