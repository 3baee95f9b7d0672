import { Refusal } from '../domain/refusal.ts'
import type { ExamAnalysis } from '../domain/settlement/analysis-views.ts'
import type { AnalysisInput } from '../domain/settlement/analyze-exam.ts'
import { createThreadPool } from './thread-pool.ts'

const LONGEST_MS = 5 * 60_000

/** Analyses an exam beside the service: comparing groups item by item takes seconds. */
export interface ExamAnalyst {
  readonly analyze: (input: AnalysisInput) => Promise<ExamAnalysis>
  readonly close: () => Promise<void>
}

export function createExamAnalyst(): ExamAnalyst {
  const pool = createThreadPool<AnalysisInput, ExamAnalysis>({
    file: new URL('./exam-analyst-thread.ts', import.meta.url),
    name: 'analyzeInThread',
    longestMs: LONGEST_MS,
    refusal: () => new Refusal('took-too-long', 'the exam was not analysed in time'),
  })
  return { analyze: pool.run, close: pool.close }
}
