import { isExemptAt } from '../../domain/settlement/bulletin/exemption.ts'
import type { ExemptionRegister, ExemptionView } from '../../domain/settlement/bulletin/views.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { placeOf } from './bulletins.ts'

interface Row {
  readonly id: string
  readonly exam: ExemptionView['exam']
  readonly person: ExemptionView['person']
  readonly reason: string
  readonly by: string
  readonly at: Date
  readonly until: Date | null
  readonly endsAt: Date
  readonly endReason: string | null
  readonly endedBy: string | null
  readonly endedAt: Date | null
}

/** The register of a unit's branch, newest first; exams and names may lie above the branch. */
export async function getExemptionRegister(
  sql: Sql,
  scope: Scope,
  asked: { readonly unitId: string; readonly now: Date },
): Promise<ExemptionRegister> {
  const { ids, examIds } = await read(sql, scope, async (tx) => {
    const { path } = await placeOf(tx, asked.unitId)
    const below = tx`join unit on unit.id = person.unit_id where starts_with(unit.path, ${path})`
    return {
      ids: await tx<{ id: string }[]>`
        select exemption.id from exemption join person on person.id = exemption.person_id ${below}`,
      examIds: await tx<{ id: string }[]>`
        select distinct exam_id as id from assignment
        join person on person.id = assignment.person_id ${below}`,
    }
  })
  return read(sql, SYSTEM, async (tx) => ({
    exemptions: (await rowsOf(tx, ids)).map((row) => viewOf(row, asked.now)),
    exams: await tx<ExemptionRegister['exams']>`
      select id, blueprint -> 'title' as title from exam
      where id = any(${examIds.map(({ id }) => id)}::uuid[]) and final_at is null
      order by opens_at, id`,
  }))
}

function rowsOf(tx: SqlTransaction, ids: readonly { readonly id: string }[]) {
  return tx<Row[]>`
      select exemption.id, exemption.reason, exempter.name as by, exempted_at as at,
        until_at as until, exemption_end.reason as "endReason", ender.name as "endedBy",
        ended_at as "endedAt",
        exam.closes_at + exam.extended_seconds * interval '1 second' as "endsAt",
        jsonb_build_object('id', exam.id, 'title', exam.blueprint -> 'title') as exam,
        jsonb_build_object('id', person.id, 'name', person.name, 'unitName', unit.name,
          'rank', person.rank) as person
      from exemption join exam on exam.id = exemption.exam_id
      join person on person.id = exemption.person_id join unit on unit.id = person.unit_id
      join person as exempter on exempter.id = exemption.exempted_by
      left join exemption_end on exemption_end.exemption_id = exemption.id
      left join person as ender on ender.id = exemption_end.ended_by
      where exemption.id = any(${ids.map(({ id }) => id)}::uuid[])
      order by exempted_at desc, exemption.id`
}

function viewOf(row: Row, now: Date): ExemptionView {
  const { id, exam, person, reason, by, endsAt, until, endedAt } = row
  return {
    ...{ id, exam, person, reason, by },
    at: row.at.toISOString(),
    until: until?.toISOString() ?? null,
    ended: endedAt && {
      by: row.endedBy ?? '',
      at: endedAt.toISOString(),
      reason: row.endReason ?? '',
    },
    inForce: isExemptAt({ until, endedAt }, now < endsAt ? now : endsAt),
  }
}
