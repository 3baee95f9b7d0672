import t from 'tap'
import { exactPair } from '../../../../src/domain/forensics/similarity/exact-pair.ts'
import { omega } from '../../../../src/domain/forensics/similarity/omega.ts'
import { shareAnswers } from '../../../../src/domain/forensics/similarity/shared-answers.ts'
import {
  clusteredPersons,
  findSimilarityClusters,
} from '../../../../src/domain/forensics/similarity/similarity-clusters.ts'
import {
  type SimilarPair,
  similarityOfPersons,
} from '../../../../src/domain/forensics/similarity/similarity-of-persons.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { type Simulated, simulateAnswerers } from './simulated-answerers.ts'

/** All pairs that are worth an exact look; the others have no small p. */
function similarPairs({ model, persons }: Simulated): SimilarPair[] {
  return persons.flatMap((left, a) =>
    persons.slice(a + 1).flatMap((right, at) => {
      if ((omega(shareAnswers(model, left, right)) ?? 0) < 1.5) return []
      const found = exactPair(model, left, right)
      return found ? [{ a, b: a + 1 + at, p: found.p }] : []
    }),
  )
}

const anExam: Scenario = {
  persons: 150,
  model: '2pl',
  items: { count: 80 },
  options: { count: 4 },
}
const PAIRS = (150 * 149) / 2

function screen(simulated: Simulated) {
  const pairs = similarPairs(simulated)
  const { cohort, answers } = simulated
  const keys = cohort.items.map(({ key }) => key)
  const found = findSimilarityClusters({
    pairs,
    alpha: 0.01 / PAIRS,
    pairsTested: PAIRS,
    cohort: { answers, itemCount: keys.length, keys },
  })
  return { ...found, persons: similarityOfPersons(pairs, new Int32Array(150).fill(149)) }
}

t.test('rings come out whole, with nobody honest in them', async (t) => {
  const planted: Scenario['planted'] = [{ kind: 'copying-rings', rings: 2, size: 5, items: 0.7 }]
  const simulated = simulateAnswerers({ ...anExam, planted }, 'rings', 'options')
  const sourceOf = new Map(simulated.cohort.planted.map(({ person, source }) => [person, source]))
  const guilty = new Set([...sourceOf].flat())
  const { clusters, persons } = screen(simulated)
  const rings = clusters.filter(({ kind }) => kind === 'ring')
  t.equal(rings.length, 2)
  for (const { members, core } of rings) {
    const sources = new Set(members.map((person) => sourceOf.get(person) ?? person))
    t.equal(sources.size, 1, 'one source')
    t.ok(members.length >= 4 && core.length >= 4, `${members.length} of 5`)
  }
  t.ok(clusters.every(({ members }) => members.every((person) => guilty.has(person))))
  const flagged = [...persons.keys()].filter((person) => (persons[person]?.p ?? 1) < 0.001)
  t.ok(flagged.length >= 8 && flagged.every((person) => guilty.has(person)), flagged.join())
})

t.test(
  'a key with mistakes that many had: whole and without anybody honest in the end',
  async (t) => {
    for (const seed of ['leak', 'leak2']) {
      const planted: Scenario['planted'] = [
        { kind: 'copying-rings', rings: 1, size: 14, items: 0.85 },
      ]
      const scenario = { ...anExam, planted }
      // A tenth of the cohort bends the items its way, so the first look is provisional.
      const first = screen(simulateAnswerers(scenario, seed, 'options'))
      const excluded = clusteredPersons(first.clusters)
      const simulated = simulateAnswerers(scenario, seed, 'options', excluded)
      const guilty = new Set(
        simulated.cohort.planted.flatMap(({ person, source }) => [person, source]),
      )
      const [leak, ...others] = screen(simulated).clusters
      t.equal(leak?.kind, 'leaked-key')
      t.ok(leak?.members.length === 14 && leak.members.every((person) => guilty.has(person)))
      t.ok((leak?.consensus.length ?? 0) >= 3)
      t.same(others, [])
    }
  },
)

t.test('an honest cohort has no groups, and hardly an edge', async (t) => {
  const { clusters, edges, expectedChanceEdges, persons } = screen(
    simulateAnswerers(anExam, 'honest', 'options'),
  )
  t.ok(Math.abs(expectedChanceEdges - 0.01) < 1e-12)
  t.equal(edges, 0)
  t.same(clusters, [])
  // Persons' p are not uniform, as p of pairs are not: they must not be too small.
  const small = persons.filter((person) => (person?.p ?? 1) < 0.05).length
  t.ok(small <= 0.05 * 150 + 3 * Math.sqrt(150 * 0.05), `${small} of 150 below .05`)
})
