import t from 'tap'
import { Value } from 'typebox/value'
import { parametersOf } from '../../../src/domain/measurement/item-parameters.ts'
import { probabilityCorrect } from '../../../src/domain/measurement/item-response.ts'
import { scoreAttempt } from '../../../src/domain/measurement/score-attempt.ts'
import { type Random, seededRandom } from '../../../src/domain/random.ts'
import type { AnalyzedAttempt } from '../../../src/domain/settlement/analyzed-attempt.ts'
import { DifOfGrouping, type GroupingKind } from '../../../src/domain/settlement/dif-views.ts'
import { examDif } from '../../../src/domain/settlement/exam-dif.ts'
import { aBank, aBlueprint, aText, itemsOf } from '../../support/builders.ts'

const BANK = aBank({ items: [...itemsOf('rules', 'know', 20), ...itemsOf('rules', 'judge', 20)] })
const BLUEPRINT = aBlueprint()
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

interface Cohort {
  readonly seed: string
  readonly count: number
  /** How much harder items are for section heads, on the scale of ability. */
  readonly harder?: Readonly<Record<string, number>>
  /** How much abler section heads are: impact, no DIF. */
  readonly abler?: number
  /** Items of the 40 that each candidate gets. */
  readonly formLength?: number
  readonly place?: (index: number) => Partial<AnalyzedAttempt>
}

/** Candidates with own forms who answer by the model, section heads with what is planted. */
function aCohort({ seed, count, harder = {}, abler = 0, ...rest }: Cohort): AnalyzedAttempt[] {
  const random = seededRandom('exam dif', seed)
  const { formLength = 30, place = () => ({}) } = rest
  return Array.from({ length: count }, (_, index) => {
    const isHead = index % 2 === 1
    const theta = normal(random) + (isHead ? abler : 0)
    const form = BANK.items
      .map((item) => ({ item, at: random() }))
      .sort((left, right) => left.at - right.at)
      .slice(0, formLength)
      .map(({ item }) => item)
    const responses = new Map(
      form.map((item) => {
        const shift = isHead ? (harder[item.id] ?? 0) : 0
        const isRight = random() < probabilityCorrect(theta - shift, parametersOf(item).values)
        return [item.id, isRight ? 'A' : 'B'] as const
      }),
    )
    const { levels, passingLevel } = BLUEPRINT
    return {
      attemptId: `attempt-${index}`,
      person: `Person ${index}`,
      unitPath: index % 4 < 2 ? '/r/a/x/' : '/r/b/',
      rank: isHead ? 'section-head' : 'clerk',
      ageBand: null,
      language: null,
      scores: scoreAttempt({ items: form, responses, amended: new Map(), levels, passingLevel }),
      items: form.map(({ id }) => ({
        ...{ itemId: id, correct: responses.get(id) === 'A', seconds: 30, expectedSeconds: 30 },
        response: responses.get(id) ?? null,
      })),
      ...place(index),
    }
  })
}

const NAMES = new Map([
  ['/r/a/', aText('甲', 'A')],
  ['/r/b/', aText('乙', 'B')],
])

function difOf(attempts: readonly AnalyzedAttempt[], kind: GroupingKind) {
  const all = examDif({ bank: BANK, unitPath: '/r/', unitNames: NAMES, attempts })
  const found = all.find((one) => one.kind === kind)
  if (!found || !Value.Check(DifOfGrouping, found)) throw new Error(`no sound grouping ${kind}`)
  return found
}

t.test('planted items are found, with direction, and stand for the right groups', async (t) => {
  const harder = { 'rules-know-3': 1.5, 'rules-judge-7': -1.5 }
  const attempts = aCohort({ seed: 'planted', count: 2000, harder })
  const { reference, groups, items } = difOf(attempts, 'rank')
  t.equal(reference?.id, 'clerk')
  t.match(groups, [{ group: { id: 'section-head' }, count: 1000, judged: 40, unjudged: 0 }])
  const directions = new Map(items.map(({ itemId, direction }) => [itemId, direction]))
  t.equal(directions.get('rules-know-3'), 'harder')
  t.equal(directions.get('rules-judge-7'), 'easier')
  const sizes = items.filter(({ itemId }) => itemId in harder).map(({ size }) => size)
  t.same(sizes, ['large', 'large'])
  t.ok(items.length <= 3, 'hardly any other item is suspected')
  t.same(difOf(attempts, 'unit').items, [], 'units were made alike')
})

t.test('fair cohorts stay quiet, also where one group is much abler', async (t) => {
  let falseAlarms = 0
  for (let run = 0; run < 20; run += 1) {
    const abler = run % 2 === 0 ? 0 : 0.5
    const attempts = aCohort({ seed: `fair ${run}`, count: 1200, abler })
    falseAlarms += difOf(attempts, 'rank').items.length > 0 ? 1 : 0
  }
  // Benjamini-Hochberg holds any alarm of a comparison to 5 % for each of its two tests; 7 or
  // more of 20 at 10 % happen once in 400 tries.
  t.ok(falseAlarms < 7, `${falseAlarms} of 20 fair cohorts were suspected`)
})

t.test('no verdict below 100 answers, no comparison below 30 candidates', async (t) => {
  const few = difOf(aCohort({ seed: 'few', count: 120 }), 'rank')
  t.match(few.groups, [{ count: 60, judged: 0, unjudged: 40 }])
  t.same(few.items, [])
  const tiny = difOf(aCohort({ seed: 'tiny', count: 50 }), 'rank')
  t.match(tiny, { reference: null, groups: [], items: [] })
  t.same(tiny.tooSmall.map(({ id }) => id).sort(), ['clerk', 'section-head'])
})

t.test('a large group that stands alone is not called too small', async (t) => {
  const place = (index: number) => ({ rank: index < 60 ? 'clerk' : 'section-head' })
  const attempts = aCohort({ seed: 'alone', count: 70, place })
  const alone = difOf(attempts, 'rank')
  t.equal(alone.reference, null)
  t.same(
    alone.tooSmall.map(({ id }) => id),
    ['section-head'],
  )
})

t.test('units are the branches directly below that of the exam', async (t) => {
  const { reference, groups } = difOf(aCohort({ seed: 'units', count: 400 }), 'unit')
  t.same(
    [reference, groups[0]?.group].map((group) => group?.id),
    ['/r/a/', '/r/b/'],
  )
  t.equal(groups[0]?.group.name?.en, 'B')
})

t.test('ages and languages compare where known, and never isolate a few', async (t) => {
  const known = (index: number): Partial<AnalyzedAttempt> => ({
    ageBand: index % 3 === 0 ? null : index % 3 === 1 ? '30' : '40',
    language: index % 5 === 0 ? 'en' : 'zh-CN',
  })
  const attempts = aCohort({ seed: 'ages', count: 600, place: known })
  const ages = difOf(attempts, 'age')
  t.equal(ages.someUnknown, true)
  t.equal(ages.groups[0]?.count, 200)
  t.equal(difOf(attempts, 'language').groups[0]?.group.name?.en, 'English')
  // All of one unit but two use English: shown beside the unit, it would tell of those two.
  const nearlyAll = aCohort({
    ...{ seed: 'isolated', count: 600 },
    place: (index) => ({ language: index % 4 < 2 && index > 4 ? 'en' : 'zh-CN' }),
  })
  t.equal(difOf(nearlyAll, 'language').reference, null)
})
