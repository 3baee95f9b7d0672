import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { isPostmasterOf, readPostmasterFile } from '../../store/embedded/postmaster-file.ts'
import { type ServiceProcess, startWholeService } from './delivery-process.ts'
import type { Fault } from './load-plan.ts'
import type { FlakyProxy } from './load-proxy.ts'

const SERVER_WITHIN_MS = 60_000
const LOOK_EVERY_MS = 100

/** The service under fire, and when it was away. */
export interface Target {
  readonly dataFolder: string
  readonly proxy: FlakyProxy
  service: ServiceProcess
  /** When the application was killed and when it listened again, ms since 1970. */
  readonly away: { readonly fromMs: number; readonly untilMs: number }[]
}

/** Strikes at the faults' moments; returns when the last one is over. */
export async function strikeAll(target: Target, faults: readonly Fault[]): Promise<void> {
  const beganMs = performance.now()
  for (const fault of faults) {
    await sleep(Math.max(0, fault.atSeconds * 1000 - (performance.now() - beganMs)))
    await strike(target, fault)
  }
}

async function strike(target: Target, fault: Fault): Promise<void> {
  if (fault.kind === 'database-killed') return killDatabase(target)
  if (fault.kind === 'network-cut') {
    target.proxy.cut()
    await sleep(fault.seconds * 1000)
    return target.proxy.mend()
  }
  const fromMs = Date.now()
  if (fault.kind === 'both-killed') await killDatabase(target)
  await target.service.kill()
  if (fault.kind === 'application-killed') await sleep(fault.awaySeconds * 1000)
  target.service = await startWholeService(target.dataFolder, target.service.port)
  target.away.push({ fromMs, untilMs: Date.now() })
}

/**
 * Ends the embedded database server and each of its processes at once, as a power cut would. The
 * service that runs on it notices and starts it again. While it still does so after an earlier
 * blow, this one waits.
 */
async function killDatabase({ dataFolder, service }: Target): Promise<void> {
  const limitMs = performance.now() + SERVER_WITHIN_MS
  let ours = await findServerProcesses(dataFolder)
  while (ours.length === 0) {
    if (performance.now() > limitMs) {
      throw new Error(`no database server runs on ${dataFolder}; the service: ${service.said()}`)
    }
    await sleep(LOOK_EVERY_MS)
    ours = await findServerProcesses(dataFolder)
  }
  for (const pid of ours) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      // It may have ended by itself meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

/** The server of a data folder and its children, the server first; none while it is replaced. */
async function findServerProcesses(dataFolder: string): Promise<number[]> {
  const cluster = join(dataFolder, 'cluster')
  const server = (await readPostmasterFile(cluster))?.pid ?? 0
  // While a lost server is replaced, its file may name another process for a moment.
  if (!(await isPostmasterOf(server, cluster))) return []
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  const children = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parent]) => (parent === server && pid ? [pid] : []))
  return [server, ...children]
}
