import { Migrator } from '@mikro-orm/migrations'
import { MikroORM, type Options } from '@mikro-orm/postgresql'
import { runMigrations } from 'graphile-worker'
import postgres from 'postgres'
import {
  type DatabaseAddress,
  databaseUrl,
  nodePostgresOptions,
  postgresJsOptions,
} from './database-address.ts'
import { ENTITIES } from './entities/entities.ts'
import { createSqlPool, type Sql } from './sql-pool.ts'

/** The role the service acts as: it may add to histories but never change them. */
const APP_ROLE = 'probity_app'
const OLDEST_SERVER = 150_000
/** Any number that no other program would choose; holds off a second migrating process. */
const MIGRATION_LOCK = 7_426_100_001

/**
 * Connections for single statements act as the service itself, under the same role and policies.
 * Their few statements look up rows by key: planned once, whatever the tables held by then.
 */
const SYSTEM_SETTINGS = {
  'probity.system': 'on',
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  jit: 'off',
} as const

export interface Database {
  readonly address: DatabaseAddress
  readonly orm: MikroORM
  readonly sql: Sql
  readonly close: () => Promise<void>
}

/** Tables that plain SQL writes, and what the entities do not describe. */
const schemaGenerator = {
  ignoreSchema: ['graphile_worker'],
  skipTables: ['journal_entry', 'log_entry', /^journal_entry_\d+$/, 'mikro_orm_migrations'],
  skipViews: [],
  ignorePolicies: true,
  ignoreTriggers: true,
  ignoreRoutines: true,
}

/** How MikroORM is set up; as the owner of the tables unless told otherwise. */
export function ormOptions(address: DatabaseAddress): Options {
  const { host, port, user, password, database } = address
  return {
    entities: ENTITIES,
    host,
    port,
    user,
    password,
    dbName: database,
    driverOptions: nodePostgresOptions(address),
    schemaGenerator,
    extensions: [Migrator],
    migrations: {
      path: new URL('../../migrations', import.meta.url).pathname,
      glob: '*.ts',
      snapshot: false,
      silent: true,
    },
    forceUtcTimezone: true,
    debug: false,
  }
}

/**
 * Brings the database to this version of the service: the restricted role, the tables, the
 * job queue. Safe to run from several processes at once and again at every start.
 * @throws Error saying what to do when the server is too old or the account may not do it.
 */
export async function prepareDatabase(address: DatabaseAddress): Promise<void> {
  const sql = postgres({ ...postgresJsOptions(address), max: 1, onnotice: () => {} })
  try {
    const [server] = await sql`select current_setting('server_version_num')::int as version`
    if (server?.version < OLDEST_SERVER) {
      throw new Error('Probity needs PostgreSQL 15 or later; this server is older.')
    }
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`
    await ensureRole(sql, address.user)
    const orm = await MikroORM.init(ormOptions(address))
    try {
      await orm.migrator.up()
    } finally {
      await orm.close()
    }
    await runMigrations({ connectionString: databaseUrl(address) })
  } finally {
    await sql.end()
  }
}

async function ensureRole(sql: postgres.Sql, account: string): Promise<void> {
  const [found] = await sql`
    select exists (select 1 from pg_roles where rolname = ${APP_ROLE}) as exists`
  try {
    if (!found?.exists) await createRole(sql)
    const [member] =
      await sql`select pg_has_role(current_user, ${APP_ROLE}, 'set') as member`.catch(
        () => sql`select pg_has_role(current_user, ${APP_ROLE}, 'member') as member`,
      )
    if (!member?.member) await sql`grant ${sql(APP_ROLE)} to current_user`
  } catch (cause) {
    const create = found?.exists ? '' : `CREATE ROLE ${APP_ROLE} NOLOGIN; `
    throw new Error(
      `The database account ${account} may not act as the role ${APP_ROLE}. ` +
        `Let an administrator run: ${create}GRANT ${APP_ROLE} TO "${account}";`,
      { cause },
    )
  }
}

/** Roles belong to the whole server: another database's Probity may create it meanwhile. */
async function createRole(sql: postgres.Sql): Promise<void> {
  try {
    await sql`create role ${sql(APP_ROLE)} nologin`
  } catch (error) {
    const duplicate = error instanceof postgres.PostgresError && error.code === '42710'
    const raced = error instanceof postgres.PostgresError && error.code === '23505'
    if (!duplicate && !raced) throw error
  }
}

/** Each of several processes takes its share: PostgreSQL has a hundred connections for all. */
function shareOf(connections: number, processes: number): number {
  return Math.max(3, Math.ceil(connections / processes))
}

/**
 * Connects as the restricted role, as one of so many processes. `prepareDatabase` must have run
 * before.
 */
export async function openDatabase(address: DatabaseAddress, processes = 1): Promise<Database> {
  const open = (max: number, settings: Readonly<Record<string, string>>) => () =>
    postgres({
      ...postgresJsOptions(address),
      max,
      onnotice: () => {},
      connection: { application_name: 'probity', role: APP_ROLE, ...settings },
    })
  const sql = createSqlPool(
    open(shareOf(12, processes), {}),
    open(shareOf(8, processes), SYSTEM_SETTINGS),
  )
  const options = ormOptions(address)
  const orm = await MikroORM.init({
    ...options,
    driverOptions: { ...nodePostgresOptions(address), options: `-c role=${APP_ROLE}` },
    pool: { min: 0, max: shareOf(12, processes) },
  })
  return {
    address,
    orm,
    sql,
    close: async () => {
      await Promise.all([orm.close(), sql.end()])
    },
  }
}
