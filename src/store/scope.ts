import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { branchesOf, type Principal, type Role } from '../domain/organization/access.ts'
import type { Sql, SqlTransaction } from './sql-pool.ts'

/** For whom rows are visible; row-level security holds every query to it. */
export type Scope =
  | { readonly system: true }
  | { readonly person: string; readonly branches: readonly string[] }

/** The service itself, after a workflow's own checks. */
export const SYSTEM: Scope = { system: true }

/** A person's own records, and those of the branches they cover in any of these roles. */
export function scopeOf(principal: Principal, roles: readonly Role[]): Scope {
  return { person: principal.personId, branches: branchesOf(principal, roles) }
}

function settingsOf(scope: Scope) {
  return 'system' in scope
    ? { 'probity.system': 'on', 'probity.person': '', 'probity.branches': '' }
    : {
        'probity.system': '',
        'probity.person': scope.person,
        'probity.branches': scope.branches.join(','),
      }
}

function begin<T>(
  sql: Sql,
  options: string,
  scope: Scope,
  query: (tx: SqlTransaction) => Promise<T>,
): Promise<T> {
  const settings = settingsOf(scope)
  return sql.begin(options, async (tx) => {
    await tx`select set_config('probity.system', ${settings['probity.system']}, true),
      set_config('probity.person', ${settings['probity.person']}, true),
      set_config('probity.branches', ${settings['probity.branches']}, true)`
    return query(tx)
  })
}

/** Reads within a scope, in one consistent snapshot. */
export function read<T>(
  sql: Sql,
  scope: Scope,
  query: (tx: SqlTransaction) => Promise<T>,
): Promise<T> {
  return begin(sql, 'isolation level repeatable read read only', scope, query)
}

/** Writes by plain SQL within a scope; for the journals. */
export function inScope<T>(
  sql: Sql,
  scope: Scope,
  query: (tx: SqlTransaction) => Promise<T>,
): Promise<T> {
  return begin(sql, 'read write', scope, query)
}

/** Runs one use case in one transaction, as the service itself. */
export async function write<T>(orm: MikroORM, act: (em: EntityManager) => Promise<T>): Promise<T> {
  const em = orm.em.fork() as EntityManager
  em.setSessionContext({ variables: settingsOf(SYSTEM) })
  return em.transactional(act)
}
