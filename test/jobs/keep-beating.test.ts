import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import { keepBeating } from '../../src/jobs/keep-beating.ts'
import { BEAT_EVERY_MS } from '../../src/store/beat.ts'
import { inScope, SYSTEM } from '../../src/store/scope.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

t.setTimeout(240_000)

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)

async function beatAt(): Promise<string | undefined> {
  const [row] = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ at: Date }[]>`select beat_at as at from service_beat`,
  )
  return row?.at.toISOString()
}

t.test('it beats before it returns, again and again, and tells of time it was away', async (t) => {
  const lines: { msg: string; attempts?: number }[] = []
  const logger = pino({}, { write: (line) => void lines.push(JSON.parse(line)) })
  const beating = keepBeating(deps, logger)
  await beating.start()
  t.equal(await beatAt(), clock.now().toISOString())
  clock.advance(300)
  const latest = performance.now() + 4 * BEAT_EVERY_MS
  while (lines.length === 0 && performance.now() < latest) await wait(50)
  await beating.stop()
  t.match(lines, [{ msg: /the service was away/, attempts: 0 }])
  t.equal(await beatAt(), clock.now().toISOString())
  clock.advance(5)
  await wait(100)
  t.not(await beatAt(), clock.now().toISOString(), 'it has stopped')
})

t.test('without a database it does not start', async (t) => {
  const fork = () => {
    throw new Error('no database')
  }
  const orm = { em: { fork } }
  const broken = keepBeating({ ...deps, orm: orm as never }, pino({ level: 'silent' }))
  await t.rejects(broken.start())
  await broken.stop()
})
