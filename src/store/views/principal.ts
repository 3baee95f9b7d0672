import type { Grant, Principal } from '../../domain/organization/access.ts'
import type { Me } from '../../domain/organization/views.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { createBatcher } from '../batcher.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface PrincipalRow {
  readonly loginId: string
  readonly personId: string
  readonly account: string
  readonly name: string
  readonly unitId: string
  readonly unitName: LocalizedText
  readonly unitPath: string
  readonly grants: Grant[]
}

interface FoundPrincipal {
  readonly principal: Principal
  readonly me: Me
}

/** Who a login belongs to and what they may do now; null once the login is revoked. */
export async function findPrincipal(sql: Sql, loginId: string): Promise<FoundPrincipal | null> {
  return (await findPrincipals(sql, [loginId]))[0] ?? null
}

/** Finds principals one by one; those asked for at the same time by one statement. */
export function createPrincipalFinder(
  sql: Sql,
): (loginId: string) => Promise<FoundPrincipal | null> {
  const finder = createBatcher<string, FoundPrincipal | null>({
    ...{ mostABatch: 200, mostAtOnce: 2, gather: 4, mostWaiting: 10_000, longestWaitMs: 10_000 },
    doAll: (loginIds) => findPrincipals(sql, loginIds),
  })
  return finder.ask
}

/** The same of many logins at once, in the order asked. */
async function findPrincipals(
  sql: Sql,
  loginIds: readonly string[],
): Promise<(FoundPrincipal | null)[]> {
  const rows = await sql.asSystem(
    (statement) => statement<PrincipalRow[]>`
      select login.id as "loginId", person.id as "personId", person.account, person.name,
        unit.id as "unitId", unit.name as "unitName", unit.path as "unitPath", (
          select coalesce(jsonb_agg(jsonb_build_object('role', role_grant.role,
            'unitId', covered.id, 'unitPath', covered.path) order by role_grant.granted_at), '[]')
          from role_grant join unit as covered on covered.id = role_grant.unit_id
          where role_grant.person_id = person.id
        ) as grants
      from login join person on person.id = login.person_id join unit on unit.id = person.unit_id
      where login.id = any(${[...loginIds]}::uuid[]) and login.revoked_at is null`,
  )
  const found = new Map(rows.map((row) => [row.loginId, principalOf(row)]))
  return loginIds.map((id) => found.get(id) ?? null)
}

function principalOf(row: PrincipalRow): FoundPrincipal {
  const { loginId, personId, account, name, unitId, unitName, unitPath, grants } = row
  return {
    principal: { personId, loginId, unitPath, grants },
    me: { personId, account, name, unit: { id: unitId, name: unitName }, grants },
  }
}

/** The logins of a person that still hold. */
export async function listLogins(sql: Sql, personId: string) {
  return read(
    sql,
    { person: personId, branches: [] },
    (tx) => tx<{ id: string; createdAt: Date; lastUsedAt: Date; client: string }[]>`
      select id, created_at as "createdAt", last_used_at as "lastUsedAt", client from login
      where person_id = ${personId} and revoked_at is null order by last_used_at desc`,
  )
}

/** Where a record stands in the tree, and whose it is. */
export interface Place {
  readonly unitPath: string
  readonly personId: string | null
}

/** `powers`: every place a person belongs to or holds a role over, not only where they sit. */
export type PlacedKind =
  | 'unit'
  | 'person'
  | 'powers'
  | 'grant'
  | 'exam'
  | 'panel'
  | 'attempt'
  | 'case'
  | 'standing'
  | 'task'
  | 'webhook'

/** Finds the place of a record that a route is about; none when there is no such record. */
export async function findPlaces(
  sql: Sql,
  kind: PlacedKind,
  id: string,
): Promise<readonly Place[]> {
  return read(sql, SYSTEM, (tx) => {
    switch (kind) {
      case 'unit':
        return tx<Place[]>`select path as "unitPath", null as "personId" from unit where id = ${id}`
      case 'person':
        return tx<Place[]>`
          select unit.path as "unitPath", person.id as "personId"
          from person join unit on unit.id = person.unit_id where person.id = ${id}`
      case 'powers':
        return tx<Place[]>`
          select unit.path as "unitPath", person.id as "personId"
          from person join unit on unit.id = person.unit_id or unit.id in (
            select role_grant.unit_id from role_grant where role_grant.person_id = person.id)
          where person.id = ${id}`
      case 'grant':
        return tx<Place[]>`
          select unit.path as "unitPath", role_grant.person_id as "personId"
          from role_grant join unit on unit.id = role_grant.unit_id where role_grant.id = ${id}`
      case 'exam':
        return tx<Place[]>`
          select unit.path as "unitPath", null as "personId"
          from exam join unit on unit.id = exam.unit_id where exam.id = ${id}`
      case 'panel':
        return tx<Place[]>`
          select unit.path as "unitPath", null as "personId"
          from panel join unit on unit.id = panel.unit_id where panel.id = ${id}`
      case 'attempt':
        return tx<Place[]>`
          select unit_path as "unitPath", candidate_id as "personId" from attempt where id = ${id}`
      case 'standing':
        return tx<Place[]>`
          select unit_path as "unitPath", person_id as "personId" from standing where id = ${id}`
      case 'task':
        return tx<Place[]>`
          select unit_path as "unitPath", person_id as "personId" from human_task where id = ${id}`
      case 'webhook':
        return tx<Place[]>`
          select unit.path as "unitPath", null as "personId"
          from webhook join unit on unit.id = webhook.unit_id where webhook.id = ${id}`
      case 'case':
        return tx<Place[]>`
          select unit_path as "unitPath", candidate_id as "personId" from review_case
          where id = ${id}
          union all
          select unit_path as "unitPath", null as "personId" from known_case where id = ${id}`
    }
  })
}
