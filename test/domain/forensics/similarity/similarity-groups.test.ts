import fc from 'fast-check'
import t from 'tap'
import { consensusWrong } from '../../../../src/domain/forensics/similarity/consensus-wrong.ts'
import { findSimilarityClusters } from '../../../../src/domain/forensics/similarity/similarity-clusters.ts'
import {
  type SimilarPair,
  similarityOfPersons,
} from '../../../../src/domain/forensics/similarity/similarity-of-persons.ts'
import { seededRandom, shuffle } from '../../../../src/domain/random.ts'

const silent = { answers: new Int8Array(0), itemCount: 0, keys: [] }
const clustersOf = (pairs: readonly SimilarPair[], cohort = silent as Cohort) =>
  findSimilarityClusters({ pairs, alpha: 1e-6, pairsTested: 4950, cohort }).clusters
type Cohort = Parameters<typeof findSimilarityClusters>[0]['cohort']

const edge = (a: number, b: number, p = 1e-9): SimilarPair => ({ a, b, p })
const clique = (members: readonly number[]) =>
  members.flatMap((a, at) => members.slice(at + 1).map((b) => edge(a, b)))

const pairs = fc
  .uniqueArray(fc.tuple(fc.nat(14), fc.nat(14)), {
    selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`,
    maxLength: 40,
  })
  .chain((found) =>
    fc.tuple(
      ...found
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => fc.constantFrom(1e-12, 1e-8, 1e-5, 1e-3, 0.2).map((p) => ({ a, b, p }))),
    ),
  )

t.test('the order of pairs, and of the two in a pair, changes no cluster', async (t) => {
  fc.assert(
    fc.property(pairs, fc.string(), (given, seed) => {
      const turned = shuffle(
        given.map(({ a, b, p }) => ({ a: b, b: a, p })),
        seededRandom(seed, 'order'),
      )
      t.same(clustersOf(turned), clustersOf(given))
      return true
    }),
    { numRuns: 100 },
  )
})

t.test('renaming persons renames the members and changes nothing else', async () => {
  fc.assert(
    fc.property(pairs, fc.string(), (given, seed) => {
      const names = shuffle([...Array(15).keys()], seededRandom(seed, 'names'))
      const renamed = given.map(({ a, b, p }) => edge(names[a] ?? 0, names[b] ?? 0, p))
      const groupsOf = (found: ReturnType<typeof clustersOf>, nameOf: (at: number) => number) =>
        found
          .map(({ kind, members, fringe, edges }) =>
            [
              kind,
              edges,
              members.map(nameOf).sort((x, y) => x - y),
              fringe.map(nameOf).sort((x, y) => x - y),
            ].join('|'),
          )
          .sort()
      const before = groupsOf(clustersOf(given), (at) => names[at] ?? 0)
      const after = groupsOf(clustersOf(renamed), (at) => at)
      return before.join() === after.join()
    }),
  )
})

t.test('every edge is in one cluster; every member of a group has two like it', async () => {
  fc.assert(
    fc.property(pairs, (given) => {
      const clusters = clustersOf(given)
      const strong = given.filter(({ p }) => p <= 1e-6)
      const inside = clusters.reduce((sum, { edges }) => sum + edges, 0)
      const alike = given.filter(({ p }) => p <= 0.05 / 3)
      const held = clusters.every(
        ({ members }) =>
          members.length === 2 ||
          members.every(
            (person) =>
              alike.filter(
                ({ a, b }) =>
                  (a === person && members.includes(b)) || (b === person && members.includes(a)),
              ).length >= 2,
          ),
      )
      return inside === strong.length && held
    }),
  )
})

t.test('a chain is pairs, not a ring; a weak third side makes it one', async (t) => {
  const chain = [edge(1, 2), edge(2, 3), edge(3, 4)]
  t.same(
    clustersOf(chain).map(({ kind, members }) => [kind, members]),
    [
      ['pair', [1, 2]],
      ['pair', [2, 3]],
      ['pair', [3, 4]],
    ],
  )
  const [ring] = clustersOf([edge(1, 2), edge(2, 3), edge(1, 3, 1e-3)])
  t.equal(ring?.kind, 'ring')
  t.same(ring?.core, [2])
  t.same(ring?.fringe, [1, 3])
  t.same([ring?.edges, ring?.possibleEdges, ring?.smallestP], [2, 3, 1e-9])
})

t.test('two rings with a chance edge between them stay two', async (t) => {
  const found = clustersOf([...clique([1, 2, 3]), ...clique([7, 8, 9, 10]), edge(3, 7, 1e-7)])
  t.same(
    found.map(({ members }) => members),
    [
      [7, 8, 9, 10],
      [1, 2, 3],
      [3, 7],
    ],
  )
})

t.test('many who share wrong answers that others do not give have a leaked key', async (t) => {
  // 20 persons, 6 items with key 0; the first nine give 1 on four items, the rest are right.
  const answers = new Int8Array(120)
  for (let person = 0; person < 9; person += 1) answers.fill(1, person * 6, person * 6 + 4)
  answers[0] = 2 // One of nine differs: still four fifths.
  answers[1 * 6 + 5] = -1
  const cohort = { answers, itemCount: 6, keys: [0, 0, 0, 0, 0, 0] }
  const members = [0, 1, 2, 3, 4, 5, 6, 7, 8]
  const [leak] = clustersOf(clique(members), cohort)
  t.equal(leak?.kind, 'leaked-key')
  t.same(
    leak?.consensus.map(({ item, agreeing, answering }) => [item, agreeing, answering]),
    [
      [0, 8, 9],
      [1, 9, 9],
      [2, 9, 9],
      [3, 9, 9],
    ],
  )
  t.equal(clustersOf(clique(members.slice(0, 4)), cohort)[0]?.kind, 'ring', 'four are a ring')
  t.same(consensusWrong({ ...cohort, keys: [1, 1, 1, 1, 0, -1] }, members), [], 'right, not wrong')
  const common = answers.map((answer, cell) => (cell % 6 < 4 && answer === 0 ? 1 : answer))
  t.same(consensusWrong({ ...cohort, answers: common }, members), [], 'a favourite of everybody')
})

t.test('p of a person is 1 - (1 - p)^partners, never above the bound of Bonferroni', async () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-9, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 1e6 }),
      (p, count) => {
        const [first] = similarityOfPersons([edge(0, 1, p)], [count, count])
        const expected = 1 - (1 - p) ** count
        return (
          Math.abs((first?.p ?? 2) - expected) < 1e-9 &&
          (first?.p ?? 2) <= Math.min(1, p * count) * (1 + 1e-12)
        )
      },
    ),
  )
})

t.test('tiny p of persons keep their digits; ties go to the first partner', async (t) => {
  const found = similarityOfPersons(
    [edge(0, 2, 1e-200), edge(1, 0, 1e-200), edge(1, 2, 0.01)],
    [3, 3, 3, 3, 0],
  )
  t.ok(Math.abs((found[0]?.p ?? 0) / 3e-200 - 1) < 1e-12)
  t.equal(found[0]?.partner, 1)
  t.same(found[3], { partner: null, pairP: 1, p: 1 }, 'dismissed by the screen')
  t.equal(found[4], null, 'compared with nobody')
  t.throws(() => similarityOfPersons([edge(0, 1)], [1, 0]))
})

t.test('as many pairs without a group as a large exam can have take no time', async (t) => {
  const count = 30_000
  const apart = Array.from({ length: count }, (_, at) => edge(2 * at, 2 * at + 1))
  const start = performance.now()
  const clusters = clustersOf(apart)
  t.equal(clusters.length, count)
  t.ok(clusters.every(({ kind, edges }) => kind === 'pair' && edges === 1))
  // Looking through all pairs for each took over ten times as long.
  t.ok(performance.now() - start < 5000)
})
