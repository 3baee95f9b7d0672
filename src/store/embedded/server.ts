import { constants, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, program } from './binaries.ts'
import { askServer } from './bookkeeping.ts'
import type { DataFolder } from './data-folder.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { Log } from './log.ts'
import {
  disownPostmasterFile,
  isPostmasterOf,
  type PostmasterFile,
  readPostmasterFile,
} from './postmaster-file.ts'
import { run } from './run-as.ts'
import { type Endpoint, writeSettings } from './settings.ts'

/** Replaying the write-ahead log after a power cut takes minutes at worst. */
const START_LIMIT_SECONDS = 300
const STOP_LIMIT_SECONDS = 120
const ORPHANS_LIMIT_MS = 30_000
const ANSWER_LIMIT_MS = 10_000
// A link in its place is not followed: we may be root in somebody's folder.
const START_LOG_FLAGS =
  constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0)
const RETRY_MS = 250
const LOG_FILES_KEPT = 7
const TAIL_LINES = 15

export interface Server extends Endpoint {
  readonly startedNow: boolean
}

/** Gives the server that already runs on this folder, or starts one. Only under the lock. */
export async function ensureServer(
  folder: DataFolder,
  binaries: Binaries,
  log: Log,
): Promise<Server> {
  const running = await findServer(folder)
  if (running) {
    log('database-reattached', { pid: running.pid })
    return { ...running, startedNow: false }
  }
  const options = { log, orphansLimitMs: ORPHANS_LIMIT_MS }
  return { ...(await startServer(folder, binaries, options)), startedNow: true }
}

/** Shuts the server down: open transactions are rolled back, what was committed is on disk. */
export async function stopServer(folder: DataFolder, binaries: Binaries): Promise<void> {
  const limit = `--timeout=${STOP_LIMIT_SECONDS}`
  const args = ['stop', '--silent', '--wait', '--mode=fast', limit, `--pgdata=${folder.cluster}`]
  const { code, output } = await run(program(binaries, 'pg_ctl'), args, { user: folder.user })
  const left = await readPostmasterFile(folder.cluster)
  if (code === 0 || !left || !(await isPostmasterOf(left.pid, folder.cluster))) return
  throw new EmbeddedPostgresError(
    `The database server (process ${left.pid}) does not stop: look into its log.\n${output.trim()}`,
  )
}

/**
 * Starts the server. Backends that outlived a killed server keep its memory and could still
 * write, so PostgreSQL refuses until they are gone: that is waited for, up to a limit.
 */
export async function startServer(
  folder: DataFolder,
  binaries: Binaries,
  options: { readonly log: Log; readonly orphansLimitMs: number },
): Promise<Endpoint> {
  const deadline = Date.now() + options.orphansLimitMs
  while (true) {
    const endpoint = await writeSettings(folder)
    const code = await launch(folder, binaries)
    if (code === 0) {
      options.log('database-started', { folder: folder.root })
      return endpoint
    }
    const messages = await readLastMessages(folder)
    const orphaned = /pre-existing shared memory block/.test(messages)
    if (!orphaned || Date.now() > deadline) {
      throw new EmbeddedPostgresError(`${explain(messages, folder)}\n${messages}`)
    }
    options.log('database-waits-for-orphans', { folder: folder.root })
    await sleep(RETRY_MS)
  }
}

/** Keeps the newest of the server's log files: with their size limit that bounds them all. */
export async function pruneLogs(folder: DataFolder): Promise<void> {
  const names = (await readdir(folder.log).catch(() => [])).sort()
  for (const name of names.slice(0, -LOG_FILES_KEPT)) {
    await rm(join(folder.log, name)).catch(() => {})
  }
}

/** The server that runs on this folder, after it was given the time to get ready. */
export async function findServer(folder: DataFolder): Promise<PostmasterFile | undefined> {
  const begin = Date.now()
  while (true) {
    const found = await readPostmasterFile(folder.cluster)
    if (!found) return undefined
    const answer = await askServer(found, folder)
    if (answer === 'ours') return found
    if (!(await isPostmasterOf(found.pid, folder.cluster))) {
      await disownPostmasterFile(folder)
      return undefined
    }
    const limitMs = answer === 'not-ready' ? START_LIMIT_SECONDS * 1_000 : ANSWER_LIMIT_MS
    if (answer === 'other' || Date.now() - begin > limitMs) throw strangeServer(found, folder)
    await sleep(RETRY_MS)
  }
}

async function launch(folder: DataFolder, binaries: Binaries): Promise<number | null> {
  const startLog = await open(folder.startLog, START_LOG_FLAGS, 0o600)
  try {
    const limit = `--timeout=${START_LIMIT_SECONDS}`
    const args = ['start', '--silent', '--wait', limit]
    const options = {
      user: folder.user,
      outputFile: startLog.fd,
      // As an argument it would go through a shell, which reads quotes and dollar signs in it.
      environment: { PGDATA: folder.cluster },
    }
    const { code } = await run(program(binaries, 'pg_ctl'), args, options)
    return code
  } finally {
    await startLog.close()
  }
}

function strangeServer(found: PostmasterFile, folder: DataFolder): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `A database server (process ${found.pid}) runs on ${folder.root} but does not let us in:` +
      ` end it (kill -INT ${found.pid}), make sure that ${folder.passwordFile} is the file that` +
      ' belongs to this database, and start again.',
  )
}

function explain(messages: string, folder: DataFolder): string {
  const start = `The database server did not start on ${folder.root}`
  if (/pre-existing shared memory block/.test(messages)) {
    return `${start}: processes of an earlier server still run there; end them (ps -ef | grep postgres) and start again.`
  }
  if (/no space left|disk quota/i.test(messages)) {
    return `${start} because the disk is full: free some space and start again.`
  }
  if (/permission denied|read-only file system/i.test(messages)) {
    return `${start} because a file cannot be read or written: give the folder back to its owner.`
  }
  return `${start}: its last messages follow; remove their cause and start again.`
}

/** A server that came far enough to open its own log says so in the start log. */
async function readLastMessages(folder: DataFolder): Promise<string> {
  const started = await readTail(folder.startLog)
  if (!started.includes('redirecting log output')) return started
  const newest = (await readdir(folder.log).catch(() => [])).sort().at(-1)
  return newest === undefined ? started : `${started}\n${await readTail(join(folder.log, newest))}`
}

async function readTail(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.trim().split('\n').slice(-TAIL_LINES).join('\n')
}
