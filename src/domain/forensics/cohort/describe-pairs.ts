import type { JudgedPair, JudgedPairs } from '../fusion/judge-pairs.ts'
import {
  findSimilarityClusters,
  type SimilarityCluster,
} from '../similarity/similarity-clusters.ts'
import type { FoundPairs } from './compare-pairs.ts'
import type { ScreenedCluster, ScreenedPair, ScreenedPairs } from './screening.ts'

/** Pairs of which is asked who copied, and item by item how likely; the most telling ones. */
const MOST_DIRECTIONS = 500

/** Pairs with the most telling first, who copied of whom as far as that can be told, and groups. */
export function describePairs(
  found: FoundPairs | null,
  judged: JudgedPairs | null,
): { readonly pairs: ScreenedPairs | null; readonly clusters: readonly ScreenedCluster[] } {
  if (found === null || judged === null) return { pairs: null, clusters: [] }
  const ordered = judged.pairs.toSorted(
    (left, right) => left.p - right.p || left.a - right.a || left.b - right.b,
  )
  const pairs = ordered.map((pair, at): ScreenedPair => {
    const isTelling = at < MOST_DIRECTIONS
    const chances = isTelling ? found.tellChances(pair.a, pair.b) : null
    const told = pair.flagged && isTelling ? found.tellDirection(pair.a, pair.b) : null
    if (told === null || told.copier === null) {
      return { ...pair, copier: null, copierChance: null, chances }
    }
    const copier = told.copier === 'a' ? pair.a : pair.b
    return { ...pair, copier, copierChance: told.probability, chances }
  })
  const { tested, basis } = found
  return {
    pairs: { tested, basis, null: found.null, corrected: judged.corrected, pairs },
    clusters: clustersOf(found, ordered),
  }
}

/** Groups of flagged pairs; all pairs that passed the screen may support a group. */
export function clustersOf(found: FoundPairs, pairs: readonly JudgedPair[]): ScreenedCluster[] {
  const flagged = pairs.filter((pair) => pair.flagged)
  if (flagged.length === 0) return []
  const alpha = flagged.reduce((most, { p }) => Math.max(most, p), 0)
  const { clusters } = findSimilarityClusters({
    ...{ pairs, alpha, pairsTested: found.tested, cohort: found.answers },
  })
  const byPerson = Map.groupBy(flagged, ({ a }) => a)
  return clusters.map((cluster) => ({ ...cluster, meanOmega: meanOmega(cluster, byPerson) }))
}

/** `flagged` by the first of the two: there may be as many clusters as flagged pairs. */
function meanOmega(
  { members }: SimilarityCluster,
  flagged: ReadonlyMap<number, readonly JudgedPair[]>,
): number | null {
  const own = new Set(members)
  const inside = members.flatMap((person) =>
    (flagged.get(person) ?? []).filter(({ b }) => own.has(b)),
  )
  if (inside.length === 0) return null
  return inside.reduce((sum, { omega }) => sum + omega, 0) / inside.length
}
