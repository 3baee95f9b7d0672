import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import fastify from 'fastify'
import t, { type Test } from 'tap'
import { openEvents, sendEvents } from '../../src/http/event-stream.ts'
import type { App } from '../../src/http/http-deps.ts'
import { closePolitely, leaveConnections } from '../../src/http/polite-close.ts'

t.setTimeout(240_000)

/** A server with a quick route and a slow one, that closes as the service does. */
async function aServer(t: Test): Promise<{ readonly app: App; readonly port: number }> {
  const app = fastify({
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  }) as unknown as App
  closePolitely(app)
  app.get('/quick', async () => 'quick')
  app.get('/slow', async () => {
    await wait(600)
    return 'slow'
  })
  app.get('/events', async (_, reply) => {
    await wait(300)
    const events = openEvents()
    events.send('first', {})
    return sendEvents(reply, events.stream)
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  return { app, port: (app.server.address() as AddressInfo).port }
}

interface Answer {
  readonly text: string
  readonly connection: string | undefined
  readonly isReused: boolean
}

function get(port: number, path: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, agent }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      const { connection } = response.headers
      response.on('end', () => resolve({ text, connection, isReused: sent.reusedSocket }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

function anAgent(t: Test): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  return agent
}

t.test('a connection that was never used does not keep the server from closing', async (t) => {
  const { app, port } = await aServer(t)
  const unused = connect(port, '127.0.0.1')
  t.teardown(() => unused.destroy())
  await once(unused, 'connect')
  const cut = once(unused, 'close')
  unused.resume()
  const slow = get(port, '/slow', anAgent(t))
  await wait(50)
  const startedAt = performance.now()
  await app.close()
  t.ok(performance.now() - startedAt < 40_000, 'Node alone would wait for more than a minute')
  await cut
  t.match(await slow, { text: 'slow', connection: 'close' }, 'what was under way was answered')
})

t.test(
  'a stream of events that begins while it closes ends, and keeps it from nothing',
  async (t) => {
    const { app, port } = await aServer(t)
    const began = get(port, '/events', anAgent(t))
    await wait(50)
    const startedAt = performance.now()
    await app.close()
    t.ok(performance.now() - startedAt < 30_000)
    t.match(await began, { text: 'event: first\ndata: {}\n\n', connection: 'close' })
  },
)

t.test('leaving, it answers on open connections, asks to close them, takes no new', async (t) => {
  const { app, port } = await aServer(t)
  const [first, second] = [anAgent(t), anAgent(t)]
  t.match(await get(port, '/quick', first), { connection: 'keep-alive' })
  t.match(await get(port, '/quick', second), { connection: 'keep-alive' })
  const left = leaveConnections(app, 60_000)
  const slow = get(port, '/slow', second)
  await t.rejects(get(port, '/quick', anAgent(t)), { code: 'ECONNREFUSED' })
  t.match(await get(port, '/quick', first), { text: 'quick', connection: 'close', isReused: true })
  t.match(await slow, { text: 'slow', connection: 'close', isReused: true })
  const startedAt = performance.now()
  await left
  t.ok(performance.now() - startedAt < 30_000, 'it goes when all have gone')
})

t.test('who stays is waited for no longer than told', async (t) => {
  const { app, port } = await aServer(t)
  const agent = anAgent(t)
  await get(port, '/quick', agent)
  const startedAt = performance.now()
  await leaveConnections(app, 300)
  t.ok(performance.now() - startedAt >= 290)
  await app.close()
})
