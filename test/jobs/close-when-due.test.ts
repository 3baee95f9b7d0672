import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import { closeWhenDue } from '../../src/jobs/close-when-due.ts'
import { closeOverdueAttempts } from '../../src/jobs/worker.ts'
import { anOpenExam } from '../journeys/fixtures/open-exam.ts'
import { startTestService } from '../support/test-service.ts'
import { begin, standingOf } from '../workflows/fixtures/conduct.ts'

t.setTimeout(240_000)

const silent = pino({ level: 'silent' })
let aheadMs = 0
const now = () => new Date(Date.now() + aheadMs)
const { deps } = await startTestService(t, { now, set: () => {}, advance: () => {} })
const exam = await anOpenExam(deps, { candidates: 2, timeLimitSeconds: 60, windowSeconds: 7200 })

t.test(
  'an attempt is closed within a moment of its deadline and grace, by one of two',
  async (t) => {
    const { attemptId } = await begin(deps, exam, 0)
    const deadlineMs = Date.parse((await standingOf(deps, attemptId)).deadlineAt)
    // A second before the end of the grace.
    aheadMs += deadlineMs + 4000 - now().getTime()
    let closed = 0
    const closeDue: Parameters<typeof closeWhenDue>[2] = async (postponed) => {
      const attempts = await closeOverdueAttempts(deps, postponed)
      closed += attempts
      return attempts
    }
    const stops = [closeWhenDue(deps, silent, closeDue), closeWhenDue(deps, silent, closeDue)]
    while (closed === 0 && now().getTime() < deadlineMs + 30_000) await wait(20)
    const lateMs = now().getTime() - deadlineMs
    await Promise.all(stops.map((stop) => stop()))
    t.match(await standingOf(deps, attemptId), { state: 'expired' })
    t.ok(lateMs > 5000, 'never within the grace')
    t.ok(lateMs < 9000, `${lateMs} ms after the deadline`)
  },
)

t.test('what fails is told, waits, and does not keep it from ending', async (t) => {
  let calls = 0
  const stop = closeWhenDue(deps, silent, async () => {
    calls += 1
    throw new Error('the database went away')
  })
  await wait(300)
  await stop()
  t.equal(calls, 1)
})
