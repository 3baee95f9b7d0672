import type { SqlTransaction } from './sql-pool.ts'

/** A column, or a value. */
type Part = ReturnType<SqlTransaction> | string

/** Whether a person is exempt as an exam's window ends: what `isExemptAt` says of that moment. */
export function exemptAsItEnds(tx: SqlTransaction, examId: Part, personId: Part) {
  const endsAt = tx`ended.closes_at + ended.extended_seconds * interval '1 second'`
  return tx`exists (select 1 from exemption join exam as ended on ended.id = exemption.exam_id
    left join exemption_end on exemption_end.exemption_id = exemption.id
    where exemption.exam_id = ${examId} and exemption.person_id = ${personId}
      and (until_at is null or until_at >= ${endsAt})
      and (ended_at is null or ended_at >= ${endsAt}))`
}
