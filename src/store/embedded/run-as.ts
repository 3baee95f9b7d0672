import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/** The ordinary account PostgreSQL runs under when Probity itself runs as root. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
  readonly name: string
}

/** undefined means: as ourselves. */
export type RunAs = ServerUser | undefined

export interface Outcome {
  /** null when the program did not start or was killed. */
  readonly code: number | null
  readonly output: string
}

const OUTPUT_LIMIT = 8_000
/** Only these reach the server: the rest may hold secrets, and PG* variables would change it. */
const PASSED_ON = /^(PATH|LD_LIBRARY_PATH|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|COMSPEC|USERPROFILE)$/i

/**
 * Runs a program to its end. Its output is collected, or goes to the open file `outputFile`,
 * which a program that leaves a server behind needs: the server would hold a pipe open.
 */
export function run(
  program: string,
  args: readonly string[],
  options: {
    readonly user: RunAs
    readonly outputFile?: number
    readonly environment?: Readonly<Record<string, string>>
  },
): Promise<Outcome> {
  const { user, outputFile } = options
  return new Promise((resolve) => {
    let output = ''
    try {
      const child = spawn(program, args, {
        cwd: process.platform === 'win32' ? undefined : '/',
        env: { ...serverEnvironment(), ...options.environment },
        stdio: ['ignore', outputFile ?? 'pipe', outputFile ?? 'pipe'],
        windowsHide: true,
        ...(user && { uid: user.uid, gid: user.gid }),
      })
      const collect = (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-OUTPUT_LIMIT)
      }
      child.stdout?.on('data', collect)
      child.stderr?.on('data', collect)
      child.on('error', (error) => resolve({ code: null, output: error.message }))
      child.on('close', (code) => resolve({ code, output }))
    } catch (error) {
      resolve({ code: null, output: error instanceof Error ? error.message : String(error) })
    }
  })
}

/** Whether that account can enter the folder: tried for real, so that ACLs count too. */
export async function canEnter(folder: string, user: RunAs): Promise<boolean> {
  const { code } = await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { user })
  return code === 0
}

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/**
 * PostgreSQL refuses to run as root. Takes the account that owns the files, else `postgres`,
 * else `nobody`.
 */
export async function chooseServerUser(ownerUid: number): Promise<ServerUser> {
  const users = await readUsers()
  const chosen =
    users.find((user) => user.uid === ownerUid && user.uid !== 0) ??
    users.find((user) => user.name === 'postgres' && user.uid !== 0) ??
    users.find((user) => user.name === 'nobody' && user.uid !== 0)
  if (chosen) return chosen
  throw new EmbeddedPostgresError(
    'PostgreSQL refuses to run as root and there is no account "postgres" or "nobody" to run it' +
      ' as: start Probity as an ordinary user, or set DATABASE_URL.',
  )
}

async function readUsers(): Promise<ServerUser[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n')
  return lines
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4 && !line0(fields).startsWith('#'))
    .map((fields) => ({ name: line0(fields), uid: Number(fields[2]), gid: Number(fields[3]) }))
}

function line0(fields: readonly string[]): string {
  return fields[0] ?? ''
}

function serverEnvironment(): NodeJS.ProcessEnv {
  const passed = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name))
  // English messages, because some of them are recognized.
  return { ...Object.fromEntries(passed), LC_ALL: 'C', TZ: 'UTC' }
}
