/** Two persons joined by an edge, by row. */
export type Edge = readonly [number, number]

/** Who is joined to whom. */
export function neighborsOf(edges: readonly Edge[]): Map<number, Set<number>> {
  const neighbors = new Map<number, Set<number>>()
  const join = (from: number, to: number) => {
    const known = neighbors.get(from)
    if (known) known.add(to)
    else neighbors.set(from, new Set([to]))
  }
  for (const [a, b] of edges) {
    join(a, b)
    join(b, a)
  }
  return neighbors
}

/** The edges whose two persons have a third one in common. */
export function supportedEdges(edges: readonly Edge[]): Edge[] {
  const neighbors = neighborsOf(edges)
  const none: ReadonlySet<number> = new Set()
  return edges.filter(([a, b]) => {
    const [left, right] = [neighbors.get(a) ?? none, neighbors.get(b) ?? none]
    const [few, many] = left.size < right.size ? [left, right] : [right, left]
    for (const third of few) if (many.has(third)) return true
    return false
  })
}

/** Groups of persons that are joined through others; members rise, groups by their first member. */
export function connectedGroups(edges: readonly Edge[]): number[][] {
  const neighbors = neighborsOf(edges)
  const seen = new Set<number>()
  const groups: number[][] = []
  for (const start of [...neighbors.keys()].sort((left, right) => left - right)) {
    if (seen.has(start)) continue
    const group: number[] = []
    const open = [start]
    seen.add(start)
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      group.push(next)
      for (const other of neighbors.get(next) ?? []) {
        if (seen.has(other)) continue
        seen.add(other)
        open.push(other)
      }
    }
    groups.push(group.sort((left, right) => left - right))
  }
  return groups
}
