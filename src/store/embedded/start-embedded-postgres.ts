import { setTimeout as sleep } from 'node:timers/promises'
import { type DatabaseAddress, databaseUrlWithoutPassword } from '../database-address.ts'
import { type Binaries, prepareBinaries } from './binaries.ts'
import { type Hold, holdOn, isUnused } from './bookkeeping.ts'
import { ensureCluster } from './cluster.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { explainFileError } from './embedded-postgres-error.ts'
import { withLockFile } from './lock-file.ts'
import type { Log } from './log.ts'
import { ensureServer, findServer, pruneLogs, stopServer } from './server.ts'

const RECOVERY_DELAYS_MS = [0, 1_000, 5_000, 15_000]
const RECOVERY_LONGEST_DELAY_MS = 30_000
const PRUNE_EVERY_MS = 3_600_000

/** A PostgreSQL server of our own, kept running beside the application. */
export interface EmbeddedPostgres {
  /** The database's owner: an ordinary role that may create roles. Holds a password. */
  readonly address: DatabaseAddress
  /** The same place for people and psql, without the password. */
  readonly url: string
  /** Shuts the server down unless another process still uses it. */
  stop(): Promise<'stopped' | 'still-used'>
}

interface Parts {
  readonly folder: DataFolder
  readonly binaries: Binaries
  readonly log: Log
}

/**
 * Starts PostgreSQL on a data folder, or reattaches to the server that already runs there: it
 * is a process of its own, survives a crash of the application, and is shared by all processes
 * that name the same folder. If the server is killed while we run, it is started again.
 */
export async function startEmbeddedPostgres(options: {
  readonly dataFolder: string
  readonly log: Log
}): Promise<EmbeddedPostgres> {
  const { dataFolder, log } = options
  try {
    const folder = await openDataFolder(dataFolder, log)
    const binaries = await prepareBinaries(folder.user, log)
    return await supervise({ folder, binaries, log })
  } catch (error) {
    throw explainFileError(error, dataFolder)
  }
}

async function supervise(parts: Parts): Promise<EmbeddedPostgres> {
  const stopped = new AbortController()
  let recovery: Promise<void> | undefined
  const onLost = () => {
    if (stopped.signal.aborted) return
    recovery = recover(parts, stopped.signal, async () => {
      hold = await attach(parts, onLost)
    })
  }
  let hold = await withLockFile(parts.folder.lockFile, async () => {
    await ensureCluster(parts.folder, parts.binaries, parts.log)
    return attachLocked(parts, onLost)
  })
  const pruning = setInterval(() => pruneLogs(parts.folder), PRUNE_EVERY_MS).unref()
  await pruneLogs(parts.folder)
  const stop = async () => {
    stopped.abort()
    clearInterval(pruning)
    await recovery
    return leave(parts, hold)
  }
  let stopping: ReturnType<typeof stop> | undefined
  return {
    address: hold.owner,
    url: databaseUrlWithoutPassword(hold.owner),
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

function attach(parts: Parts, onLost: () => void): Promise<Hold> {
  return withLockFile(parts.folder.lockFile, () => attachLocked(parts, onLost))
}

async function attachLocked(parts: Parts, onLost: () => void): Promise<Hold> {
  const { folder, binaries, log } = parts
  const { startedNow, ...endpoint } = await ensureServer(folder, binaries, log)
  try {
    return await holdOn(endpoint, folder, onLost)
  } catch (error) {
    if (startedNow) await stopServer(folder, binaries)
    throw error
  }
}

/** The lock file keeps a process that is just attaching from losing the server under it. */
function leave(parts: Parts, hold: Hold): Promise<'stopped' | 'still-used'> {
  const { folder, binaries, log } = parts
  return withLockFile(folder.lockFile, async () => {
    await hold.release()
    const server = await findServer(folder)
    if (!server) return 'stopped'
    if (!(await isUnused(server, folder))) {
      log('database-still-used', { folder: folder.root })
      return 'still-used'
    }
    await stopServer(folder, binaries)
    log('database-stopped', { folder: folder.root })
    return 'stopped'
  })
}

/**
 * Tries until it succeeds or the application stops: what keeps the server from starting, a full
 * disk for instance, may take people hours. Never throws: it runs beside the application, which
 * sees failing queries meanwhile.
 */
async function recover(
  { folder, log }: Parts,
  stopped: AbortSignal,
  reattach: () => Promise<void>,
): Promise<void> {
  log('database-connection-lost', { folder: folder.root })
  for (let tries = 0; ; tries += 1) {
    const delayMs = RECOVERY_DELAYS_MS[tries] ?? RECOVERY_LONGEST_DELAY_MS
    await sleep(delayMs, undefined, { signal: stopped, ref: false }).catch(() => {})
    if (stopped.aborted) return
    try {
      await reattach()
      log('database-recovered', { folder: folder.root })
      return
    } catch (error) {
      log('database-recovery-failed', { reason: String(error) })
    }
  }
}
