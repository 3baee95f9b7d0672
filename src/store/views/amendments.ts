import type { KeyAmendment, KeyChange } from '../../domain/measurement/key-amendment.ts'
import type { AmendmentRow } from '../../domain/scheduling/amendment-views.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

/** Approved amendments of an exam, in the order in which they were approved. */
export function approvedAmendments(sql: Sql, examId: string): Promise<KeyAmendment[]> {
  return read(
    sql,
    SYSTEM,
    (tx) => tx<KeyAmendment[]>`
      select item_id as "itemId", change
      from key_amendment join amendment_verdict on amendment_id = key_amendment.id
      where exam_id = ${examId} and approved order by amendment_verdict.number`,
  )
}

interface AmendmentColumns {
  readonly amendmentId: string
  readonly number: number
  readonly itemId: string
  readonly change: KeyChange
  readonly reason: string
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly approved: boolean | null
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly note: string | null
}

/** Every amendment of an exam, the newest first. */
export async function listAmendments(
  sql: Sql,
  scope: Scope,
  examId: string,
): Promise<AmendmentRow[]> {
  const rows = await read(
    sql,
    scope,
    (tx) => tx<AmendmentColumns[]>`
      select key_amendment.id as "amendmentId", key_amendment.number, item_id as "itemId", change, reason,
        (select name from person where person.id = proposed_by) as "proposedBy",
        proposed_at as "proposedAt", approved, decided_at as "decidedAt", note,
        (select name from person where person.id = decided_by) as "decidedBy"
      from key_amendment left join amendment_verdict on amendment_id = key_amendment.id
      where exam_id = ${examId} order by key_amendment.number desc`,
  )
  return rows.map(({ approved, proposedAt, decidedAt, note, proposedBy, ...row }) => ({
    ...row,
    proposedBy: proposedBy ?? '',
    proposedAt: proposedAt.toISOString(),
    state: approved === null ? 'proposed' : approved ? 'approved' : 'rejected',
    decidedAt: decidedAt?.toISOString() ?? null,
    note: note ?? '',
  }))
}
