import type { Bank } from '../domain/bank/bank.ts'
import { amendedKeys, type KeyAmendment } from '../domain/measurement/key-amendment.ts'
import {
  type CalibratedAttempt,
  calibrateExam,
  type ExamCalibration,
} from '../domain/settlement/calibrate-exam.ts'

export interface CalibrationTask {
  readonly bank: Bank
  readonly attempts: readonly CalibratedAttempt[]
  readonly amendments: readonly KeyAmendment[]
}

/** What runs in a thread of the exam calibrator. */
export function calibrateInThread({
  bank,
  attempts,
  amendments,
}: CalibrationTask): ExamCalibration {
  return calibrateExam(bank, attempts, amendedKeys(bank, amendments))
}
