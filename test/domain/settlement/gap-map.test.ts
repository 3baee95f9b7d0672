import t from 'tap'
import Value from 'typebox/value'
import { estimateAbility } from '../../../src/domain/measurement/estimate-ability.ts'
import { probabilityCorrect } from '../../../src/domain/measurement/item-response.ts'
import type { Scores } from '../../../src/domain/measurement/scores.ts'
import { type Random, seededRandom } from '../../../src/domain/random.ts'
import { LEAST_GAP, mapGaps, type PlacedScores } from '../../../src/domain/settlement/gap-map.ts'
import { GapMap } from '../../../src/domain/settlement/gap-views.ts'
import { aBank, aBlueprint, aText, itemsOf } from '../../support/builders.ts'

const BANK = aBank({
  items: [...itemsOf('rules', 'know', 12), ...itemsOf('money', 'apply', 12)],
})
const BLUEPRINT = aBlueprint()
const NAMES = new Map(['/r/', '/r/a/', '/r/b/', '/r/c/'].map((path) => [path, aText(path, path)]))

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Somebody of known ability in each competency, with what ten items of each say. */
function aCandidate(
  random: Random,
  place: Pick<PlacedScores, 'unitPath' | 'post'>,
  centers: Readonly<Record<string, number>>,
  spread = 0.6,
): PlacedScores {
  const competencies = Object.entries(centers).map(([competency, center]) => {
    const theta = center + spread * normal(random)
    const responses = Array.from({ length: 10 }, (_, index) => {
      const parameters = { discrimination: 1.1, difficulty: -1.35 + 0.3 * index, guessing: 0.2 }
      return { parameters, correct: random() < probabilityCorrect(theta, parameters) }
    })
    const { theta: estimate, standardError } = estimateAbility(responses)
    return {
      competency,
      estimate: {
        ...{ theta: estimate, standardError, itemCount: 10, level: null, levels: [] },
        enoughEvidence: true,
      },
    }
  })
  return { ...place, scores: { competencies } satisfies Pick<Scores, 'competencies'> }
}

function aCohort(random: Random): PlacedScores[] {
  const of = (unitPath: string, count: number, centers: Readonly<Record<string, number>>) =>
    Array.from({ length: count }, (_, index) =>
      aCandidate(random, { unitPath, post: index % 2 === 0 ? 'clerk' : null }, centers),
    )
  return [
    ...of('/r/a/', 30, { rules: 0.8, money: -1 }),
    ...of('/r/b/', 30, { rules: 0.8, money: 0.8 }),
    ...of('/r/c/', 3, { rules: 0.8, money: -1 }),
  ]
}
const mapOf = (attempts: readonly PlacedScores[]) =>
  mapGaps({ bank: BANK, blueprint: BLUEPRINT, unitNames: NAMES, attempts })

t.test('the planted gap is found and told, a small unit and its way out are hidden', async (t) => {
  const map = mapOf(aCohort(seededRandom('gap-map')))
  t.ok(Value.Check(GapMap, map))
  t.equal(map.groups[0]?.kind, 'all')
  const shownOf = (id: string, competency: string) =>
    map.groups
      .find((group) => group.id === id)
      ?.cells.find((cell) => cell.competency === competency)?.shown
  t.equal(shownOf('c', 'money'), undefined, 'three persons are no row')
  const shown = ['a', 'b'].filter((id) => shownOf(id, 'money'))
  t.equal(shown.length, 1, 'with one sister hidden, so that the difference tells of many')
  const weak = shownOf('all', 'rules')
  t.equal(weak?.standing, 'met')
  t.equal(weak?.difference, null)
})

t.test('what to train is what is surely and clearly below, and nothing else', async (t) => {
  const cohort = aCohort(seededRandom('training')).filter(({ unitPath }) => unitPath !== '/r/c/')
  const map = mapOf(cohort)
  t.match(map.training[0], { group: 'a', competency: 'money' })
  t.notOk(map.training.some(({ competency }) => competency === 'rules'))
  const [first] = map.training
  t.match(first?.sentence.en, /train “Name of money”.*below “合格”|below “Qualified”/)
  t.match(first?.sentence['zh-CN'], /培训“能力money”/)
  const cell = map.groups.find(({ id }) => id === 'a')?.cells.find((one) => one.shown)
  t.ok(cell?.shown?.difference && cell.shown.difference.low <= cell.shown.difference.high)
})

t.test('a gap is claimed falsely seldom, where everybody stands exactly at the cut', async (t) => {
  const random = seededRandom('false gaps')
  let [claims, cells] = [0, 0]
  for (let exam = 0; exam < 150; exam += 1) {
    const attempts = ['/r/a/', '/r/b/', '/r/c/'].flatMap((unitPath) =>
      Array.from({ length: 12 }, () =>
        aCandidate(random, { unitPath, post: null }, { rules: 0 }, 0),
      ),
    )
    const map = mapOf(attempts)
    cells += map.groups.length
    claims += map.training.length
  }
  t.ok(claims / cells < 0.05, `${claims} of ${cells}`)
  t.ok(LEAST_GAP > 0)
})

t.test('nobody, too few, or nothing required gives a map that says so', async (t) => {
  const empty = mapOf([])
  t.ok(Value.Check(GapMap, empty))
  t.same(empty.training, [])
  const few = mapOf(aCohort(seededRandom('few')).slice(0, 4))
  t.ok(few.groups.every(({ cells }) => cells.every(({ shown }) => shown === null)))
  const open = mapGaps({
    bank: BANK,
    blueprint: aBlueprint({ passingLevel: 'below' }),
    unitNames: NAMES,
    attempts: aCohort(seededRandom('open')),
  })
  t.equal(open.required, null)
  t.ok(open.groups[0]?.cells.every(({ shown }) => shown?.standing === 'none'))
})

t.test('who was not measured in a competency is no zero in it', async (t) => {
  const cohort = aCohort(seededRandom('unmeasured'))
  const blank = cohort.slice(0, 10).map((one) => ({
    ...one,
    scores: {
      competencies: one.scores.competencies.map(({ competency, estimate }) => ({
        competency,
        estimate: { ...estimate, theta: 0, standardError: 1 },
      })),
    },
  }))
  const map = mapOf([...blank, ...cohort.slice(10)])
  t.equal(map.groups[0]?.cells[0]?.shown?.count, cohort.length - 10)
})
