import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openConnections } from '../../../src/cli/bench/load-calls.ts'
import { CALM, startFlakyProxy, type Weather } from '../../../src/cli/bench/load-proxy.ts'
import { ApiOffline, ApiProblem } from '../../../src/web/shared/api-error.ts'

t.setTimeout(240_000)

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

/** A service that notes whole requests and says how many there were, behind a network. */
async function aNetwork(test: Pick<typeof t, 'teardown'>, chance: () => number) {
  const heard: string[] = []
  const server = createServer(async (request, response) => {
    const body = await textOf(request).catch(() => null)
    if (body === null) return
    heard.push(body)
    if (body.includes('busy')) {
      response.writeHead(503, { 'retry-after': '7' })
      response.end(JSON.stringify({ type: '/problems/too-busy', title: 'Busy' }))
    } else response.end(JSON.stringify({ heard: heard.length }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await startFlakyProxy((server.address() as { port: number }).port, chance)
  const connections = openConnections(proxy.port, 4)
  test.teardown(async () => {
    connections.close()
    await proxy.close()
    server.closeAllConnections()
    server.close()
  })
  const call = connections.callAs('token')
  const ask = (body: unknown) => call<{ readonly heard: number }>('/', body)
  const weather = (change: Partial<Weather>) => proxy.setWeather({ ...CALM, ...change })
  return { proxy, heard, ask, weather }
}

t.test('in calm weather requests pass as they are, whatever their size', async (t) => {
  const { ask, heard } = await aNetwork(t, () => 0)
  const large = { text: '字'.repeat(200_000) }
  for (const body of [{ a: 1 }, large, { b: 2 }]) await ask(body)
  t.same(
    heard.map((text) => JSON.parse(text)),
    [{ a: 1 }, large, { b: 2 }],
  )
})

t.test('a problem comes out as one, with its Retry-After', async (t) => {
  const { ask } = await aNetwork(t, () => 0)
  const problem = await ask({ busy: true }).catch((error: unknown) => error)
  t.ok(problem instanceof ApiProblem)
  t.match(problem, { status: 503, code: 'too-busy', retryAfterSeconds: 7 })
})

t.test('a dropped reply: the service has acted, and nobody was told', async (t) => {
  const { ask, heard, weather, proxy } = await aNetwork(t, () => 0)
  weather({ droppedReplies: 1 })
  await t.rejects(ask({ a: 1 }), ApiOffline)
  t.equal(heard.length, 1)
  t.equal(proxy.struck().dropped, 1)
  weather({})
  t.same(await ask({ a: 2 }), { heard: 2 })
})

t.test('a cut request: it arrives whole or not at all, and nobody knows', async (t) => {
  for (const [draw, arrives] of [
    [0.4, true],
    [0.6, false],
  ] as const) {
    const { ask, heard, weather } = await aNetwork(t, () => draw)
    weather({ cutRequests: 1 })
    await t.rejects(ask({ a: 1 }), ApiOffline)
    await sleep(100)
    t.equal(heard.length, arrives ? 1 : 0)
  }
})

t.test('a doubled request comes twice, and one answer counts', async (t) => {
  const { ask, heard, weather } = await aNetwork(t, () => 0)
  weather({ doubled: 1 })
  await ask({ a: 1 })
  while (heard.length < 2) await sleep(10)
  t.equal(heard[0], heard[1])
})

t.test('a replayed request comes again after later ones', async (t) => {
  const { ask, heard, weather } = await aNetwork(t, () => 0.5)
  weather({ replayed: 1, replayWithinMs: 200 })
  await ask({ a: 1 })
  weather({})
  await ask({ a: 2 })
  while (heard.length < 3) await sleep(10)
  t.same(heard, ['{"a":1}', '{"a":2}', '{"a":1}'])
})

t.test('a held back request is late', async (t) => {
  const { ask, weather } = await aNetwork(t, () => 0.5)
  weather({ delayMs: 200 })
  const beganMs = performance.now()
  await ask({ a: 1 })
  t.ok(performance.now() - beganMs >= 99)
})

t.test('a cut network ends what is open and lets nothing through until it is mended', async (t) => {
  const { ask, heard, proxy } = await aNetwork(t, () => 0)
  await ask({ a: 1 })
  proxy.cut()
  await t.rejects(ask({ a: 2 }), ApiOffline, 'on the connection that was open')
  await t.rejects(ask({ a: 2 }), ApiOffline, 'and on a new one')
  t.equal(heard.length, 1)
  t.ok(proxy.struck().refused > 0)
  proxy.mend()
  t.same(await ask({ a: 3 }), { heard: 2 })
})
