import t from 'tap'
import type { ExamCalibration } from '../../src/domain/settlement/calibrate-exam.ts'
import { calibrateFinalExams, screenClosedExams } from '../../src/jobs/worker.ts'
import { ItemCalibrationEntity } from '../../src/store/entities/exam.ts'
import { read, SYSTEM, write } from '../../src/store/scope.ts'
import { getExamCalibration } from '../../src/store/views/calibration.ts'
import { calibrateItems } from '../../src/workflows/calibrate-items.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { proposeCalibration } from '../../src/workflows/propose-calibration.ts'
import { proposeItems } from '../../src/workflows/propose-items.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { aClosedAttempt, anOpenExam } from '../journeys/fixtures/open-exam.ts'
import { amendKey } from '../support/amend-key.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const exam = await anOpenExam(deps, { candidates: 3, timeLimitSeconds: 600, windowSeconds: 3600 })
const { examId, bank } = exam
const note = 'found in the spring exam'

const kept = () => write(deps.orm, (em) => em.find(ItemCalibrationEntity, { examId }))
const actors = await read(
  deps.sql,
  SYSTEM,
  (tx) => tx<{ id: string; account: string }[]>`select id, account from person`,
)
const personOf = (account: string) => actors.find((one) => one.account === account)?.id ?? ''
const approvers = () => ({
  proposer: personOf('organizer'),
  approver: personOf('administrator'),
})

t.test('an open exam is not calibrated', async (t) => {
  await t.rejects(calibrateItems(deps, examId), { code: 'window-still-open' })
  t.equal(await calibrateFinalExams(deps), 0)
  const view = await getExamCalibration(deps, SYSTEM, examId)
  t.match(view, { calibratedAt: null, items: [], canPropose: false })
})

t.test('a final exam is calibrated once; too few attempts are said, not hidden', async (t) => {
  for (const candidate of exam.candidates) await aClosedAttempt(deps, exam, candidate)
  clock.set(new Date(exam.closesAt.getTime() + 10_000))
  t.equal(await screenClosedExams(deps), 1)
  t.equal(await calibrateFinalExams(deps), 1)
  t.equal(await calibrateFinalExams(deps), 0, 'and not again')
  await Promise.all([calibrateItems(deps, examId), calibrateItems(deps, examId)])
  t.equal((await kept()).length, 1)
  const view = await getExamCalibration(deps, SYSTEM, examId)
  t.match(view, { n: 3, items: [], findings: [{ code: 'too-few-attempts' }], canPropose: false })
})

t.test('after an amended key it is worked out again, beside the first', async (t) => {
  const [item] = bank.items
  await amendKey(deps, { examId, itemId: item?.id ?? '' }, approvers())
  t.equal(await calibrateFinalExams(deps), 1)
  const found = await kept()
  t.same(
    found.map(({ number, amendmentCount }) => [number, amendmentCount]),
    [
      [1, 0],
      [2, 1],
    ],
  )
})

t.test('who took longer never puts older keys on top of newer ones', async (t) => {
  const amend = (place: number) =>
    amendKey(deps, { examId, itemId: bank.items[place]?.id ?? '' }, approvers())
  await amend(4)
  const slow: Deps = {
    ...deps,
    examCalibrator: {
      ...deps.examCalibrator,
      calibrate: async (task) => {
        await amend(5)
        await calibrateItems(deps, examId)
        return deps.examCalibrator.calibrate(task)
      },
    },
  }
  await calibrateItems(slow, examId)
  const found = await kept()
  t.same(
    found.map(({ number, amendmentCount }) => [number, amendmentCount]),
    [
      [1, 0],
      [2, 1],
      [3, 3],
    ],
  )
})

t.test('parameters go to the workshop as drafts, where the items still read alike', async (t) => {
  const actor = personOf('organizer')
  await t.rejects(proposeCalibration(deps, actor, { examId, note }), { code: 'not-found' })
  // The very first is not counted any more.
  const [, first, second, third] = bank.items.map(({ id }) => id)
  const figures = { a: 1.3, b: -0.4, c: 0.2, steps: null, n: 240 }
  const se = { a: 0.1, b: 0.08, c: 0.02, steps: null }
  const items = [first, second, third].map((item) => ({ item: item ?? '', ...figures, se }))
  const content: ExamCalibration = {
    ...{ n: 250, items, link: null, logLikelihood: -1, converged: true, findings: [] },
  }
  await write(deps.orm, async (em) => {
    const calibratedAt = deps.now()
    em.create(ItemCalibrationEntity, {
      ...{ examId, number: 4, amendmentCount: 3, content, calibratedAt },
    })
  })
  const reworded = bank.items.map((item) =>
    item.id === second ? { ...item, stem: { 'zh-CN': '另一道题', en: 'Another question' } } : item,
  )
  const document = { ...bank, items: reworded }
  await takeBank(deps, personOf('administrator'), { document, note: '' })
  const told = await proposeCalibration(deps, actor, { examId, note })
  t.same(told, { program: bank.program, proposed: 2, missing: [second] })
  const rows = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ itemId: string; provenance: string | null; difficulty: number | null }[]>`
      select distinct on (item_id) item_id as "itemId",
        content -> 'parameters' ->> 'provenance' as provenance,
        (content -> 'parameters' -> 'values' ->> 'difficulty')::float8 as difficulty
      from item_revision where program = ${bank.program} order by item_id, revision desc`,
  )
  const changed = rows.filter(({ provenance }) => provenance === 'calibrated')
  t.same(changed.map(({ itemId }) => itemId).toSorted(), [first, third].toSorted())
  t.ok(changed.every(({ difficulty }) => difficulty === -0.4))
})

t.test('figures of an amended key go to no item that still has the old one', async (t) => {
  const item = bank.items.slice(6).find((one) => one.type === 'single-choice')
  if (item?.type !== 'single-choice') throw new Error('the bank has no such item')
  const response = item.options.find(({ id }) => id !== item.key)?.id ?? ''
  const change = { kind: 'replace', response } as const
  await amendKey(deps, { examId, itemId: item.id, change }, approvers())
  const figures = { a: 1.1, b: 0.3, c: 0.2, steps: null, n: 240, se: null }
  const items = [{ item: item.id, ...figures }]
  const content: ExamCalibration = {
    ...{ n: 250, items, link: null, logLikelihood: -1, converged: true, findings: [] },
  }
  const keep = (number: number, amendmentCount: number) =>
    write(deps.orm, async (em) => {
      const calibratedAt = deps.now()
      em.create(ItemCalibrationEntity, { examId, number, amendmentCount, content, calibratedAt })
    })
  const propose = () => proposeCalibration(deps, personOf('organizer'), { examId, note })
  const { program } = bank
  await keep(5, 3)
  t.same(await propose(), { program, proposed: 0, missing: [item.id] }, 'figures of the old key')
  await keep(6, 4)
  t.same(await propose(), { program, proposed: 0, missing: [item.id] }, 'and of the new one')
  const amended = { ...item, key: response }
  const proposed = { program, items: [amended], note: 'as amended' }
  await proposeItems(deps, personOf('administrator'), proposed)
  t.same(await propose(), { program, proposed: 1, missing: [] }, 'until the workshop has it')
})
