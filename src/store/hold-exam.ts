import { inScope, SYSTEM } from './scope.ts'
import type { Sql } from './sql-pool.ts'

/**
 * Does long work about an exam, unless some process of the installation is at it. What is held is
 * let go when the work ends, and by the database when the process does.
 * @returns whether the work was done here
 */
export async function holdExam(
  sql: Sql,
  examId: string,
  work: () => Promise<void>,
): Promise<boolean> {
  return inScope(sql, SYSTEM, async (tx) => {
    const [row] = await tx<{ mine: boolean }[]>`
      select pg_try_advisory_xact_lock(hashtextextended(${examId}, 7)) as mine`
    if (!row?.mine) return false
    await work()
    return true
  })
}
