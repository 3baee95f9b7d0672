import type { ExamState } from '../../../domain/scheduling/exam.ts'

/** The states of an exam in the order of its life. */
export const EXAM_STATE_KEYS = [
  'draft',
  'published',
  'open',
  'checking',
  'final',
] as const satisfies readonly ExamState[]
