import type { Unit } from '../../domain/organization/unit.ts'
import type { PersonView } from '../../domain/organization/views.ts'
import { Refusal } from '../../domain/refusal.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

/** The units of the branches in scope, parents before children. */
export async function listUnits(sql: Sql, scope: Scope): Promise<Unit[]> {
  return read(
    sql,
    scope,
    (tx) => tx<Unit[]>`
      select unit.id, unit.parent_id as "parentId", unit.path, unit.name, (
          select count(*)::int from person where person.unit_id = unit.id) as "personCount"
      from unit where probity_covers(unit.path) order by unit.path`,
  )
}

/** @throws Refusal 'not-found' */
export async function getUnitView(sql: Sql, scope: Scope, unitId: string): Promise<Unit> {
  const found = (await listUnits(sql, scope)).find(({ id }) => id === unitId)
  if (!found) throw new Refusal('not-found', 'no such unit')
  return found
}

export interface PersonSearch {
  readonly search?: string | undefined
  readonly unitId?: string | undefined
  /** The account after which the page begins. */
  readonly after?: string | undefined
  readonly limit: number
}

interface PersonsPage {
  readonly persons: PersonView[]
  readonly total: number
  readonly next: string | null
}

/** A page of persons in scope, by account; birth years of those in the administered scope only. */
export async function listPersons(
  sql: Sql,
  { scope, administered }: { readonly scope: Scope; readonly administered: Scope },
  asked: PersonSearch,
): Promise<PersonsPage> {
  const page = await readPage(sql, scope, asked)
  const years = await birthYearsOf(sql, administered, page.persons)
  const persons = page.persons.map((person) =>
    years.has(person.id) ? { ...person, birthYear: years.get(person.id) ?? null } : person,
  )
  return { ...page, persons }
}

/** By person, those outside the scope left out; null where a year is not known. */
async function birthYearsOf(
  sql: Sql,
  administered: Scope,
  persons: readonly PersonView[],
): Promise<Map<string, number | null>> {
  const rows = await read(
    sql,
    administered,
    (tx) => tx<{ id: string; birthYear: number | null }[]>`
      select person.id, person.birth_year as "birthYear"
      from person join unit on unit.id = person.unit_id
      where person.id = any(${persons.map(({ id }) => id)}::uuid[]) and probity_covers(unit.path)`,
  )
  return new Map(rows.map(({ id, birthYear }) => [id, birthYear]))
}

async function readPage(sql: Sql, scope: Scope, asked: PersonSearch): Promise<PersonsPage> {
  return read(sql, scope, async (tx) => {
    const pattern = `%${(asked.search ?? '').replace(/[\\%_]/g, '\\$&')}%`
    const matching = tx`
      probity_covers(unit.path)
      and (person.name ilike ${pattern} or person.account ilike ${pattern})
      and (${asked.unitId ?? null}::uuid is null or exists (
        select 1 from unit as branch where branch.id = ${asked.unitId ?? null}::uuid
          and starts_with(unit.path, branch.path)))`
    const [counted] = await tx<{ total: number }[]>`
      select count(*)::int as total from person join unit on unit.id = person.unit_id
      where ${matching}`
    const rows = await personRows(
      tx,
      tx`${matching} and person.account > ${asked.after ?? ''}`,
      asked.limit + 1,
    )
    const persons = rows.slice(0, asked.limit)
    const next = rows.length > asked.limit ? (persons.at(-1)?.account ?? null) : null
    return { persons, total: counted?.total ?? 0, next }
  })
}

/** One person as an administrator sees them. @throws Refusal 'not-found' */
export async function getPersonView(
  sql: Sql,
  administered: Scope,
  personId: string,
): Promise<PersonView> {
  const [row] = await read(sql, administered, (tx) =>
    personRows(tx, tx`person.id = ${personId}`, 1),
  )
  if (!row) throw new Refusal('not-found', 'no such person')
  const years = await birthYearsOf(sql, administered, [row])
  return { ...row, birthYear: years.get(personId) ?? null }
}

function personRows(tx: SqlTransaction, condition: ReturnType<SqlTransaction>, limit: number) {
  return tx<PersonView[]>`
    select person.id, person.account, person.name, person.post, person.rank, person.simulated,
      person.activated_at is not null as active,
      jsonb_build_object('id', unit.id, 'name', unit.name) as unit, (
        select coalesce(jsonb_agg(jsonb_build_object('id', role_grant.id, 'role', role_grant.role,
          'unitId', covered.id, 'unitName', covered.name) order by role_grant.granted_at), '[]')
        from role_grant join unit as covered on covered.id = role_grant.unit_id
        where role_grant.person_id = person.id
      ) as grants
    from person join unit on unit.id = person.unit_id
    where ${condition} order by person.account limit ${limit}`
}
