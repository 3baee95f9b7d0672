import t from 'tap'
import Value from 'typebox/value'
import { parametersOf } from '../../../src/domain/measurement/item-parameters.ts'
import { probabilityCorrect } from '../../../src/domain/measurement/item-response.ts'
import { scoreAttempt } from '../../../src/domain/measurement/score-attempt.ts'
import { type Random, seededRandom } from '../../../src/domain/random.ts'
import { ExamAnalysis, ItemReport } from '../../../src/domain/settlement/analysis-views.ts'
import { type AnalysisInput, analyzeExam } from '../../../src/domain/settlement/analyze-exam.ts'
import {
  type AnalyzedAttempt,
  answersByItem,
} from '../../../src/domain/settlement/analyzed-attempt.ts'
import { reportItem } from '../../../src/domain/settlement/report-item.ts'
import { aBank, aBlueprint, aText, itemsOf } from '../../support/builders.ts'

const BANK = aBank({ items: [...itemsOf('rules', 'know', 15), ...itemsOf('rules', 'judge', 15)] })
const BLUEPRINT = aBlueprint()
const RANKS = ['clerk', 'section-head'] as const

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Candidates who answer by the model; of the item `wrong` the key is B though the bank says A. */
function aCohort(count: number, wrong: string | null): AnalyzedAttempt[] {
  const random = seededRandom('analysis', wrong ?? '')
  return Array.from({ length: count }, (_, index) => {
    const theta = normal(random)
    const responses = new Map(
      BANK.items.map((item) => {
        const known = random() < probabilityCorrect(theta, parametersOf(item).values)
        const miss = 'BCD'.charAt(Math.floor(3 * random()))
        const choice = known ? (item.id === wrong ? 'B' : 'A') : miss
        return [item.id, choice] as const
      }),
    )
    const { levels, passingLevel } = BLUEPRINT
    return {
      attemptId: `attempt-${index + 1}`,
      person: `Person ${index + 1}`,
      ageBand: null,
      language: null,
      unitPath: index % 2 === 0 ? '/r/a/' : '/r/b/',
      rank: RANKS[Math.floor(index / 2) % 2] ?? 'clerk',
      scores: scoreAttempt({
        ...{ items: BANK.items, responses, amended: new Map(), levels, passingLevel },
      }),
      items: BANK.items.map(({ id }) => ({
        itemId: id,
        correct: responses.get(id) === 'A',
        response: responses.get(id) ?? null,
        seconds: 20 + 10 * random(),
        expectedSeconds: 30,
      })),
    }
  })
}
const NAMES = new Map([
  ['/r/a/', aText('甲', 'A')],
  ['/r/b/', aText('乙', 'B')],
])
const analysisOf = (attempts: readonly AnalyzedAttempt[], known: Partial<AnalysisInput> = {}) =>
  analyzeExam({
    ...{ bank: BANK, blueprint: BLUEPRINT, unitPath: '/r/', unitNames: NAMES, attempts },
    ...{ isFinal: false, subscores: null, ...known },
  })

t.test('an analysis has the promised shape for any number of attempts', async (t) => {
  for (const count of [0, 1, 4, 29, 30, 200]) {
    const analysis = analysisOf(aCohort(count, null))
    t.ok(Value.Check(ExamAnalysis, analysis), `${count} attempts`)
    t.equal(
      analysis.persons.reduce((sum, bin) => sum + bin.count, 0),
      count,
    )
    t.equal(analysis.reliability === null, count < 30)
    t.equal(analysis.information === null, count === 0)
  }
})

t.test('the reliability interval holds its value and narrows with numbers', async (t) => {
  const width = (count: number) => {
    const { value, low, high } = analysisOf(aCohort(count, null)).reliability ?? {
      ...{ value: 0, low: 1, high: 0 },
    }
    t.ok(low < value && value < high && low > 0 && high < 1)
    return high - low
  }
  t.ok(width(400) < 0.7 * width(100))
})

