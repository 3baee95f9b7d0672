import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { callOpen } from '../../src/cli/demo/story-client.ts'
import { isRunning, serverPid } from '../store/fixtures/embedded-processes.ts'
import { aDataFolder, aService, type ServiceProcess } from './fixtures/service-process.ts'

t.setTimeout(240_000)

const LINK = /Create the administrator \(once, until \d{4}-\d\d-\d\d\): (\S+)\n/

async function invitationAt(link: string) {
  const { origin, pathname } = new URL(link)
  return callOpen(origin, `/api${pathname.replace('/invitation/', '/invitations/')}`)
}

/** Whatever the service said, none of the folder's secrets are in it. */
function tellsNoSecret(t: Test, service: ServiceProcess, folder: string): void {
  const password = readFileSync(join(folder, 'superuser-password'), 'utf8').trim()
  t.ok(password.length > 20)
  t.notOk(service.said().includes(password))
  t.notMatch(service.said(), /postgres:\/\/[^@\s]*:[^@\s]+@/, 'no address with a password')
  t.notMatch(service.said(), /"password"|PRIVATE KEY/)
}

t.test('one command from nothing to a running service, again and again', async (t) => {
  const folder = aDataFolder(t)
  const environment = { PROBITY_DATA: folder }
  const first = aService(t, environment)
  const link = await first.until(LINK)

  await t.test('the first start gives the link that makes the administrator', async (t) => {
    t.match(await callOpen(await first.url(), '/api/health'), { status: 200 })
    t.match(await invitationAt(link), { status: 200, body: { administrator: true } })
    t.equal(link.indexOf(`${await first.url()}/invitation/`), 0)
  })

  await t.test('SIGTERM ends it with code 0, and its database with it', async (t) => {
    const pid = serverPid(folder)
    t.ok(isRunning(pid))
    t.equal(await first.end('SIGTERM'), 0)
    t.notOk(isRunning(pid))
    t.notOk(existsSync(join(folder, 'cluster', 'postmaster.pid')))
    tellsNoSecret(t, first, folder)
  })

  const second = aService(t, environment)
  await t.test(
    'the second start finds the data, and gives a fresh link for the lost one',
    async (t) => {
      const fresh = await second.until(LINK)
      t.not(fresh, link)
      const { pathname } = new URL(link)
      t.match(await invitationAt(`${await second.url()}${pathname}`), { status: 410 })
      t.match(await invitationAt(fresh), { status: 200, body: { administrator: true } })
    },
  )

  await t.test(
    'kill -9 leaves the database running, and the next start takes it over',
    async (t) => {
      const key = await callOpen(await second.url(), '/api/signing-key')
      const pid = serverPid(folder)
      t.equal(await second.end('SIGKILL'), 'SIGKILL')
      t.ok(isRunning(pid))
      const third = aService(t, environment)
      const url = await third.url()
      t.equal(serverPid(folder), pid, 'the same server')
      t.same(await callOpen(url, '/api/signing-key'), key, 'the same installation')
      await third.until(LINK)

      await t.test(
        'two services share a folder; the last to leave stops the database',
        async (t) => {
          const fourth = aService(t, environment)
          t.match(await callOpen(await fourth.url(), '/api/health'), { status: 200 })
          t.equal(await third.end('SIGTERM'), 0)
          t.ok(isRunning(pid))
          t.match(await callOpen(await fourth.url(), '/api/health'), { status: 200 })
          t.equal(await fourth.end('SIGINT'), 0)
          t.notOk(isRunning(pid))
        },
      )
      tellsNoSecret(t, third, folder)
    },
  )

  await t.test('the administrator, once made, is not asked for again', async (t) => {
    const fifth = aService(t, environment)
    const { pathname, origin } = new URL(await fifth.until(LINK))
    const made = await fetch(`${origin}/api${pathname.replace('/invitation/', '/invitations/')}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: 'admin', name: 'Administrator', password: PASSWORD }),
    })
    t.equal(made.status, 200)
    t.equal(await fifth.end('SIGTERM'), 0)
    const sixth = aService(t, environment)
    await sixth.url()
    t.equal(await sixth.end('SIGTERM'), 0)
    t.notMatch(sixth.said(), /invitation/)
    t.notOk(sixth.said().includes(PASSWORD))
    t.notOk(fifth.said().includes(PASSWORD))
  })
})

const PASSWORD = 'a passphrase nobody prints'

t.test('asked to stop while it starts, it stops with its database', async (t) => {
  const folder = aDataFolder(t)
  const service = aService(t, { PROBITY_DATA: folder })
  await service.untilSaid(/database-started/)
  t.equal(await service.end('SIGTERM'), 0)
  t.notOk(existsSync(join(folder, 'cluster', 'postmaster.pid')))
})

t.test('a taken port is told with what to do, and leaves no database running', async (t) => {
  const folder = aDataFolder(t)
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  t.teardown(() => other.close())
  const { port } = other.address() as { port: number }
  const service = aService(t, { PROBITY_DATA: folder, PORT: String(port) })
  t.equal(await service.ended, 1)
  t.match(service.said(), `Port ${port} on 127.0.0.1 is taken`)
  t.match(service.said(), 'choose another port: PORT=8090 npm start')
  t.notMatch(service.said(), /\n {4}at /, 'no stack')
  t.ok(existsSync(join(folder, 'cluster', 'PG_VERSION')))
  t.notOk(existsSync(join(folder, 'cluster', 'postmaster.pid')))
})

t.test('a setting that can not be is named, before anything is made', async (t) => {
  const folder = aDataFolder(t)
  const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ PORT: 'eighty' }, /PORT must be a number from 0 to 65535/],
    [{ PROBITY_LOG_LEVEL: 'loud' }, /PROBITY_LOG_LEVEL must be one of: fatal, /],
    [{ PROBITY_PUBLIC_URL: 'exams' }, /PROBITY_PUBLIC_URL must look like https:/],
    [{ DATABASE_URL: 'mysql://a@b/c' }, /must look like postgres:\/\//],
    [{ PROBITY_PROCESSES: '0' }, /PROBITY_PROCESSES must be a number from 1 to 64/],
  ]
  const services = cases.map(([own]) => aService(t, { PROBITY_DATA: folder, ...own }))
  for (const [index, service] of services.entries()) {
    t.equal(await service.ended, 1)
    t.match(service.said(), cases[index]?.[1])
  }
  t.notOk(existsSync(folder))
})
