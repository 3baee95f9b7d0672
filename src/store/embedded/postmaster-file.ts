import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { DataFolder } from './data-folder.ts'
import { replaceServerFile } from './server-files.ts'
import type { Endpoint } from './settings.ts'

/** What postmaster.pid says of a server that runs, or ran until it was killed. */
export interface PostmasterFile extends Endpoint {
  readonly pid: number
}

/** Reads postmaster.pid; undefined when no server was left there, process 0 when it is broken. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  // Process (negative: single-user), folder, start, port, socket folder, address, memory, status.
  const [pid, , , port, socketFolder, address] = text.split('\n').map((line) => line.trim())
  return {
    pid: Math.abs(Number(pid)) || 0,
    port: Number(port),
    host: socketFolder || address || '',
  }
}

/**
 * Whether that process is the server of this cluster. A process id alone proves nothing: after
 * a power cut it can belong to anything.
 */
export async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (pid === 0) return false
  if (process.platform === 'linux') {
    // Empty for a dead process that its parent has not collected yet.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (basename(command.split('\0')[0] ?? '') !== 'postgres') return false
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
    return folder === undefined || folder === (await realpath(cluster))
  }
  const [tool, args] =
    process.platform === 'win32'
      ? ['tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']]
      : ['ps', ['-ww', '-o', 'command=', '-p', String(pid)]]
  const { stdout } = await promisify(execFile)(tool as string, args as string[]).catch(() => ({
    stdout: '',
  }))
  return /postgres(\.exe)?\b/.test(stdout)
}

/**
 * Frees the cluster from a server that no longer runs. PostgreSQL itself refuses to start while
 * the recorded process id is in use, by whatever process. The file stays, with an id that
 * PostgreSQL takes as out of date (the one of the process that starts it), because it also
 * names the shared memory that orphaned backends may still use.
 */
export async function disownPostmasterFile(folder: DataFolder): Promise<void> {
  const path = join(folder.cluster, 'postmaster.pid')
  const [pid, ...rest] = (await readFile(path, 'utf8').catch(() => '')).split('\n')
  // PostgreSQL also stumbles over an empty file; Windows marks its shared memory otherwise.
  if (!Number(pid) || process.platform === 'win32') return rm(path, { force: true })
  await replaceServerFile(path, [process.pid, ...rest].join('\n'), folder.user)
}
