import { Refusal } from '../../domain/refusal.ts'
import type { ScreeningSummary, ScreeningView } from '../../domain/settlement/screening-summary.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface Row {
  readonly content: ScreeningSummary | null
  readonly screenedAt: Date | null
}

/**
 * What comparing an exam's attempts found as a whole; null while nothing is found yet.
 * @throws Refusal 'not-found'
 */
export async function getExamScreening(
  sql: Sql,
  scope: Scope,
  examId: string,
): Promise<ScreeningView | null> {
  const [row] = await read(
    sql,
    scope,
    (tx) => tx<Row[]>`
      select found.content, found.screened_at as "screenedAt"
      from exam left join lateral (select content, screened_at from cohort_screening
        where exam_id = exam.id order by number desc limit 1) as found on true
      where exam.id = ${examId}`,
  )
  if (!row) throw new Refusal('not-found', 'no such exam')
  const { content, screenedAt } = row
  return content && screenedAt && { ...content, screenedAt: screenedAt.toISOString() }
}
