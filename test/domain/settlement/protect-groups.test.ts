import fc from 'fast-check'
import t from 'tap'
import {
  branchPathsOf,
  FEWEST_PERSONS,
  type PlacedPerson,
  protectGroups,
} from '../../../src/domain/settlement/protect-groups.ts'

const UNITS = ['/r/', '/r/a/', '/r/a/x/', '/r/a/y/', '/r/b/', '/r/b/z/', '/r/c/']
const persons = fc.array(
  fc.record({
    unitPath: fc.constantFrom(...UNITS),
    post: fc.constantFrom('clerk', 'head', 'driver', null),
  }),
  { maxLength: 60 },
)

/** Rank of a matrix by elimination. */
function rankOf(rows: readonly (readonly number[])[]): number {
  const left = rows.map((row) => [...row])
  let rank = 0
  for (let column = 0; column < (left[0]?.length ?? 0); column += 1) {
    const pivot = left.findIndex((row, i) => i >= rank && Math.abs(row[column] ?? 0) > 1e-9)
    if (pivot < 0) continue
    const [chosen = []] = left.splice(pivot, 1)
    for (const row of left.slice(rank)) {
      const factor = (row[column] ?? 0) / (chosen[column] ?? 1)
      for (const [i, value] of chosen.entries()) row[i] = (row[i] ?? 0) - factor * value
    }
    left.splice(rank, 0, chosen)
    rank += 1
  }
  return rank
}

/**
 * Whether any sum or difference of the shown groups is about one to four persons only: then the
 * groups, looked at for everybody else, are no longer independent of each other.
 */
function canIsolate(people: readonly PlacedPerson[], shown: ReturnType<typeof protectGroups>) {
  const kinds = [...Map.groupBy(people, ({ unitPath, post }) => `${unitPath}|${post}`).values()]
  const groups = [
    ...shown.branches.map((path) => (one: PlacedPerson) => one.unitPath.startsWith(path)),
    ...shown.posts.map((post) => (one: PlacedPerson) => one.post === post),
  ]
  const over = (own: readonly PlacedPerson[][]) =>
    groups.map((holds) => own.map(([one]) => (one && holds(one) ? 1 : 0)))
  const all = rankOf(over(kinds))
  const small = kinds.filter((own) => own.length < FEWEST_PERSONS)
  for (let mask = 1; mask < 2 ** small.length; mask += 1) {
    const chosen = small.filter((_, index) => mask & (1 << index))
    if (chosen.reduce((sum, own) => sum + own.length, 0) >= FEWEST_PERSONS) continue
    if (rankOf(over(kinds.filter((own) => !chosen.includes(own)))) < all) return true
  }
  return false
}

t.test('no addition or subtraction of what is shown tells of fewer than five', async () => {
  fc.assert(
    fc.property(persons, (people) => !canIsolate(people, protectGroups(people))),
    { numRuns: 150 },
  )
})

t.test('the check itself finds a hidden child between its parent and its sisters', async (t) => {
  const of = (unitPath: string, count: number) =>
    Array.from({ length: count }, (): PlacedPerson => ({ unitPath, post: null }))
  const people = [...of('/r/a/', 9), ...of('/r/b/', 7), ...of('/r/c/', 3)]
  t.ok(canIsolate(people, { branches: ['/r/', '/r/a/', '/r/b/'], posts: [] }))
  t.same(protectGroups(people).branches, ['/r/', '/r/a/'], 'a sister is hidden with it')
})

t.test('a post that lies within a unit but for one person is not shown', async (t) => {
  const people: PlacedPerson[] = [
    ...Array.from({ length: 6 }, () => ({ unitPath: '/r/a/', post: 'head' })),
    { unitPath: '/r/b/', post: 'head' },
    ...Array.from({ length: 9 }, () => ({ unitPath: '/r/b/', post: 'clerk' })),
  ]
  const { branches, posts } = protectGroups(people)
  t.same(branches, ['/r/', '/r/a/', '/r/b/'])
  t.same(posts, [])
})

t.test('large groups are all shown, small wholes not at all', async (t) => {
  const people = UNITS.flatMap((unitPath) =>
    ['clerk', 'head'].flatMap((post) => Array.from({ length: 6 }, () => ({ unitPath, post }))),
  )
  t.same(protectGroups(people), { branches: [...UNITS].sort(), posts: ['clerk', 'head'] })
  t.same(protectGroups(people.slice(0, 4)), { branches: [], posts: [] })
  t.same(branchPathsOf([{ unitPath: '/r/a/x/' }]), ['/r/', '/r/a/', '/r/a/x/'])
})
