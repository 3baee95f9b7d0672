import fc from 'fast-check'
import t from 'tap'
import Value from 'typebox/value'
import { recordOf } from '../../../src/domain/settlement/attempt-evidence.ts'
import { type ReportedAttempt, reportExam } from '../../../src/domain/settlement/report-exam.ts'
import { settleAttempt } from '../../../src/domain/settlement/settle-attempt.ts'
import { ExamReport } from '../../../src/domain/settlement/views.ts'
import { BANK, BLUEPRINT } from '../../journeys/fixtures/open-exam.ts'
import { aSitting } from './sittings.ts'

function reported(number: number): ReportedAttempt {
  const input = aSitting(`cadre ${number}`, {}, number % 7 === 0 ? 0.02 : 1)
  const { scores, flags, outcome } = settleAttempt(input)
  const { items } = recordOf(input, { theta: scores.overall.theta, accommodated: false })
  return { scores, flags, outcome, items }
}
const POOL = Array.from({ length: 60 }, (_, index) => reported(index + 1))
const cohorts = fc.subarray(POOL)
const sum = (counts: readonly { readonly count: number }[]) =>
  counts.reduce((total, { count }) => total + count, 0)

const EXAM = { bank: BANK, blueprint: BLUEPRINT }

t.test('a report has the promised shape for any cohort, the empty one too', async () => {
  const title = { 'zh-CN': '考试', en: 'Exam' }
  const frame = {
    ...{ examId: '00000000-0000-4000-8000-000000000001', title, state: 'final', simulated: true },
    ...{ assigned: 60, started: 60, closed: 60, cases: { open: 0, decided: 0 } },
  }
  fc.assert(
    fc.property(cohorts, (attempts) => {
      return Value.Check(ExamReport, { ...frame, ...reportExam(EXAM, attempts) })
    }),
    { examples: [[[]], [POOL]] },
  )
})

t.test('counts add up to the attempts they are about', async () => {
  fc.assert(
    fc.property(cohorts, (attempts) => {
      const report = reportExam(EXAM, attempts)
      const { granted, held, withheld } = report.outcomes
      const named = attempts.filter(({ scores }) => scores.overall.level !== null).length
      const presented = report.items.reduce((total, item) => total + item.presented, 0)
      return (
        granted + held + withheld === attempts.length &&
        sum(report.thetaHistogram) === attempts.length &&
        sum(report.levels) === named &&
        presented === attempts.reduce((total, { items }) => total + items.length, 0) &&
        report.flags.every(({ count }) => count <= attempts.length)
      )
    }),
    { examples: [[[]], [POOL]] },
  )
})

t.test('of fewer than thirty attempts no share, mean or reliability is shown', async () => {
  fc.assert(
    fc.property(cohorts, (attempts) => {
      const report = reportExam(EXAM, attempts)
      const figures = [report.reliability, report.standardErrorMean, report.passShare]
      return attempts.length < 30
        ? figures.every((figure) => figure === null) && report.competencies.length === 0
        : figures.every((figure) => figure !== null) && report.competencies.length > 0
    }),
    { examples: [[POOL.slice(0, 29)], [POOL.slice(0, 30)]] },
  )
})

t.test('a competency that fewer than thirty attempts measured is left out', async (t) => {
  const without = (attempt: ReportedAttempt): ReportedAttempt => {
    const competencies = attempt.scores.competencies.filter(
      ({ competency }) => competency !== 'money',
    )
    return { ...attempt, scores: { ...attempt.scores, competencies } }
  }
  const of = (measured: number) =>
    reportExam(EXAM, [...POOL.slice(0, measured), ...POOL.slice(measured).map(without)])
  t.same(
    of(29).competencies.map(({ id }) => id),
    ['rules', 'people', 'order'],
  )
  t.match(
    of(30).competencies.find(({ id }) => id === 'money'),
    { count: 30 },
  )
  for (const { low, mean, high } of of(60).competencies) t.ok(low < mean && mean < high)
})

t.test("what fewer than five were shown is no item's figure, but a person's", async () => {
  fc.assert(
    fc.property(cohorts, (attempts) => {
      return reportExam(EXAM, attempts).items.every((item) => {
        const { presented, correctShare, medianSeconds } = item
        if (presented < 5) return correctShare === null && medianSeconds === null
        return correctShare !== null && correctShare >= 0 && correctShare <= 1
      })
    }),
  )
})

t.test('shares are what the attempts say', async (t) => {
  const report = reportExam(EXAM, POOL)
  const passed = POOL.filter(({ scores }) => scores.passed).length
  t.equal(report.passShare?.value, passed / POOL.length)
  const [item] = report.items
  const answers = POOL.flatMap(({ items }) => items).filter(({ itemId }) => itemId === item?.itemId)
  t.equal(item?.presented, answers.length)
  t.equal(item?.correctShare, answers.filter(({ correct }) => correct).length / answers.length)
  t.ok(report.flags.some(({ count }) => count > 0))
})

t.test('the histogram reaches over the whole scale and catches what lies beyond', async (t) => {
  const withTheta = (theta: number): ReportedAttempt => {
    const [attempt] = POOL
    if (!attempt) throw new Error('the pool is empty')
    const overall = { ...attempt.scores.overall, theta }
    return { ...attempt, scores: { ...attempt.scores, overall } }
  }
  const thetas = [-9, -4, -0.01, 0, 0.49, 0.5, 3.99, 4, 9]
  const { thetaHistogram } = reportExam(EXAM, thetas.map(withTheta))
  const filled = thetaHistogram.filter(({ count }) => count > 0)
  t.same(
    filled.map(({ from, count }) => [from, count]),
    [
      [-4, 2],
      [-0.5, 1],
      [0, 2],
      [0.5, 1],
      [3.5, 3],
    ],
  )
  t.equal(thetaHistogram[0]?.from, -4)
  t.equal(thetaHistogram.at(-1)?.to, 4)
})
