import type { ItemParameters } from '../../domain/bank/item.ts'
import type { ExamCalibration } from '../../domain/settlement/calibrate-exam.ts'
import type { SqlTransaction } from '../sql-pool.ts'

/** Parameters from an exam's latest calibration by item, on the bank's scale; empty without one. */
export async function findCalibrated(
  tx: SqlTransaction,
  examId: string,
): Promise<Map<string, ItemParameters>> {
  const [row] = await tx<{ items: ExamCalibration['items'] }[]>`
    select content -> 'items' as items from item_calibration
    where exam_id = ${examId} order by number desc limit 1`
  return new Map(
    (row?.items ?? []).map(({ item, a, b, c }) => [
      item,
      { discrimination: a, difficulty: b, guessing: c },
    ]),
  )
}
