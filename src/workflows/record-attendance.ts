import type { EntityManager } from '@mikro-orm/postgresql'
import { say } from '../domain/bank/finding.ts'
import { CREDIT_UTC_OFFSET_HOURS } from '../domain/policy/credit-cycles.ts'
import {
  type AttendanceRow,
  readAttendance,
} from '../domain/settlement/bulletin/read-attendance.ts'
import type { AttendanceImport } from '../domain/settlement/bulletin/views.ts'
import { AttendanceEntity } from '../store/entities/report.ts'
import { appendLogs } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import { creditAttendance } from './credit-attendance.ts'
import type { Deps } from './deps.ts'

interface PlacedRow extends AttendanceRow {
  readonly personId: string
}

/**
 * Records hours attended from a CSV list, for persons of a unit's branch. Everything or nothing:
 * with any fault, and in a trial, nothing is recorded. The same list again changes nothing; other
 * hours for a person's day and event replace those before (0 takes them back), and both are kept.
 */
export async function recordAttendance(
  deps: Deps,
  actor: string,
  given: { readonly unitId: string; readonly csv: string; readonly isTrial: boolean },
): Promise<AttendanceImport> {
  const now = deps.now()
  const local = new Date(now.getTime() + CREDIT_UTC_OFFSET_HOURS * 3_600_000)
  const read = readAttendance(given.csv, local.toISOString().slice(0, 10))
  return write(deps.orm, async (em) => {
    await em.execute("select pg_advisory_xact_lock(hashtextextended('attendance', 0))")
    const { placed, faults } = await placePersons(em, given.unitId, read.rows)
    const all = [...read.faults, ...faults].sort((left, right) => left.row - right.row)
    const kept = await newestOf(em, placed)
    const changed = placed.filter((row) => kept.get(keyOf(row))?.hours !== row.hours)
    const unchanged = placed.length - changed.length
    const rows = read.rows.length
    if (all.length > 0 || given.isTrial) return { rows, recorded: 0, unchanged, faults: all }
    for (const row of changed) {
      const { personId, day, what, hours } = row
      const number = (kept.get(keyOf(row))?.number ?? 0) + 1
      const by = { recordedBy: actor, recordedAt: now }
      em.create(AttendanceEntity, { personId, day, what, number, hours, ...by })
    }
    await em.flush()
    await appendLogs(
      em,
      changed.map(({ personId, day, hours, what }) => ({
        chain: `person:${personId}`,
        actor,
        act: 'attendance-recorded',
        subject: personId,
        detail: { day, hours, what },
        at: now,
      })),
    )
    await creditAttendance(em, changed, now)
    return { rows, recorded: changed.length, unchanged, faults: [] }
  })
}

const keyOf = ({ personId, day, what }: Omit<PlacedRow, 'row' | 'account' | 'hours'>) =>
  JSON.stringify([personId, day, what])

/** Finds the persons; who belongs to another branch is as unknown as somebody who is not there. */
async function placePersons(em: EntityManager, unitId: string, rows: readonly AttendanceRow[]) {
  const accounts = JSON.stringify([...new Set(rows.map(({ account }) => account))])
  const persons = await em.execute<{ id: string; account: string }[]>(
    `select person.id, person.account from person join unit on unit.id = person.unit_id
     join unit as branch on branch.id = ? and starts_with(unit.path, branch.path)
     where person.account in (select jsonb_array_elements_text(?::jsonb))`,
    [unitId, accounts],
  )
  const ids = new Map(persons.map(({ id, account }) => [account, id]))
  const placed: PlacedRow[] = []
  const faults: AttendanceImport['faults'] = []
  for (const row of rows) {
    const personId = ids.get(row.account)
    if (personId !== undefined) placed.push({ ...row, personId })
    else {
      const message = say('本单位没有这个账号', 'nobody of this unit has this account')
      faults.push({ row: row.row, column: 'account', message })
    }
  }
  return { placed, faults }
}

/** By person, day and event, what counts now. */
async function newestOf(em: EntityManager, rows: readonly PlacedRow[]) {
  const kept = await em.execute<
    { personId: string; day: string; what: string; number: number; hours: number }[]
  >(
    `select distinct on (person_id, day, what) person_id as "personId",
       to_char(day, 'YYYY-MM-DD') as day, what, number, hours
     from attendance where person_id in (select jsonb_array_elements_text(?::jsonb)::uuid)
     order by person_id, day, what, number desc`,
    [JSON.stringify([...new Set(rows.map(({ personId }) => personId))])],
  )
  return new Map(kept.map((one) => [keyOf(one), one]))
}
