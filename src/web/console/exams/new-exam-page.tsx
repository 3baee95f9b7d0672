import { ExamBuilder } from './builder/exam-builder.tsx'

/** A new exam; it exists once it is saved. */
export function NewExamPage() {
  return <ExamBuilder exam={null} />
}
