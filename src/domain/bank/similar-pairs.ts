/** Two members of a list, by index (left < right), and how similar they are, 0 to 1. */
export interface SimilarPair {
  readonly left: number
  readonly right: number
  readonly similarity: number
}

/**
 * All pairs of sets whose Jaccard similarity |A and B| / |A or B| reaches the threshold. Prefix
 * filter (Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007): with parts ordered from
 * rare to common, two sets this similar share one of their first |A| - ceil(t |A|) + 1 parts, so
 * only sets under a common rare part are compared. Exact, and fast while parts are varied; stops
 * at `limit` pairs, for lists in which everything is like everything.
 */
export function similarPairs(
  sets: readonly ReadonlySet<string>[],
  threshold: number,
  limit = Number.POSITIVE_INFINITY,
): SimilarPair[] {
  const ordered = byRarity(sets)
  const index = new Map<string, number[]>()
  const pairs: SimilarPair[] = []
  for (const [right, parts] of ordered.entries()) {
    const prefix = parts.slice(0, parts.length - Math.ceil(threshold * parts.length) + 1)
    const candidates = new Set<number>()
    for (const part of prefix) {
      const holders = index.get(part) ?? []
      for (const left of holders) candidates.add(left)
      holders.push(right)
      index.set(part, holders)
    }
    for (const left of candidates) {
      const similarity = jaccard(sets[left], sets[right], threshold)
      if (similarity >= threshold) pairs.push({ left, right, similarity })
      if (pairs.length >= limit) return pairs
    }
  }
  return pairs
}

/** The parts of each set, the rarest first; ties by code unit, so that all sets agree. */
function byRarity(sets: readonly ReadonlySet<string>[]): string[][] {
  const counts = new Map<string, number>()
  for (const set of sets) {
    for (const part of set) counts.set(part, (counts.get(part) ?? 0) + 1)
  }
  return sets.map((set) =>
    [...set].sort((left, right) => {
      const difference = (counts.get(left) ?? 0) - (counts.get(right) ?? 0)
      return difference !== 0 ? difference : left < right ? -1 : 1
    }),
  )
}

/** 0 where the sizes alone rule the threshold out. */
function jaccard(
  left: ReadonlySet<string> | undefined,
  right: ReadonlySet<string> | undefined,
  threshold: number,
): number {
  if (!left || !right || left.size === 0 || right.size === 0) return 0
  const [small, large] = left.size < right.size ? [left, right] : [right, left]
  if (small.size < threshold * large.size) return 0
  let shared = 0
  for (const part of small) if (large.has(part)) shared += 1
  return shared / (small.size + large.size - shared)
}
