import type { EntityManager } from '@mikro-orm/postgresql'
import type { CalibratedItem } from '../domain/measurement/calibration/irt-parameters.ts'
import { ItemCalibrationEntity } from '../store/entities/exam.ts'

/** Item parameters from an exam's own cohort, on the bank's scale; none before it was calibrated. */
export async function readCalibration(
  em: EntityManager,
  examId: string,
): Promise<readonly CalibratedItem[]> {
  const found = await em.findOne(ItemCalibrationEntity, { examId }, { orderBy: { number: 'desc' } })
  return found?.content.items ?? []
}
