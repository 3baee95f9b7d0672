import type { AttendanceRecord } from '../../domain/settlement/bulletin/views.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { placeOf } from './bulletins.ts'

interface Row extends Omit<AttendanceRecord, 'at' | 'by'> {
  readonly recordedBy: string
  readonly at: Date
}

/** Hours attended by the persons of a unit's branch in a calendar year, the newest day first. */
export async function listAttendance(
  sql: Sql,
  scope: Scope,
  asked: { readonly unitId: string; readonly year: number },
): Promise<AttendanceRecord[]> {
  const rows = await read(sql, scope, async (tx) => {
    const { path } = await placeOf(tx, asked.unitId)
    return tx<Row[]>`
      select distinct on (attendance.day, person.account, attendance.what)
        jsonb_build_object('id', person.id, 'account', person.account, 'name', person.name)
          as person,
        to_char(attendance.day, 'YYYY-MM-DD') as day, attendance.hours, attendance.what,
        attendance.recorded_by as "recordedBy", attendance.recorded_at as at
      from attendance join person on person.id = attendance.person_id
      join unit on unit.id = person.unit_id
      where starts_with(unit.path, ${path})
        and extract(year from attendance.day) = ${asked.year}
      order by attendance.day desc, person.account, attendance.what, attendance.number desc`
  })
  const names = await namesOf(sql, [...new Set(rows.map(({ recordedBy }) => recordedBy))])
  return rows
    .filter(({ hours }) => hours > 0)
    .map(({ recordedBy, at, ...row }) => ({
      ...row,
      by: names.get(recordedBy) ?? '',
      at: at.toISOString(),
    }))
}

/** Who recorded or set something may belong to a unit above the reader's own branch. */
export async function namesOf(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ id: string; name: string }[]>`
      select id, name from person where id = any(${[...ids]}::uuid[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
