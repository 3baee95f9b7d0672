import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import postgres from 'postgres'
import t, { type Test } from 'tap'
import { createApplication } from '../../src/app.ts'
import { callOpen } from '../../src/cli/demo/story-client.ts'
import { openDatabase } from '../../src/store/database.ts'
import {
  type DatabaseAddress,
  databaseUrl,
  postgresJsOptions,
} from '../../src/store/database-address.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/start-embedded-postgres.ts'
import { inScope, read, SYSTEM } from '../../src/store/scope.ts'
import { isRunning, serverPid } from '../store/fixtures/embedded-processes.ts'
import { anOpenExam } from './fixtures/open-exam.ts'
import { aDataFolder, aService } from './fixtures/service-process.ts'

t.setTimeout(240_000)

// A server that is none of the service's: it is only known by its address.
const folder = aDataFolder(t)
const server = await startEmbeddedPostgres({ dataFolder: folder, log: () => {} })
t.teardown(() => server.stop())
const superuser: DatabaseAddress = {
  ...server.address,
  user: 'postgres',
  database: 'postgres',
  password: readFileSync(join(folder, 'superuser-password'), 'utf8').trim(),
}

async function administer(statement: string): Promise<void> {
  const sql = postgres({ ...postgresJsOptions(superuser), max: 1, onnotice: () => {} })
  try {
    await sql.unsafe(statement).simple()
  } finally {
    await sql.end()
  }
}

/** An account with an empty database of its own. */
async function anAccount(user: string, rights = ''): Promise<DatabaseAddress> {
  const password = `password of ${user}`
  await administer(`create role "${user}" login ${rights} password '${password}'`)
  await administer(`create database "${user}" owner "${user}"`)
  return { ...server.address, user, password, database: user }
}

const serviceOn = (t: Test, address: DatabaseAddress) =>
  aService(t, { DATABASE_URL: databaseUrl(address), PROBITY_DATA: join(folder, '..', 'unused') })

/** Starts, founds an exam, and looks at its rows as the restricted role sees them. */
async function holdsRowsBack(t: Test, address: DatabaseAddress): Promise<void> {
  const logger = pino({ level: 'silent' })
  const application = await createApplication({ address, logger, trustProxy: false })
  t.teardown(() => application.close())
  const exam = await anOpenExam(application.deps, { candidates: 2 })
  const { sql, orm } = application.database
  const [who] = await sql.begin(
    '',
    (tx) => tx`select current_user as role, rolsuper, rolbypassrls,
      row_security_active('assignment') as guarded
    from pg_roles where rolname = current_user`,
  )
  t.same(who, { role: 'probity_app', rolsuper: false, rolbypassrls: false, guarded: true })
  t.match(await orm.em.fork().execute('select current_user as role'), [{ role: 'probity_app' }])

  const count = 'select count(*)::int as count from assignment'
  const person = exam.candidates[0]?.personId ?? ''
  const own = await read(sql, { person, branches: [] }, (tx) => tx.unsafe(count))
  t.match(own, [{ count: 1 }], 'one sees one’s own')
  t.match(await read(sql, SYSTEM, (tx) => tx.unsafe(count)), [{ count: 2 }])
  const unscoped = await sql.begin('', (tx) => tx.unsafe(count))
  t.match(unscoped, [{ count: 0 }], 'nobody in particular sees nothing')
  t.match(await orm.em.fork().execute(count), [{ count: 0 }], 'by either driver')
  for (const change of [
    `update exam_secret set secret_hex = ''`,
    'delete from log_entry',
    'truncate journal_entry',
    'create table taken_over (id int)',
  ]) {
    const changing = inScope(sql, SYSTEM, (tx) => tx.unsafe(change))
    await t.rejects(changing, { code: '42501' }, change)
  }
}

t.test('an account that may not make the role is told what to have run', async (t) => {
  const address = await anAccount('plain')
  const refused = serviceOn(t, address)
  t.equal(await refused.ended, 1)
  const sentence = 'CREATE ROLE probity_app NOLOGIN; GRANT probity_app TO "plain";'
  t.match(refused.said(), `Let an administrator run: ${sentence}`)
  t.notMatch(refused.said(), /\n {4}at /, 'no stack')
  t.notMatch(refused.said(), /password of plain/)
})

t.test('an ordinary owner who may create roles is enough', async (t) => {
  const address = await anAccount('owner', 'createrole')
  const first = serviceOn(t, address)
  const url = await first.url()
  const key = await callOpen(url, '/api/signing-key')
  t.equal(key.status, 200)
  t.equal(await first.end('SIGTERM'), 0)
  t.ok(isRunning(serverPid(folder)), 'the outside server is left alone')

  await t.test('the second start finds what the first left', async (t) => {
    const second = serviceOn(t, address)
    t.same(await callOpen(await second.url(), '/api/signing-key'), key)
    t.equal(await second.end('SIGTERM'), 0)
    t.notMatch(second.said(), /password of owner/)
  })
  await t.test('and the service acts as the restricted role', (t) => holdsRowsBack(t, address))
})

t.test('a superuser is let in, and held to its rows all the same', async (t) => {
  await administer('create database "by superuser"')
  const address = { ...superuser, database: 'by superuser' }
  const service = serviceOn(t, address)
  t.match(await callOpen(await service.url(), '/api/health'), { status: 200 })
  t.equal(await service.end('SIGTERM'), 0)
  await holdsRowsBack(t, address)
})

t.test('where the role exists, the one sentence makes a plain account work', async (t) => {
  const address = { ...server.address, user: 'plain', database: 'plain' }
  const own = { ...address, password: 'password of plain' }
  const refused = serviceOn(t, own)
  t.equal(await refused.ended, 1)
  const told = /Let an administrator run: (.+;)\n/.exec(refused.said())?.[1] ?? ''
  t.equal(told, 'GRANT probity_app TO "plain";')
  await administer(told)
  const service = serviceOn(t, own)
  t.match(await callOpen(await service.url(), '/api/health'), { status: 200 })
  t.equal(await service.end('SIGTERM'), 0)
})

t.test('two processes that start at once on an empty database both come up', async (t) => {
  const address = await anAccount('twins', 'createrole')
  await administer('grant probity_app to twins')
  const twins = [serviceOn(t, address), serviceOn(t, address)]
  const urls = await Promise.all(twins.map((twin) => twin.url()))
  const [one, other] = await Promise.all(urls.map((url) => callOpen(url, '/api/signing-key')))
  t.equal(one?.status, 200)
  t.same(one, other, 'one installation')
  for (const twin of twins) t.equal(await twin.end('SIGTERM'), 0)
  const database = await openDatabase(address)
  t.teardown(() => database.close())
  const keys = await read(database.sql, SYSTEM, (tx) => tx`select id from signing_key`)
  t.equal(keys.length, 1)
})
