import { Refusal } from '../domain/refusal.ts'
import type { ExamCalibration } from '../domain/settlement/calibrate-exam.ts'
import type { CalibrationTask } from './exam-calibrator-thread.ts'
import { createThreadPool } from './thread-pool.ts'

const LONGEST_MS = 15 * 60_000

/** Works out beside the service what an exam says about its items. */
export interface ExamCalibrator {
  readonly calibrate: (task: CalibrationTask) => Promise<ExamCalibration>
  readonly close: () => Promise<void>
}

export function createExamCalibrator(): ExamCalibrator {
  const pool = createThreadPool<CalibrationTask, ExamCalibration>({
    file: new URL('./exam-calibrator-thread.ts', import.meta.url),
    name: 'calibrateInThread',
    longestMs: LONGEST_MS,
    refusal: () => new Refusal('took-too-long', 'the items were not calibrated in time'),
  })
  return { calibrate: pool.run, close: pool.close }
}
