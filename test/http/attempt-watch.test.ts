import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import fastify from 'fastify'
import t from 'tap'
import { createAttemptWatch } from '../../src/http/attempt-watch.ts'
import { type EventStream, openEvents, sendEvents } from '../../src/http/event-stream.ts'
import type { App } from '../../src/http/http-deps.ts'
import { closePolitely } from '../../src/http/polite-close.ts'
import type { Sql } from '../../src/store/sql-pool.ts'

t.setTimeout(240_000)

const ATTEMPT = '8b0f2f6e-0c3f-4b57-9a5e-6f1b6b1a0001'

/** A database that is away: what follows is kept and ended all the same. */
const away = async () => {
  throw new Error('no database')
}
const sql: Sql = { begin: away, asSystem: away, end: async () => {} }
const wakeups = { listen: () => () => {}, close: async () => {} }
const aWatch = () => createAttemptWatch({ sql, wakeups, now: () => new Date() }, () => {})

t.test('a stream that is asked for just before the service closes does not hold it', async (t) => {
  const app = fastify({ forceCloseConnections: 'idle' }) as unknown as App
  closePolitely(app)
  const watch = aWatch()
  app.addHook('preClose', async () => watch.close())
  app.get('/events', async (_, reply) => {
    // As long as it may take to find out who asks.
    await wait(300)
    const events = openEvents()
    watch.follow(ATTEMPT, events)
    return sendEvents(reply, events.stream)
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: '/events' }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    sent.on('error', reject).end()
  })
  await wait(100)
  const startedAt = performance.now()
  await app.close()
  t.ok(performance.now() - startedAt < 30_000, 'it has an end, though nobody ends it later')
  t.equal(await answered, 200)
})

t.test('one attempt holds some streams only: the oldest make room', async (t) => {
  const watch = aWatch()
  const streams: EventStream[] = Array.from({ length: 11 }, () => {
    const events = openEvents()
    events.stream.resume()
    return events
  })
  for (const stream of streams) watch.follow(ATTEMPT, stream)
  await wait(50)
  t.same(
    streams.map(({ ended }) => ended.aborted),
    [...Array(3).fill(true), ...Array(8).fill(false)],
  )
  t.equal(watch.size(), 8)
  watch.close()
  await wait(50)
  t.ok(streams.every(({ ended }) => ended.aborted))
  t.equal(watch.size(), 0)
})
