import normal from '@stdlib/stats-base-dists-normal'
import { rankSumP } from '../../forensics/behavior/rank-sum.ts'

/** Up to so many values the distribution is worked out exactly. */
const MOST_EXACT = 60

/**
 * The rank-sum test (Wilcoxon 1945) of whether the first values tend to lie below the second:
 * exact for up to 60 values, else by the normal approximation with ties (Lehmann 1975, 1.4).
 * @returns the two-sided p, and the chance that a first value lies below a second one
 */
export function rankSumTest(
  first: readonly number[],
  second: readonly number[],
): { readonly p: number; readonly belowShare: number } | null {
  const count = first.length + second.length
  if (first.length === 0 || second.length === 0) return null
  const sorted = [...first, ...second].sort((left, right) => left - right)
  const ranks = new Map<number, number>()
  let ties = 0
  for (let from = 0; from < count; ) {
    const value = sorted[from] as number
    let to = from
    while (to < count && sorted[to] === value) to += 1
    ranks.set(value, (from + to + 1) / 2)
    ties += (to - from) ** 3 - (to - from)
    from = to
  }
  const sum = first.reduce((total, value) => total + (ranks.get(value) ?? 0), 0)
  const product = first.length * second.length
  const above = sum - (first.length * (first.length + 1)) / 2
  const belowShare = 1 - above / product
  if (count <= MOST_EXACT) return { p: rankSumP(first, second), belowShare }
  const variance = (product / 12) * (count + 1 - ties / (count * (count - 1)))
  if (variance <= 0) return { p: 1, belowShare }
  const distance = Math.max(0, Math.abs(above - product / 2) - 0.5)
  return { p: 2 * normal.cdf(-distance / Math.sqrt(variance), 0, 1), belowShare }
}
