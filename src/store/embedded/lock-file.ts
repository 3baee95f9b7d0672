import { randomUUID } from 'node:crypto'
import { open, readFile, stat, unlink, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

const HEARTBEAT_MS = 1_000
/** A holder that gave no sign for so long is gone, whoever has its process id now. */
const SILENCE_LIMIT_MS = 15_000
const WAIT_LIMIT_MS = 360_000
const RETRY_MS = 50

interface Claim {
  readonly pid: number
  readonly host: string
  readonly token: string
}

/**
 * Runs `work` while no other process does so under the same lock file. The lock of a process
 * that died is taken over: at once when its process id is free, else after 15 silent seconds.
 */
export async function withLockFile<Result>(
  path: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const token = await acquire(path)
  const heartbeat = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => {})
  }, HEARTBEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    if (readClaim(await readText(path))?.token === token) await unlink(path).catch(() => {})
  }
}

async function acquire(path: string): Promise<string> {
  const claim: Claim = { pid: process.pid, host: hostname(), token: randomUUID() }
  const deadline = Date.now() + WAIT_LIMIT_MS
  while (Date.now() < deadline) {
    if (await create(path, JSON.stringify(claim))) return claim.token
    const found = await readText(path)
    if (found !== undefined && (await isStale(path, found))) await removeStale(path, found)
    else await sleep(RETRY_MS)
  }
  const holder = readClaim(await readText(path))
  throw new EmbeddedPostgresError(
    `Process ${holder?.pid} on ${holder?.host} has held the lock ${path} for too long: end that` +
      ' process, or remove the file if there is no such process.',
  )
}

async function create(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o644)
    await file.writeFile(text).finally(() => file.close())
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function isStale(path: string, text: string): Promise<boolean> {
  const claim = readClaim(text)
  if (claim && claim.host === hostname() && !isAlive(claim.pid)) return true
  const file = await stat(path).catch(() => undefined)
  return file !== undefined && Date.now() - file.mtimeMs > SILENCE_LIMIT_MS
}

/**
 * Takes the lock file away only if it still is the one that was judged. One process at a time
 * may do so: between looking and removing, nobody else can have put a fresh lock in its place.
 */
async function removeStale(path: string, judged: string): Promise<void> {
  const turn = `${path}.takeover`
  if (!(await create(turn, ''))) {
    const file = await stat(turn).catch(() => undefined)
    const isLeftOver = file !== undefined && Date.now() - file.mtimeMs > SILENCE_LIMIT_MS
    if (isLeftOver) await unlink(turn).catch(() => {})
    else await sleep(RETRY_MS)
    return
  }
  try {
    if ((await readText(path)) === judged) await unlink(path).catch(() => {})
  } finally {
    await unlink(turn).catch(() => {})
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function readClaim(text: string | undefined): Claim | undefined {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
