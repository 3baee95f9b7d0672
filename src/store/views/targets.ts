import { CREDIT_UTC_OFFSET_HOURS } from '../../domain/policy/credit-cycles.ts'
import { yearBounds } from '../../domain/settlement/bulletin/half-year.ts'
import type { KeptTarget, TargetInput } from '../../domain/settlement/bulletin/judge-targets.ts'
import type { PlacedUnit } from '../../domain/settlement/bulletin/make-bulletin.ts'
import type { TargetRow } from '../../domain/settlement/bulletin/views.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { namesOf } from './attendance.ts'
import { placeOf } from './bulletins.ts'
import { closedExams, seatsOfExams } from './seats.ts'

/** Works on everybody of a year, beside the service. */
interface Judge {
  readonly judge: (input: TargetInput) => Promise<TargetRow[]>
}

/** Plan against carried out for a unit's branch in a calendar year at UTC+8. */
export async function listTargets(
  { sql, bulletinMaker }: { readonly sql: Sql; readonly bulletinMaker: Judge },
  scope: Scope,
  asked: { readonly unitId: string; readonly year: number; readonly now: Date },
): Promise<TargetRow[]> {
  const { units, rows } = await read(sql, scope, async (tx) => {
    const { path } = await placeOf(tx, asked.unitId)
    return {
      units: await tx<PlacedUnit[]>`
        select id, path, name from unit where starts_with(path, ${path}) order by path`,
      rows: await tx<(Omit<KeptTarget, 'by'> & { readonly setBy: string })[]>`
        select distinct on (unit_id) unit_id as "unitId", participation,
          share_at_level as "shareAtLevel", set_by as "setBy", set_at as at
        from unit_target join unit on unit.id = unit_target.unit_id
        where year = ${asked.year} and starts_with(unit.path, ${path})
        order by unit_id, number desc`,
    }
  })
  const names = await namesOf(sql, [...new Set(rows.map(({ setBy }) => setBy))])
  const targets = rows.map(({ setBy, ...row }) => ({ ...row, by: names.get(setBy) ?? '' }))
  const { from, to } = yearBounds(asked.year, CREDIT_UTC_OFFSET_HOURS)
  const seats = await read(sql, SYSTEM, async (tx) => {
    const unitPath = units[0]?.path ?? '/'
    return seatsOfExams(
      tx,
      await closedExams(tx, {
        unitPath,
        from,
        to: new Date(Math.min(to.getTime(), asked.now.getTime())),
      }),
    )
  })
  return bulletinMaker.judge({ units, seats, targets })
}
