import { resolve } from 'node:path'
import { type DatabaseAddress, parseDatabaseUrl } from './store/database-address.ts'
import type { Outside } from './workflows/outside.ts'

/** Everything the environment decides, checked once. */
export interface Config {
  readonly host: string
  readonly port: number
  /** How people reach the service, for printed links; null: from host and port. */
  readonly publicUrl: string | null
  /** An outside PostgreSQL; null: the embedded one. */
  readonly database: DatabaseAddress | null
  readonly dataFolder: string
  readonly logLevel: string
  /** Whether this process also runs jobs. */
  readonly runsWorker: boolean
  /** Whether a proxy in front tells the client's address. */
  readonly trustProxy: boolean
  /** How many processes answer requests on the one port; 1: this one, jobs included. */
  readonly processes: number
  /** Whether webhooks may go to addresses inside the own network. */
  readonly webhooksPrivate: boolean
  /** Where the log's checkpoints go besides the database. */
  readonly outside: Outside
}

/** More than any machine's cores would keep busy, and than PostgreSQL has connections for. */
const MOST_PROCESSES = 64

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** Reads the configuration. @throws Error naming the variable and what it may be */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  defaults: { readonly dataFolder: string; readonly logLevel: string },
): Config {
  const url = env['DATABASE_URL']
  return {
    host: env['HOST'] ?? '127.0.0.1',
    port: readPort(env['PORT'] ?? '8080'),
    publicUrl: readUrl(env['PROBITY_PUBLIC_URL']),
    database: url ? parseDatabaseUrl(url) : null,
    dataFolder: resolve(env['PROBITY_DATA'] ?? defaults.dataFolder),
    logLevel: oneOf('PROBITY_LOG_LEVEL', env['PROBITY_LOG_LEVEL'] ?? defaults.logLevel, LOG_LEVELS),
    runsWorker:
      oneOf('PROBITY_WORKER', env['PROBITY_WORKER'] ?? 'inside', ['inside', 'apart']) === 'inside',
    trustProxy:
      oneOf('PROBITY_TRUST_PROXY', env['PROBITY_TRUST_PROXY'] ?? 'no', ['yes', 'no']) === 'yes',
    processes: readProcesses(env['PROBITY_PROCESSES'] ?? '1'),
    webhooksPrivate:
      oneOf('PROBITY_WEBHOOKS_PRIVATE', env['PROBITY_WEBHOOKS_PRIVATE'] ?? 'no', ['yes', 'no']) ===
      'yes',
    outside: {
      checkpointFolder: env['PROBITY_CHECKPOINTS'] ? resolve(env['PROBITY_CHECKPOINTS']) : null,
      timeStampUrl: readTimeStampUrl(env['PROBITY_TSA_URL']),
    },
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new Error('PORT must be a number from 0 to 65535 (0: any free port).')
}

function readProcesses(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= MOST_PROCESSES) return count
  throw new Error(`PROBITY_PROCESSES must be a number from 1 to ${MOST_PROCESSES}.`)
}

function readUrl(text: string | undefined): string | null {
  if (!text) return null
  const url = URL.parse(text)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin
  throw new Error('PROBITY_PUBLIC_URL must look like https://exams.example.gov.cn')
}

function readTimeStampUrl(text: string | undefined): string | null {
  if (!text) return null
  const url = URL.parse(text)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href
  throw new Error('PROBITY_TSA_URL must look like https://tsa.example.org/tsr')
}

function oneOf(name: string, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value
  throw new Error(`${name} must be one of: ${allowed.join(', ')}.`)
}
