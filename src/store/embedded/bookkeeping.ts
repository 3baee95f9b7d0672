import { createHmac } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import postgres from 'postgres'
import { type DatabaseAddress, postgresJsOptions } from '../database-address.ts'
import type { DataFolder } from './data-folder.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { Endpoint } from './settings.ts'
import { readSuperuserPassword, SUPERUSER } from './superuser-password.ts'

const OWNER = 'probity'
const DATABASE = 'probity'
/** The advisory lock every process that uses the server shares: "prob" in ASCII. */
const USE_LOCK = 0x70726f62
const NOT_READY = '57P03'
const WRONG_PASSWORD = '28P01'
const CONNECT_LIMIT_SECONDS = 5

/** Our hold on the server: while it is open, no other process of ours stops the server. */
export interface Hold {
  readonly owner: DatabaseAddress
  release(): Promise<void>
}

type Answer = 'ours' | 'other' | 'not-ready' | 'unreachable'

/** Asks what answers at that address whether it is the server of this folder. */
export async function askServer(endpoint: Endpoint, folder: DataFolder): Promise<Answer> {
  if (endpoint.host === '' || !endpoint.port) return 'not-ready'
  const sql = connect(endpoint, await readSuperuserPassword(folder))
  try {
    const [row] = await sql`select current_setting('data_directory') as folder`
    const served = await realpath(row?.folder).catch(() => undefined)
    return served === (await realpath(folder.cluster)) ? 'ours' : 'other'
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === WRONG_PASSWORD) return 'other'
    return code === NOT_READY ? 'not-ready' : 'unreachable'
  } finally {
    await close(sql)
  }
}

/**
 * Makes sure of our role and database, and opens the connection that holds on to the server.
 * `onLost` is called if that connection breaks before it is released.
 */
export async function holdOn(
  endpoint: Endpoint,
  folder: DataFolder,
  onLost: () => void,
): Promise<Hold> {
  const password = await readSuperuserPassword(folder)
  const ownerPassword = derivePassword(password)
  let held = false
  const sql = connect(endpoint, password, () => {
    if (held) onLost()
    held = false
  })
  try {
    await ensureOwner(sql, ownerPassword)
    await sql`select pg_advisory_lock_shared(${USE_LOCK})`
    held = true
  } catch (error) {
    await close(sql)
    throw (error as { code?: string }).code === WRONG_PASSWORD ? wrongPassword(folder) : error
  }
  return {
    owner: { ...endpoint, user: OWNER, password: ownerPassword, database: DATABASE, ssl: false },
    async release() {
      const broken = !held
      held = false
      // The end of the connection would free the lock too, but a moment after we went on.
      if (!broken) await sql`select pg_advisory_unlock_shared(${USE_LOCK})`.catch(() => {})
      await close(sql)
    },
  }
}

/** Whether no process holds on to the server any more. Only under the lock file. */
export async function isUnused(endpoint: Endpoint, folder: DataFolder): Promise<boolean> {
  const sql = connect(endpoint, await readSuperuserPassword(folder))
  try {
    const [row] = await sql`select pg_try_advisory_lock(${USE_LOCK}) as unused`
    return row?.unused === true
  } finally {
    await close(sql)
  }
}

async function ensureOwner(sql: postgres.Sql, password: string): Promise<void> {
  const [role] = await sql`select from pg_roles where rolname = ${OWNER}`
  const change = role ? 'alter' : 'create'
  const rights = role ? '' : 'nosuperuser createrole'
  // Not a parameter, because utility statements take none; it is made of safe characters only.
  await sql.unsafe(`${change} role ${OWNER} login ${rights} password '${password}'`)
  const [database] = await sql`select from pg_database where datname = ${DATABASE}`
  if (database) return
  await sql.unsafe(`create database ${DATABASE} owner ${OWNER} encoding 'UTF8' template template0`)
}

/** Derived, not stored: a second secret could get lost on its own. */
function derivePassword(superuserPassword: string): string {
  return createHmac('sha256', superuserPassword).update(`role ${OWNER}`).digest('base64url')
}

function connect(endpoint: Endpoint, password: string, onclose?: () => void): postgres.Sql {
  const address = { ...endpoint, user: SUPERUSER, password, database: 'postgres', ssl: false }
  return postgres({
    ...postgresJsOptions(address),
    max: 1,
    // One connection for good: the lock lives and dies with it.
    idle_timeout: 0,
    max_lifetime: 0,
    connect_timeout: CONNECT_LIMIT_SECONDS,
    fetch_types: false,
    connection: { application_name: 'probity-supervisor' },
    onnotice: () => {},
    ...(onclose && { onclose }),
  })
}

function wrongPassword(folder: DataFolder): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The password in ${folder.passwordFile} is not the one of the database: restore the file` +
      ' from the backup that belongs to this database.',
  )
}

async function close(sql: postgres.Sql): Promise<void> {
  await sql.end({ timeout: 1 }).catch(() => {})
}
