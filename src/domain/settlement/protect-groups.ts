/** A person's places: a unit's path and a post, or null. */
export interface PlacedPerson {
  readonly unitPath: string
  readonly post: string | null
}
export interface ShownGroups {
  /** Paths of units whose whole branch may be shown. */
  readonly branches: readonly string[]
  readonly posts: readonly string[]
}

/** Fewer persons than this are never told apart. */
export const FEWEST_PERSONS = 5

/**
 * Which branches and posts may be shown side by side, so that no addition or subtraction of what
 * is shown tells of fewer than five persons (primary and complementary suppression; Hundepool et
 * al. 2012, Statistical Disclosure Control, ch. 4). Branches: from the top down, the children of a
 * branch, greatest first, as long as nobody or at least five are left over. Posts cut across them,
 * so they are added, greatest first, while the smallest set of persons that sums and differences
 * can isolate, a minimum cut between what is shown of branches and of posts, has five or more.
 */
export function protectGroups(persons: readonly PlacedPerson[]): ShownGroups {
  if (persons.length < FEWEST_PERSONS) return { branches: [], posts: [] }
  const branches = shownBranches(persons)
  const posts = [...Map.groupBy(persons, ({ post }) => post)]
    .filter(([post, own]) => post !== null && own.length >= FEWEST_PERSONS)
    .sort(([left, own], [right, others]) => others.length - own.length || order(left, right))
    .flatMap(([post]) => (post === null ? [] : [post]))
  const shown: string[] = []
  for (const post of posts) {
    if (smallestIsolated(persons, branches, [...shown, post]) >= FEWEST_PERSONS) shown.push(post)
  }
  return { branches, posts: shown }
}

function order(left: string | null, right: string | null): number {
  return (left ?? '') < (right ?? '') ? -1 : 1
}

/** Every branch that holds a person: `/a/`, `/a/b/`. */
export function branchPathsOf(persons: readonly Pick<PlacedPerson, 'unitPath'>[]): string[] {
  const paths = new Set<string>()
  for (const { unitPath } of persons) {
    const ids = unitPath.split('/').filter((id) => id !== '')
    for (let depth = 1; depth <= ids.length; depth += 1) {
      paths.add(`/${ids.slice(0, depth).join('/')}/`)
    }
  }
  return [...paths].sort()
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/', path.length - 2) + 1)
}

function shownBranches(persons: readonly PlacedPerson[]): string[] {
  const paths = branchPathsOf(persons)
  const sizes = new Map<string, number>()
  for (const own of Map.groupBy(persons, ({ unitPath }) => unitPath).values()) {
    for (const path of branchPathsOf(own)) sizes.set(path, (sizes.get(path) ?? 0) + own.length)
  }
  const sizeOf = (path: string) => sizes.get(path) ?? 0
  const children = Map.groupBy(paths, parentOf)
  const shown: string[] = []
  const queue = (children.get('/') ?? []).length === 1 ? [...(children.get('/') ?? [])] : []
  shown.push(...queue)
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const candidates = (children.get(path) ?? [])
      .filter((child) => sizeOf(child) >= FEWEST_PERSONS)
      .sort((left, right) => sizeOf(right) - sizeOf(left) || order(left, right))
    const kept = keepRest(sizeOf(path), candidates, sizeOf)
    shown.push(...kept)
    queue.push(...kept)
  }
  return shown.sort()
}

/** The greatest children such that of the whole nobody or at least five are left over. */
function keepRest(
  whole: number,
  candidates: readonly string[],
  sizeOf: (path: string) => number,
): string[] {
  const kept = [...candidates]
  for (;;) {
    const rest = whole - kept.reduce((sum, path) => sum + sizeOf(path), 0)
    if (rest === 0 || rest >= FEWEST_PERSONS || kept.length === 0) return kept
    kept.pop()
  }
}

/**
 * Fewest persons that sums and differences of the shown branches and posts can isolate. A
 * combination gives each person the sum of a weight of their innermost shown branch and one of
 * their post; those with weight 0 drop out. So the persons isolated are the edges cut in the graph
 * of innermost branches and posts, and the fewest are its minimum cut.
 */
export function smallestIsolated(
  persons: readonly PlacedPerson[],
  branches: readonly string[],
  posts: readonly string[],
): number {
  const edges = new Map<string, Map<string, number>>()
  const join = (from: string, to: string) => {
    const row = edges.get(from) ?? new Map<string, number>()
    edges.set(from, row.set(to, (row.get(to) ?? 0) + 1))
  }
  const innermost = innermostOf(persons, branches)
  const told = new Set(posts)
  for (const { unitPath, post } of persons) {
    const from = `branch ${innermost.get(unitPath) ?? ''}`
    const to = post !== null && told.has(post) ? `post ${post}` : 'other posts'
    join(from, to)
    join(to, from)
  }
  return Math.min(...componentsOf(edges).map((own) => minimumCut(own, edges)))
}

/** By path, the deepest shown branch it lies in; many persons share a path. */
function innermostOf(
  persons: readonly PlacedPerson[],
  branches: readonly string[],
): ReadonlyMap<string, string> {
  const deepestFirst = branches.toSorted((left, right) => right.length - left.length)
  const paths = new Set(persons.map(({ unitPath }) => unitPath))
  return new Map(
    [...paths].map((path) => [path, deepestFirst.find((one) => path.startsWith(one)) ?? '']),
  )
}

function componentsOf(edges: ReadonlyMap<string, ReadonlyMap<string, number>>): string[][] {
  const left = new Set(edges.keys())
  const components: string[][] = []
  for (const start of edges.keys()) {
    if (!left.delete(start)) continue
    const component = [start]
    for (const node of component) {
      for (const next of edges.get(node)?.keys() ?? []) {
        if (left.delete(next)) component.push(next)
      }
    }
    components.push(component)
  }
  return components
}

/** Global minimum cut of a connected graph (Stoer & Wagner 1997, JACM 44:585). */
function minimumCut(
  nodes: readonly string[],
  edges: ReadonlyMap<string, ReadonlyMap<string, number>>,
): number {
  const size = nodes.length
  const weights = new Float64Array(size * size)
  nodes.forEach((from, row) => {
    nodes.forEach((to, column) => {
      weights[row * size + column] = edges.get(from)?.get(to) ?? 0
    })
  })
  let active = nodes.map((_, index) => index)
  let smallest = Number.POSITIVE_INFINITY
  while (active.length > 1) {
    const { last, before, cut } = cutOfPhase(active, weights, size)
    smallest = Math.min(smallest, cut)
    for (const index of active) {
      const joined =
        (weights[before * size + index] as number) + (weights[last * size + index] as number)
      weights[before * size + index] = joined
      weights[index * size + before] = joined
    }
    active = active.filter((index) => index !== last)
  }
  return smallest
}

function cutOfPhase(
  active: readonly number[],
  weights: Float64Array,
  size: number,
): { readonly last: number; readonly before: number; readonly cut: number } {
  const left = [...active]
  const reached = new Float64Array(size)
  let [last, before, cut] = [0, 0, 0]
  while (left.length > 0) {
    let place = 0
    for (let at = 1; at < left.length; at += 1) {
      const isMore =
        (reached[left[at] as number] as number) > (reached[left[place] as number] as number)
      if (isMore) place = at
    }
    const next = left[place] as number
    ;[before, last, cut] = [last, next, reached[next] as number]
    left.splice(place, 1)
    for (const index of left) {
      reached[index] = (reached[index] as number) + (weights[next * size + index] as number)
    }
  }
  return { last, before, cut }
}
