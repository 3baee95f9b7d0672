import type { ExamAnalysis } from '../domain/settlement/analysis-views.ts'
import { type AnalysisInput, analyzeExam } from '../domain/settlement/analyze-exam.ts'

/** What runs in a thread of the exam analyst. */
export function analyzeInThread(input: AnalysisInput): ExamAnalysis {
  return analyzeExam(input)
}
