import t from 'tap'
import type { ExamAnalysis } from '../../src/domain/settlement/analysis-views.ts'
import type { ExamCalibration } from '../../src/domain/settlement/calibrate-exam.ts'
import type { ResultView } from '../../src/domain/settlement/result-views.ts'
import { ItemCalibrationEntity, TimeCalibrationEntity } from '../../src/store/entities/exam.ts'
import { write } from '../../src/store/scope.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { server, deps } = application
const { own } = await foundTwoBranches(application)
const { organizer, candidate } = own.people
const { examId, attemptId } = own

async function get<T>(url: string, caller: Signed): Promise<T> {
  const answer = await server.inject({ url, headers: { authorization: `Bearer ${caller.token}` } })
  t.equal(answer.statusCode, 200, answer.body.slice(0, 200))
  return answer.json()
}
const analysis = () => get<ExamAnalysis>(`/api/exams/${examId}/analysis`, organizer)
const result = async () => {
  const view = await get<ResultView>(`/api/attempts/${attemptId}/result`, candidate)
  if (!view.result) throw new Error('the result is shown at submission')
  return view.result
}
const before = await result()

/** The first eight items of the form take a minute each, all others no time worth the name. */
async function keepTimes(): Promise<void> {
  const frame = await deps.frozen.frame(attemptId)
  const items = frame?.form.items.map(({ item }) => item) ?? []
  const time = (at: number) => ({
    timeIntensity: Math.log(at < 8 ? 60 : 0.0001),
    timeDiscrimination: 2,
  })
  await write(deps.orm, async (em) => {
    em.create(TimeCalibrationEntity, {
      ...{ examId, speedDeviation: 0.3, attemptCount: 40, calibratedAt: deps.now() },
      items: Object.fromEntries(items.map((id, at) => [id, time(at)])),
    })
  })
}

async function keepCalibration(
  number: number,
  told: Pick<ExamCalibration, 'subscores'>,
): Promise<void> {
  const content: ExamCalibration = {
    ...{ n: 120, items: [], link: null, logLikelihood: null, converged: true, findings: [] },
    ...told,
  }
  await write(deps.orm, async (em) => {
    em.create(ItemCalibrationEntity, {
      ...{ examId, number, amendmentCount: number - 1, content, calibratedAt: deps.now() },
    })
  })
}

const figures = {
  ...{ prmseSubscore: 0.5, prmseTotal: 0.6, prmseAugmented: 0.62, reliability: 0.5 },
}

t.test('until the exam is final nothing is said, however much is known', async (t) => {
  await keepTimes()
  await keepCalibration(1, {})
  t.match(await analysis(), { effort: null, subscores: null })
  t.match(before, { effort: null, competencies: [{ worth: null }] })
  t.same(await result(), before)
})

t.test('a final exam tells of rapid answers, beside scores that do not change', async (t) => {
  await write(deps.orm, (em) =>
    em.execute('update exam set final_at = ? where id = ?', [deps.now(), examId]),
  )
  // Twenty answers within a second, all right; only eight of the items take longer.
  const { effort, subscores } = await analysis()
  t.equal(subscores, null, 'a calibration from before says nothing of competencies')
  t.match(effort, { count: 1, rows: [{ attemptId, rapid: 8, answered: 20, evidence: 'thin' }] })
  const [row] = effort?.rows ?? []
  t.equal(row?.plain.theta, before.overall.theta)
  t.ok((row?.moderated?.theta ?? 9) < before.overall.theta, 'fewer right answers say less')
  t.ok((row?.moderated?.standardError ?? 0) > before.overall.standardError)
  const { effort: told, ...others } = await result()
  const { effort: _, ...earlier } = before
  t.same(others, earlier, 'nothing else of the result has changed')
  t.match(told, { rapid: 8, answered: 20 })
  t.equal(told?.scale?.score, Math.round(500 + 100 * (row?.moderated?.theta ?? 9)))
})

t.test('a competency that says no more than the whole is told as such', async (t) => {
  await keepCalibration(2, {
    subscores: [{ competency: 'rules', ...figures, adds: false, reason: 'total-says-more' }],
  })
  const { subscores } = await analysis()
  t.match(subscores, [{ id: 'rules', prmseSubscore: 0.5, reason: 'total-says-more' }])
  const after = await result()
  t.match(after.competencies, [{ id: 'rules', worth: 'total-says-more' }])
  t.same(after.competencies[0]?.estimate, before.competencies[0]?.estimate)
  t.same(after.overall, before.overall)
})
