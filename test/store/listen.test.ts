import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import t from 'tap'
import { postgresJsOptions } from '../../src/store/database-address.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/start-embedded-postgres.ts'
import { createWakeups } from '../../src/store/listen.ts'
import { startTestDatabase } from '../support/test-service.ts'

t.setTimeout(240_000)

const embedded = await startTestDatabase(t)
const sql = postgres({ ...postgresJsOptions(embedded.address), max: 2, onnotice: () => {} })
t.teardown(() => sql.end())

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(done: () => boolean, ms = 20_000): Promise<boolean> {
  for (const endsAt = Date.now() + ms; !done() && Date.now() < endsAt; ) await rest(20)
  return done()
}

function listening(address = embedded.address) {
  const heard: string[] = []
  const lost: unknown[] = []
  let missed = 0
  const wakeups = createWakeups({
    address,
    newId: randomUUID,
    onLost: (error) => lost.push(error),
  })
  const stop = wakeups.listen({
    exam: (id) => heard.push(`probity_conduct ${id}`),
    attempt: (id) => heard.push(`probity_attempt ${id}`),
    missed: () => {
      missed += 1
    },
  })
  return { heard, lost, stop, missed: () => missed, close: wakeups.close }
}

const notify = (channel: string, id: string) => sql`select pg_notify(${channel}, ${id})`

t.test('a database that takes connections and is silent keeps nobody from stopping', async (t) => {
  const open = new Set<Socket>()
  const silent = createServer((socket) => open.add(socket))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of open) socket.destroy()
    silent.close()
  })
  const { port } = silent.address() as AddressInfo
  const one = listening({ ...embedded.address, host: '127.0.0.1', port })
  t.ok(await until(() => open.size > 0))
  const startedAt = performance.now()
  await one.close()
  t.ok(performance.now() - startedAt < 20_000)
})

t.test('notifications are heard, and after a lost connection again', async (t) => {
  const one = listening()
  t.teardown(one.close)
  t.ok(await until(() => one.missed() === 1), 'the beginning is a gap')
  await notify('probity_conduct', 'e1')
  t.ok(await until(() => one.heard.length === 1, 20_000))
  t.same(one.heard, ['probity_conduct e1'])
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'probity' and pid <> pg_backend_pid()`
  await notify('probity_attempt', 'unheard')
  t.ok(await until(() => one.missed() === 2), 'what was missed meanwhile is told of as a gap')
  await notify('probity_attempt', 'a1')
  t.ok(await until(() => one.heard.includes('probity_attempt a1'), 20_000))
  one.stop()
  await notify('probity_attempt', 'a2')
  await rest(200)
  t.notOk(one.heard.includes('probity_attempt a2'), 'who stopped hears nothing')
})

t.test('a database that goes away and comes back is listened to again', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'probity-test-'))
  await chmod(folder, 0o755)
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const start = () => startEmbeddedPostgres({ dataFolder: join(folder, 'pg'), log: () => {} })
  const first = await start()
  const one = listening(first.address)
  t.teardown(one.close)
  t.ok(await until(() => one.missed() === 1))
  await first.stop()
  const again = await start()
  t.teardown(again.stop)
  t.ok(await until(() => one.missed() > 1, 30_000), 'it is there again')
  const other = postgres({ ...postgresJsOptions(again.address), max: 1, onnotice: () => {} })
  await other`select pg_notify('probity_conduct', 'after')`
  await other.end()
  t.ok(await until(() => one.heard.includes('probity_conduct after'), 20_000))
})

t.test('nothing holds the process up: closing ends it at once', async (t) => {
  const one = listening()
  await until(() => one.missed() === 1)
  const startedAt = Date.now()
  await one.close()
  t.ok(Date.now() - startedAt < 20_000)
  const connections = async () => {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int from pg_stat_activity where application_name = 'probity'`
    return row?.count
  }
  // The server hears a moment later that somebody has hung up.
  for (let tries = 0; tries < 200 && (await connections()) !== 0; tries += 1) await rest(50)
  t.equal(await connections(), 0)
  t.same(one.lost, [])
})
