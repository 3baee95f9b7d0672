import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type DatabaseAddress, databaseUrl } from '../../store/database-address.ts'

const MAIN = new URL('../../main.ts', import.meta.url).pathname
/** After a power cut the database recovers first, on a busy machine for half a minute. */
const START_WITHIN_MS = 120_000
const REMEMBERED_CHARACTERS = 4000

/** The service as a process of its own, without jobs. */
export interface ServiceProcess {
  readonly port: number
  /** The end of what it said, whether it runs or not. */
  readonly said: () => string
  /** Ends it as a power cut would; it is gone when this returns. */
  readonly kill: () => Promise<void>
}

/**
 * Starts the service on a port (0: any free one); it listens when this returns.
 * @throws Error with the end of what it said, when it ends or is silent instead
 */
export function startServiceProcess(
  address: DatabaseAddress,
  port: number,
): Promise<ServiceProcess> {
  return startProcess({ DATABASE_URL: databaseUrl(address), PROBITY_WORKER: 'apart' }, port)
}

/** The same with its jobs, and with the database of a data folder, which it restarts if need be. */
export function startWholeService(dataFolder: string, port: number): Promise<ServiceProcess> {
  return startProcess(
    { DATABASE_URL: '', PROBITY_DATA: dataFolder, PROBITY_WORKER: 'inside' },
    port,
  )
}

async function startProcess(
  environment: Readonly<Record<string, string>>,
  port: number,
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      PROBITY_PUBLIC_URL: '',
      PROBITY_LOG_LEVEL: 'error',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  const said = keepWords(child)
  try {
    return { port: await portOf(child, said), said, kill }
  } catch (error) {
    await kill()
    throw error
  }
}

/** The end of what a process says, on both channels, and of how it ended. */
function keepWords(child: ReturnType<typeof spawn>): () => string {
  let said = ''
  const hear = (text: string) => {
    said = (said + text).slice(-REMEMBERED_CHARACTERS)
  }
  child.stdout?.setEncoding('utf8').on('data', hear)
  child.stderr?.setEncoding('utf8').on('data', hear)
  child.on('exit', (code, signal) => hear(`\nended with ${code ?? signal}\n`))
  return () => said
}

/** Where the process says that it listens. */
function portOf(child: ReturnType<typeof spawn>, said: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`the service ${what}: ${said()}`))
    const timer = setTimeout(() => fail('did not start in time'), START_WITHIN_MS)
    child.stdout?.on('data', () => {
      const found = /Probity is running: \S+:(\d+)\n/.exec(said())
      if (!found) return
      clearTimeout(timer)
      resolve(Number(found[1]))
    })
    child.on('error', (error) => fail(`could not be started (${error.message})`))
    child.on('exit', () => {
      clearTimeout(timer)
      fail('ended')
    })
  })
}
