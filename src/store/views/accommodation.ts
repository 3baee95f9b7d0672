import {
  type AccommodationView,
  NO_ACCOMMODATION,
} from '../../domain/organization/accommodation.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface Row {
  readonly number: number
  readonly extraTimeShare: number
  readonly assistiveTechnology: boolean
  readonly reason: string
  readonly givenBy: string
  readonly at: Date
}

/** What was approved for a person, for administrators of their branch. */
export async function getAccommodation(
  sql: Sql,
  scope: Scope,
  personId: string,
): Promise<AccommodationView> {
  const rows = await read(
    sql,
    scope,
    (tx) => tx<Row[]>`
      select number, extra_time_share as "extraTimeShare",
        assistive_technology as "assistiveTechnology", reason, given_by as "givenBy",
        given_at as at
      from accommodation where person_id = ${personId} order by number desc`,
  )
  const names = await namesOf(sql, [...new Set(rows.map(({ givenBy }) => givenBy))])
  const history = rows.map(({ givenBy, at, ...row }) => ({
    ...row,
    by: { id: givenBy, name: names.get(givenBy) ?? '' },
    at: at.toISOString(),
  }))
  const [last] = rows
  const current = last
    ? { extraTimeShare: last.extraTimeShare, assistiveTechnology: last.assistiveTechnology }
    : NO_ACCOMMODATION
  return { current, history }
}

/** Who approved may belong to a unit above the reader's own branch. */
async function namesOf(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ id: string; name: string }[]>`
      select id, name from person where id = any(${[...ids]}::uuid[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
