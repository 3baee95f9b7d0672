import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import { createApplication } from '../src/app.ts'
import { Refusal } from '../src/domain/refusal.ts'
import { createThreadPool } from '../src/workflows/thread-pool.ts'
import { startTestDatabase } from './support/test-service.ts'

t.setTimeout(240_000)

t.test('closing waits neither for endless work beside it nor for who asked for that', async (t) => {
  const { address } = await startTestDatabase(t)
  const logger = pino({ level: 'silent' })
  const application = await createApplication({ address, logger, trustProxy: false })
  const { server, deps } = application
  const endless = createThreadPool<number, never>({
    file: new URL('./workflows/fixtures/echo-thread.ts', import.meta.url),
    name: 'stay',
    longestMs: 600_000,
    refusal: () => new Refusal('took-too-long', 'never'),
  })
  Object.assign(deps, { conflictFinder: { find: endless.run, close: endless.close } })
  server.get('/api/endless', { config: { access: { scope: 'open' } } }, () => endless.run(1))
  await server.listen({ host: '127.0.0.1', port: 0 })
  await application.startWorker()
  const { port } = server.server.address() as AddressInfo
  const asked = fetch(`http://127.0.0.1:${port}/api/endless`)
  await wait(500)
  const startedAt = performance.now()
  await application.close()
  t.ok(performance.now() - startedAt < 20_000)
  const answer = await asked
  t.equal(answer.status, 503)
  t.ok(Number(answer.headers.get('retry-after')) > 0, 'and when to ask again')
})
