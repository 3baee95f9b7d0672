import { type CohortAnswers, type ConsensusAnswer, consensusWrong } from './consensus-wrong.ts'
import { connectedGroups, type Edge, neighborsOf, supportedEdges } from './linked-groups.ts'
import type { SimilarPair } from './similarity-of-persons.ts'

export interface ClusterOrder {
  /** All pairs that survived the screen, the weaker ones too: they support groups. */
  readonly pairs: readonly SimilarPair[]
  /** Pairs with p up to here are edges. */
  readonly alpha: number
  /** Pairs that were compared in all. */
  readonly pairsTested: number
  readonly cohort: CohortAnswers
}

export interface SimilarityCluster {
  readonly kind: 'pair' | 'ring' | 'leaked-key'
  /** Rows, rising. */
  readonly members: readonly number[]
  /** Members with two edges and more in the group; of a pair both. */
  readonly core: readonly number[]
  /** Members held by one edge and by weaker likeness to a third member. */
  readonly fringe: readonly number[]
  /** Pairs in the group with p up to alpha, and how many there could be. */
  readonly edges: number
  readonly possibleEdges: number
  readonly smallestP: number
  /** Wrong answers that nearly all members share, while others don't. */
  readonly consensus: readonly ConsensusAnswer[]
}

export interface SimilarityClusters {
  /** Larger groups first. A person may be in a group and in pairs outside it. */
  readonly clusters: readonly SimilarityCluster[]
  readonly edges: number
  /** How many edges honest work would give by chance, at most: pairs tested times alpha. */
  readonly expectedChanceEdges: number
}

/** What weaker likeness may support a group: this, divided by the pairs its members could make. */
const SUPPORT = 0.05
/** A common source of so many is more than a ring of neighbours. */
const LEAKED_KEY_MEMBERS = 8
const LEAKED_KEY_WRONG = 3

/**
 * Groups of similar persons: connected components of the graph of significant pairs (Wollack &
 * Maynes 2017), guarded against chaining. An edge counts in a group only if a third member is like
 * both of its persons, by an edge or at least at .05 over the number of pairs of the component;
 * any other edge is a pair of its own, so that A like B and B like C never makes A like C. From 8
 * members with 3 wrong answers in common on, a group is taken to have one leaked key. What comes
 * out does not depend on the order of pairs.
 *
 * Groups found under a model that was calibrated with them are provisional: a ring of a tenth of
 * the cohort bends the items its way, loses likeness within and gains it with honest persons. (Of
 * 1,904 pairs of a member and a person honest, ring of 14 in 150, 19 % had p < .001; none did when
 * the ring was excluded.) So calibrate again without `clusteredPersons`, compare again, and report
 * what is found then.
 */
export function findSimilarityClusters(order: ClusterOrder): SimilarityClusters {
  const { pairs, alpha, pairsTested, cohort } = order
  const strong = pairs.filter(({ p }) => p <= alpha)
  const edges = strong.map(edgeOf)
  const pairP = new Map(pairs.map((pair) => [nameOf(edgeOf(pair)), pair.p]))
  const supported = supportedEdges([...edges, ...supportingEdges(order, edges)])
  const groups = connectedGroups(supported)
  const groupOf = new Map(groups.flatMap((group, at) => group.map((person) => [person, at])))
  const isInside = ([a, b]: Edge) => groupOf.has(a) && groupOf.get(a) === groupOf.get(b)
  const outside = edges.filter((edge) => !isInside(edge)).map((edge) => [...edge])
  const neighbors = neighborsOf(edges)
  const describe = (members: readonly number[]) =>
    describeGroup({ members, edges: edgesAmong(members, neighbors), pairP, cohort })
  const clusters = [...groups.map(describe), ...outside.map(describe)]
    // A group whose edges all lie elsewhere is held by weak likeness alone: no evidence.
    .filter(({ edges: own }) => own > 0)
    .sort(bySizeThenMembers)
  return { clusters, edges: edges.length, expectedChanceEdges: pairsTested * alpha }
}

const edgeOf = ({ a, b }: SimilarPair): Edge => (a < b ? [a, b] : [b, a])
const nameOf = ([a, b]: Edge) => `${a} ${b}`

/** Pairs within a component that are no edges, yet more alike than its size explains. */
function supportingEdges({ pairs, alpha }: ClusterOrder, edges: readonly Edge[]): Edge[] {
  const components = connectedGroups(edges)
  const placeOf = new Map(components.flatMap((group, at) => group.map((person) => [person, at])))
  return pairs
    .filter(({ a, b, p }) => {
      const place = placeOf.get(a)
      if (p <= alpha || place === undefined || place !== placeOf.get(b)) return false
      const size = components[place]?.length ?? 0
      return p <= SUPPORT / ((size * (size - 1)) / 2)
    })
    .map(edgeOf)
}

/** By the members' own neighbours: there may be as many pairs outside groups as edges at all. */
function edgesAmong(
  members: readonly number[],
  neighbors: ReadonlyMap<number, ReadonlySet<number>>,
): Edge[] {
  const isMember = new Set(members)
  return members.flatMap((a) =>
    [...(neighbors.get(a) ?? [])].flatMap((b): Edge[] =>
      a < b && isMember.has(b) ? [[a, b]] : [],
    ),
  )
}

function describeGroup(group: {
  readonly members: readonly number[]
  readonly edges: readonly Edge[]
  readonly pairP: ReadonlyMap<string, number>
  readonly cohort: CohortAnswers
}): SimilarityCluster {
  const { members, edges, pairP, cohort } = group
  const neighbors = neighborsOf(edges)
  const isPair = members.length === 2
  const core = members.filter((person) => isPair || (neighbors.get(person)?.size ?? 0) > 1)
  const consensus = consensusWrong(cohort, members)
  const isLeaked = members.length >= LEAKED_KEY_MEMBERS && consensus.length >= LEAKED_KEY_WRONG
  return {
    kind: isPair ? 'pair' : isLeaked ? 'leaked-key' : 'ring',
    members,
    core,
    fringe: members.filter((person) => !core.includes(person)),
    edges: edges.length,
    possibleEdges: (members.length * (members.length - 1)) / 2,
    smallestP: edges.reduce((least, edge) => Math.min(least, pairP.get(nameOf(edge)) ?? 1), 1),
    consensus,
  }
}

/** Everybody in a cluster: to be excluded from the calibration that the final look rests on. */
export function clusteredPersons(clusters: readonly SimilarityCluster[]): ReadonlySet<number> {
  return new Set(clusters.flatMap(({ members }) => members))
}

function bySizeThenMembers(left: SimilarityCluster, right: SimilarityCluster): number {
  const bySize = right.members.length - left.members.length
  if (bySize !== 0) return bySize
  const place = left.members.findIndex((person, at) => person !== right.members[at])
  return (left.members[place] ?? 0) - (right.members[place] ?? 0)
}
