import { pino } from 'pino'
import t from 'tap'
import { createApplication } from '../../../src/app.ts'
import { isSigned } from '../../../src/cli/is-signed.ts'
import { presentedItemId } from '../../../src/domain/assembly/present-form.ts'
import { checkBundle } from '../../../src/domain/settlement/check-bundle.ts'
import { closeOverdueAttempts, screenClosedExams } from '../../../src/jobs/worker.ts'
import { inScope, SYSTEM } from '../../../src/store/scope.ts'
import { getBundle } from '../../../src/store/views/bundle.ts'
import { listConduct } from '../../../src/store/views/conduct.ts'
import { getExam } from '../../../src/store/views/exams.ts'
import { attemptNewsOf } from '../../../src/store/views/notices.ts'
import { submitAttempt } from '../../../src/workflows/close-attempt.ts'
import { beat } from '../../../src/workflows/conduct/give-back-outage.ts'
import { saveEntries } from '../../../src/workflows/save-entries.ts'
import { anOpenExam, aResponse } from '../../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../../support/test-service.ts'
import { actsOf, begin, examTimeOf, organizerOf, standingOf } from '../fixtures/conduct.ts'

t.setTimeout(240_000)

const START = Date.parse('2026-03-29T00:58:00.000Z')
const at = (seconds: number): Date => new Date(START + seconds * 1000)
const iso = (seconds: number): string => at(seconds).toISOString()
const clock = createTestClock(at(0))
const { deps, database } = await startTestService(t, clock)
const other = await createApplication({
  address: database.address,
  logger: pino({ level: 'silent' }),
  trustProxy: false,
  now: clock.now,
})
t.teardown(() => other.close())
const exam = await anOpenExam(deps, { candidates: 6, timeLimitSeconds: 600, windowSeconds: 3600 })
const act = actsOf(deps, exam, await organizerOf(deps, exam))
const save = ({ attemptId, personId }: { attemptId: string; personId: string }, sequence: number) =>
  saveEntries(deps, personId, {
    attemptId,
    entries: [aResponse(sequence, presentedItemId(1), null)],
  })
const outages = () =>
  inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`select from_at, until_at from service_outage order by from_at`,
  )

/** Beats every five seconds up to a time, as a service that is there. */
async function beatUntil(seconds: number) {
  while (clock.now() < at(seconds)) {
    clock.set(new Date(Math.min(clock.now().getTime() + 5000, at(seconds).getTime())))
    await beat(deps)
  }
}

const over = await begin(deps, exam, 0)
await beat(deps)
await beatUntil(100)
const [one, paused] = [await begin(deps, exam, 1), await begin(deps, exam, 2)]
await act({ kind: 'pause', seconds: 150, text: 'a power cut' }, { attemptIds: [paused.attemptId] })

t.test('a beat that is late on a busy machine is no outage', async (t) => {
  clock.advance(15)
  t.equal(await beat(deps), null)
  t.same([...(await outages())], [])
  t.match(await standingOf(deps, one.attemptId), { deadlineAt: iso(700) })
})

t.test('before the time is given back nothing is closed or refused for its deadline', async (t) => {
  await beatUntil(200)
  // Gone for twenty minutes: past every deadline there is.
  clock.set(at(1400))
  const recovering = { code: 'service-recovering', retryAfterSeconds: 5 }
  await t.rejects(save(one, 1), recovering)
  await t.rejects(submitAttempt(deps, one.personId, one.attemptId), recovering)
  t.equal(await closeOverdueAttempts(deps), 0)
  t.match(await standingOf(deps, one.attemptId), { state: 'running', deadlineAt: iso(700) })
})

t.test('of two processes that come back one gives the time back, once', async (t) => {
  const given = await Promise.all([beat(deps), beat(other.deps), beat(deps), beat(other.deps)])
  t.match(
    given.filter((outage) => outage !== null).map(({ attempts }) => attempts),
    [3],
  )
  t.same([...(await outages())], [{ from_at: at(200), until_at: at(1400) }])
  t.match(await standingOf(deps, one.attemptId), { deadlineAt: iso(1900), noticeCount: 1 })
  t.match(await standingOf(deps, over.attemptId), { deadlineAt: iso(1800) })
  const { deadlineAt, pauses } = await standingOf(deps, paused.attemptId)
  t.same(pauses, [
    [iso(100), iso(250)],
    [iso(200), iso(1400), 'outage'],
  ])
  t.same(deadlineAt, iso(700 + 150 + 1200 - 50), 'fifty seconds of it were a pause')
  t.match(await examTimeOf(deps, exam.examId), { extendedSeconds: 1200 })
  t.same((await save(one, 1)).durable, [1])
  t.equal(await closeOverdueAttempts(deps), 0)
})

t.test('candidates and organizers are told of it', async (t) => {
  const { attemptId, personId } = one
  const { notices } = await attemptNewsOf(deps.sql, { attemptId, personId, now: clock.now() })
  t.match(notices, [{ kind: 'outage', seconds: 1200, text: '' }])
  const [record] = await listConduct(deps.sql, SYSTEM, exam.examId)
  t.match(record, { kind: 'outage', by: null, seconds: 1200, reached: 3, toAll: true })
  const view = await getExam(deps.sql, SYSTEM, { examId: exam.examId, now: clock.now() })
  t.equal(view.window.closesAt, iso(3600 + 1200))
})

t.test('whose time had run out before has none back; a clock put back takes nothing', async (t) => {
  await beatUntil(2010)
  t.match(await standingOf(deps, over.attemptId), { state: 'running' })
  clock.set(at(3000))
  t.match(await beat(deps), { attempts: 0 }, 'all three were over')
  t.match(await examTimeOf(deps, exam.examId), { extendedSeconds: 2190 })
  t.equal(await closeOverdueAttempts(deps), 3)
  clock.set(at(2900))
  t.equal(await beat(deps), null)
  clock.set(at(3010))
  t.equal(await beat(deps), null, 'the beat never goes back')
})

t.test('a start that a window given back would let in waits for it', async (t) => {
  const recovering = { code: 'service-recovering', retryAfterSeconds: 5 }
  await beatUntil(5100)
  clock.set(at(5150))
  t.match(await begin(deps, exam, 4), { attemptId: String }, 'its time ends before the window')
  clock.set(at(5300))
  await t.rejects(begin(deps, exam, 3), recovering, 'the old end would cut its time short')
  clock.set(at(3600 + 2190 + 5))
  await t.rejects(begin(deps, exam, 3), recovering, 'past the old end')
  t.match(await beat(deps), { from: at(5100), until: at(5795) })
  const { attemptId } = await begin(deps, exam, 3)
  t.match(await standingOf(deps, attemptId), { deadlineAt: iso(5795 + 600) })
  await beatUntil(6500)
  await t.rejects(begin(deps, exam, 5), { code: 'exam-not-open' }, 'over, and nothing to give back')
  clock.set(at(6600))
  await t.rejects(begin(deps, exam, 5), { code: 'exam-not-open' }, 'away only after the end')
})

t.test('a stranger works out the deadlines again, outages included', async (t) => {
  t.equal(await screenClosedExams(deps), 0, 'while the beat is old')
  await beat(deps)
  await beatUntil(9000)
  t.equal(await screenClosedExams(deps), 1)
  const bundle = await getBundle(deps, SYSTEM, { examId: exam.examId, now: clock.now() })
  t.same(checkBundle(JSON.parse(JSON.stringify(bundle)), isSigned).findings, [])
})
