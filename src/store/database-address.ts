/**
 * Where a database is and who we are there. PostgreSQL drivers disagree on how a URL names a
 * unix socket, so the address travels in parts and each driver gets the form it understands.
 */
export interface DatabaseAddress {
  /** A host name, an IP address, or the absolute folder of a unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** true: encrypted, certificate checked. 'require': encrypted only. false: plain. */
  readonly ssl: boolean | 'require'
}

const SSL_BY_MODE: Readonly<Record<string, DatabaseAddress['ssl']>> = {
  disable: false,
  allow: false,
  prefer: false,
  require: 'require',
  'verify-ca': true,
  'verify-full': true,
}

/** Parameters hosting providers put into their URLs that change nothing for us. */
const WITHOUT_EFFECT = new Set(['application_name', 'channel_binding', 'connect_timeout'])
const ADDRESS_PARAMETERS = new Set(['host', 'port', 'user', 'password', 'dbname', 'sslmode', 'ssl'])

/**
 * Reads a postgres:// URL as psql does, also with a unix socket folder as `?host=/folder` or as
 * a percent-encoded host. What it does not know is an error, never passed over. No error
 * message repeats the URL, because it holds a password.
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const parsed = parseUrl(url)
  const parameters = parsed.searchParams
  for (const name of parameters.keys()) {
    if (!ADDRESS_PARAMETERS.has(name) && !WITHOUT_EFFECT.has(name)) {
      throw new Error(`The database URL has the parameter "${name}", which Probity does not know.`)
    }
  }
  const host = parameters.get('host') || decode(parsed.hostname).replace(/^\[(.+)\]$/, '$1')
  const user = parameters.get('user') || decode(parsed.username)
  if (user === '') throw new Error('The database URL names no user: postgres://USER@host/database.')
  return {
    host: host || 'localhost',
    port: parsePort(parameters.get('port') || parsed.port || '5432'),
    user,
    password: parameters.get('password') ?? decode(parsed.password),
    database: parameters.get('dbname') || decode(parsed.pathname.slice(1)) || user,
    ssl: parseSsl(parameters.get('sslmode') ?? parameters.get('ssl') ?? 'disable'),
  }
}

/** The address as node-postgres takes it (`new pg.Pool(...)`, the driver under MikroORM). */
export function nodePostgresOptions(address: DatabaseAddress) {
  const { host, port, user, password, database, ssl } = address
  return {
    host,
    port,
    user,
    password,
    database,
    ssl: ssl === false ? false : { rejectUnauthorized: ssl === true },
  }
}

/** The address as postgres.js takes it (`postgres(...)`). */
export function postgresJsOptions(address: DatabaseAddress) {
  const { host, port, user, password, database, ssl } = address
  return { host, port, user, password, database, ssl: ssl === true ? 'verify-full' : ssl } as const
}

/**
 * The address as a URL with its password, for what takes nothing else (graphile-worker's
 * `connectionString`, pg_dump). A secret: keep it out of logs and process arguments.
 */
export function databaseUrl(address: DatabaseAddress): string {
  return buildUrl(address, `:${encodeURIComponent(address.password)}`)
}

/** The address as a URL without its password, for people and logs. */
export function databaseUrlWithoutPassword(address: DatabaseAddress): string {
  return buildUrl(address, '')
}

function buildUrl(address: DatabaseAddress, password: string): string {
  const who = `${encodeURIComponent(address.user)}${password}`
  const database = encodeURIComponent(address.database)
  const mode = address.ssl === 'require' ? 'require' : 'verify-full'
  if (address.host.startsWith('/')) {
    const place = new URLSearchParams({ host: address.host, port: String(address.port) })
    return `postgres://${who}@/${database}?${place}`
  }
  const host = address.host.includes(':') ? `[${address.host}]` : encodeURIComponent(address.host)
  const ssl = address.ssl === false ? '' : `?sslmode=${mode}`
  return `postgres://${who}@${host}:${address.port}/${database}${ssl}`
}

function parseUrl(url: string): URL {
  // The WHATWG parser refuses a user without a host, which is how psql names a socket.
  const withHost = url.replace(/^([a-z]+:\/\/[^/?#]*@)(?=[/?#]|$)/, '$1%6C%6F%63%61%6C%68%6F%73%74')
  const parsed = URL.parse(withHost)
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new Error('The database URL must look like postgres://user:password@host:5432/database.')
  }
  if (decode(parsed.hostname).includes(',')) {
    throw new Error('The database URL names several hosts; Probity takes one.')
  }
  return parsed
}

function parsePort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error('The port in the database URL must be a number from 1 to 65535.')
}

function parseSsl(mode: string): DatabaseAddress['ssl'] {
  if (mode === 'true') return true
  if (mode === 'false') return false
  const ssl = SSL_BY_MODE[mode]
  if (ssl !== undefined) return ssl
  throw new Error(`The database URL's sslmode must be one of ${Object.keys(SSL_BY_MODE)}.`)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Error('The database URL has a broken percent encoding; write % as %25.')
  }
}
