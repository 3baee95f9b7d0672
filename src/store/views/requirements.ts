import type { ExamRequirements } from '../../domain/scheduling/requirements.ts'
import type { Sql } from '../sql-pool.ts'

/**
 * What an exam asks of candidates and browsers, a draft's as it stands now; null where it asks
 * for nothing, or there is no such exam. The caller has checked who asks.
 */
export async function findRequirements(sql: Sql, examId: string): Promise<ExamRequirements | null> {
  const [row] = await sql.asSystem(
    (statement) => statement<{ requirements: ExamRequirements | null }[]>`
      select requirements from exam where id = ${examId}`,
  )
  return row?.requirements ?? null
}
