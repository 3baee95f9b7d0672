import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256Hex } from '../../domain/digest.ts'
import type { DataFolder } from './data-folder.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { canEnter } from './run-as.ts'
import { makeServerFolder, replaceServerFile } from './server-files.ts'

/** Included by postgresql.conf and written anew at each start of the server. */
export const SETTINGS_FILE = 'probity.conf'

/** A socket's address holds 104 bytes on some systems, with its end. */
const SOCKET_PATH_LIMIT = 100
const SOCKET_PORT = 5432

/** Where a server listens: a socket folder and a port that only names the socket, or TCP. */
export interface Endpoint {
  readonly host: string
  readonly port: number
}

const SETTINGS = `
max_connections = 100
shared_buffers = '128MB'

# What was acknowledged survives a power cut.
fsync = on
synchronous_commit = on
full_page_writes = on

password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'

# Rotated here; old files are removed by Probity. Neither statements nor their values are logged.
logging_collector = on
log_destination = 'stderr'
log_directory = 'log'
log_filename = 'postgresql-%Y%m%d-%H%M%S.log'
log_file_mode = 0600
log_rotation_age = '1d'
log_rotation_size = '10MB'
log_line_prefix = '%m [%p] '
log_statement = 'none'
log_min_duration_statement = -1
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
`

/** Chooses where the server listens and writes its settings. Only while no server runs. */
export async function writeSettings(folder: DataFolder): Promise<Endpoint> {
  const endpoint = await chooseEndpoint(folder)
  const listening =
    process.platform === 'win32'
      ? ["listen_addresses = '127.0.0.1'", "unix_socket_directories = ''"]
      : [
          "listen_addresses = ''",
          `unix_socket_directories = ${quote(`"${endpoint.host.replaceAll('"', '""')}"`)}`,
          'unix_socket_permissions = 0700',
        ]
  const head =
    '# Written by Probity at each start; put your own settings below the include instead.'
  const text = `${[head, ...listening, `port = ${endpoint.port}`].join('\n')}\n${SETTINGS}`
  await replaceServerFile(join(folder.cluster, SETTINGS_FILE), text, folder.user)
  return endpoint
}

async function chooseEndpoint(folder: DataFolder): Promise<Endpoint> {
  if (process.platform === 'win32') {
    return { host: '127.0.0.1', port: await freePort(await lastPort(folder)) }
  }
  const name = `probity-${sha256Hex(folder.root).slice(0, 16)}`
  const candidates = [join(folder.root, 'socket'), join(tmpdir(), name), join('/tmp', name)]
  for (const host of candidates) {
    if (Buffer.byteLength(socketPath(host)) > SOCKET_PATH_LIMIT) continue
    await makeServerFolder(host, folder.user)
    if (!(await canEnter(host, folder.user))) continue
    await removeOldSocket(host)
    return { host, port: SOCKET_PORT }
  }
  throw new EmbeddedPostgresError(
    `No folder for the database's socket is short enough and reachable: set TMPDIR to such a one.`,
  )
}

/** PostgreSQL would take the lock of a killed server's socket for valid if its id is in use. */
async function removeOldSocket(socketFolder: string): Promise<void> {
  await rm(socketPath(socketFolder), { force: true })
  await rm(`${socketPath(socketFolder)}.lock`, { force: true })
}

function socketPath(socketFolder: string): string {
  return join(socketFolder, `.s.PGSQL.${SOCKET_PORT}`)
}

async function lastPort(folder: DataFolder): Promise<number> {
  const text = await readFile(join(folder.cluster, SETTINGS_FILE), 'utf8').catch(() => '')
  return Number(/^port = (\d+)$/m.exec(text)?.[1] ?? 0)
}

/** The wanted port when it is free, else any; 0 asks for any. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))))
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
