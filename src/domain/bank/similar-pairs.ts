/** Two members of a list, by index (left < right), and how similar they are, 0 to 1. */
export interface SimilarPair {
  readonly left: number
  readonly right: number
  readonly similarity: number
}

/** Shares are not exact; counts of shared parts differ by far more. */
const TINY = 1e-9

/**
 * All pairs of sets whose Jaccard similarity |A and B| / |A or B| reaches the threshold, above 0.
 * Prefix filter (Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007): with parts ordered
 * from rare to common, two sets this similar share one of their first |A| - ceil(t |A|) + 1 parts,
 * so only sets under a common rare part are compared; and of those only the ones which, by the
 * places of the parts shared so far, can still share enough (positional filter of Xiao, Wang, Lin
 * & Yu 2008). Exact; stops at `limit` pairs, for lists in which everything is like everything.
 */
export function similarPairs(
  sets: readonly ReadonlySet<string>[],
  threshold: number,
  limit = Number.POSITIVE_INFINITY,
): SimilarPair[] {
  const ordered = byRarity(sets)
  const collect = candidateFinder(ordered, threshold)
  const pairs: SimilarPair[] = []
  for (const [right, parts] of ordered.entries()) {
    for (const left of collect(right)) {
      const similarity = jaccard(ordered[left] ?? NO_PARTS, parts, threshold)
      if (similarity >= threshold) pairs.push({ left, right, similarity })
      if (pairs.length >= limit) return pairs
    }
  }
  return pairs
}

const NO_PARTS = new Int32Array(0)

/** The parts of each set as ranks, the rarest part first; ties by code unit, so all sets agree. */
function byRarity(sets: readonly ReadonlySet<string>[]): Int32Array[] {
  const counts = new Map<string, number>()
  for (const set of sets) {
    for (const part of set) counts.set(part, (counts.get(part) ?? 0) + 1)
  }
  const parts = [...counts].sort(([left, seldom], [right, often]) =>
    seldom !== often ? seldom - often : left < right ? -1 : 1,
  )
  const ranks = new Map(parts.map(([part], rank) => [part, rank]))
  return sets.map((set) => Int32Array.from(set, (part) => ranks.get(part) ?? 0).sort())
}

/** Where a part stands: in which set, and at which place of it. */
interface Holders {
  readonly sets: number[]
  readonly places: number[]
}

/** Tells of each set, asked in order, which earlier ones may reach the threshold with it. */
function candidateFinder(ordered: readonly Int32Array[], threshold: number) {
  const index = new Map<number, Holders>()
  // Of each earlier set, the parts shared so far; -1 once it can't share enough any more.
  const shared = new Int32Array(ordered.length)
  return (right: number): number[] => {
    const parts = ordered[right] ?? NO_PARTS
    const prefix = parts.subarray(0, parts.length - Math.ceil(threshold * parts.length) + 1)
    const touched: number[] = []
    for (const [place, part] of prefix.entries()) {
      const holders = index.get(part) ?? { sets: [], places: [] }
      for (let at = 0; at < holders.sets.length; at += 1) {
        const left = holders.sets[at] ?? 0
        const before = shared[left] ?? 0
        if (before < 0) continue
        if (before === 0) touched.push(left)
        const size = ordered[left]?.length ?? 0
        const ahead = Math.min(parts.length - place, size - (holders.places[at] ?? 0))
        const isOpen = before + ahead >= sharedNeeded(parts.length + size, threshold)
        shared[left] = isOpen ? before + 1 : -1
      }
      holders.sets.push(right)
      holders.places.push(place)
      index.set(part, holders)
    }
    const open = touched.filter((left) => (shared[left] ?? 0) > 0)
    for (const left of touched) shared[left] = 0
    return open
  }
}

/** The parts two sets must share, given the sum of their sizes: s / (sum - s) >= t. */
function sharedNeeded(sum: number, threshold: number): number {
  return (threshold / (1 + threshold)) * sum - TINY
}

/** Of two sets as ascending ranks; 0 as soon as the threshold is out of reach. */
function jaccard(left: Int32Array, right: Int32Array, threshold: number): number {
  const needed = sharedNeeded(left.length + right.length, threshold)
  let [at, other, shared] = [0, 0, 0]
  while (at < left.length && other < right.length) {
    if (shared + Math.min(left.length - at, right.length - other) < needed) return 0
    const [part, opposite] = [left[at] ?? 0, right[other] ?? 0]
    if (part === opposite) shared += 1
    if (part <= opposite) at += 1
    if (part >= opposite) other += 1
  }
  return shared / (left.length + right.length - shared)
}
