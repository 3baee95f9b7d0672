/**
 * Exact two-sided p of the rank-sum test (Wilcoxon 1945) for two small groups, given their values:
 * the share of all ways to choose the first group whose rank sum lies at least as far out on the
 * rarer side, doubled. Ties get the mean of their ranks and are counted as they are; the count of
 * choices is kept as a probability throughout, so nothing overflows. 1 where a group is empty.
 */
export function rankSumP(first: readonly number[], second: readonly number[]): number {
  if (first.length === 0 || second.length === 0) return 1
  const ranks = doubledRanks([...first, ...second])
  const observed = ranks.slice(0, first.length).reduce((sum, rank) => sum + rank, 0)
  const distribution = sumsOfChoices(ranks, first.length)
  let [below, above] = [0, 0]
  for (const [sum, share] of distribution.entries()) {
    if (sum <= observed) below += share
    if (sum >= observed) above += share
  }
  return Math.min(1, 2 * Math.min(below, above))
}

/** Twice the mid-rank of each value, so that all are whole numbers. */
function doubledRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    let ranked = 1
    for (const other of values) ranked += other < value ? 2 : other === value ? 1 : 0
    return ranked
  })
}

/** Probability of each sum of `size` of the ranks drawn without replacement. */
function sumsOfChoices(ranks: readonly number[], size: number): Float64Array {
  const most = ranks.reduce((sum, rank) => sum + rank, 0)
  const chances = Array.from({ length: size + 1 }, () => new Float64Array(most + 1))
  ;(chances[0] as Float64Array)[0] = 1
  for (const [seen, rank] of ranks.entries()) {
    // Of the ranks seen so far a set of each size is equally likely: this one is in it or not.
    for (let taken = Math.min(size, seen + 1); taken >= 0; taken -= 1) {
      const own = chances[taken] as Float64Array
      const inIt = taken / (seen + 1)
      const without = taken <= seen ? 1 - inIt : 0
      const fewer = taken > 0 ? (chances[taken - 1] as Float64Array) : null
      for (let sum = most; sum >= 0; sum -= 1) {
        const added = fewer !== null && sum >= rank ? (fewer[sum - rank] as number) : 0
        own[sum] = without * (own[sum] as number) + inIt * added
      }
    }
  }
  return chances[size] as Float64Array
}