t.test('a wrong key is found and stands first; sound items are left alone', async (t) => {
  const wrong = analysisOf(aCohort(200, 'rules-know-3'))
  t.match(wrong.attention[0], { itemId: 'rules-know-3', remarks: [{ code: 'wrong-key' }] })
  t.match(wrong.attention[0]?.remarks[0]?.text.en, /Option B .*key A is right/)
  const sound = analysisOf(aCohort(200, null))
  const suspected = sound.attention.filter(({ remarks }) =>
    remarks.some(({ code }) => code === 'wrong-key' || code === 'weak-do-better'),
  )
  t.same(suspected, [])
})

t.test('below thirty candidates nothing is said about an item', async (t) => {
  t.same(analysisOf(aCohort(29, 'rules-know-3')).attention, [])
})

t.test('ranks and units stand with intervals, and small ones not at all', async (t) => {
  const { fairness } = analysisOf(aCohort(200, null))
  t.same(fairness.map(({ kind, id }) => `${kind} ${id}`).sort(), [
    'rank clerk',
    'rank section-head',
    'unit a',
    'unit b',
  ])
  for (const { mean, passShare, count } of fairness) {
    t.equal(count, 100)
    t.ok(mean.low < 0.3 && mean.high > -0.3, 'the groups were made alike')
    t.ok(passShare.low <= passShare.value && passShare.value <= passShare.high)
  }
  t.same(analysisOf(aCohort(8, null)).fairness, [])
})

t.test('an item report follows the model it was simulated by', async (t) => {
  const answers = answersByItem(aCohort(500, null))
  const item = BANK.items[20]
  if (!item) throw new Error('the bank has thirty items')
  const own = answers.get(item.id) ?? []
  const report = reportItem(BANK, item, own)
  t.ok(Value.Check(ItemReport, report))
  t.equal(report.groups.length, 5)
  t.equal(
    report.groups.reduce((sum, { count }) => sum + count, 0),
    500,
  )
  for (const { share, expected } of report.groups) t.ok(Math.abs(share.value - expected) < 0.15)
  const rising = report.groups.map(({ theta }) => theta)
  t.same(
    rising,
    [...rising].sort((left, right) => left - right),
  )
  const key = report.options.find(({ isKey }) => isKey)
  t.ok(key && key.strong > key.weak)
  t.ok(Math.abs(report.options.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9)
  t.ok(report.seconds && report.seconds.low <= report.seconds.median)
  const few = reportItem(BANK, item, own.slice(0, 4))
  t.match(few, { presented: 4, correctShare: null, groups: [], options: [], seconds: null })
})

t.test('rapid answers and the worth of competencies stand in tables once known', async (t) => {
  const attempts = aCohort(40, null).map((attempt, index) => ({
    ...attempt,
    items: attempt.items.map((item, at) => (at < index - 30 ? { ...item, seconds: 1 } : item)),
  }))
  const figures = { prmseSubscore: 0.7, prmseTotal: 0.6, prmseAugmented: 0.75, reliability: 0.7 }
  const subscores = [{ competency: 'rules', ...figures, adds: true, reason: 'adds-value' as const }]
  const unknown = analysisOf(attempts)
  t.match(unknown, { effort: null, subscores: null })
  const known = analysisOf(attempts, { isFinal: true, subscores })
  t.ok(Value.Check(ExamAnalysis, known))
  t.same(known.effort?.count, 9)
  t.same(
    known.effort?.rows.map(({ person, rapid }) => [person, rapid]),
    [9, 8, 7, 6, 5, 4, 3, 2, 1].map((rapid) => [`Person ${31 + rapid}`, rapid]),
  )
  const [first] = known.effort?.rows ?? []
  t.equal(first?.plain.theta, attempts[39]?.scores.overall.theta, 'the plain score as settled')
  t.same(known.subscores?.[0], {
    ...{ id: 'rules', name: BANK.competencies[0]?.name, ...figures, reason: 'adds-value' },
  })
  const many = Array.from({ length: 2 }, () => attempts.slice(31)).flat()
  const crowd = Array.from({ length: 4 }, () => many).flat()
  t.match(analysisOf(crowd, { isFinal: true }).effort, { count: 72, rows: { length: 50 } })
})
