import { lazy, Suspense } from 'react'
import type { ExamView } from '../../../domain/scheduling/views.ts'
import { QueryView } from '../parts/query-view.tsx'
import { PageSkeleton } from '../parts/skeletons.tsx'
import { useApi } from '../queries.ts'

const ExamBuilder = lazy(() =>
  import('./builder/exam-builder.tsx').then((m) => ({ default: m.ExamBuilder })),
)
const PublishedExam = lazy(() =>
  import('./published/published-exam.tsx').then((m) => ({ default: m.PublishedExam })),
)

/** One exam: a draft is built further, a published one is watched. */
export function ExamPage({ examId }: { readonly examId: string }) {
  const exam = useApi<ExamView>(`/exams/${examId}`)
  return (
    <QueryView query={exam} skeleton={<PageSkeleton />}>
      {(view) => (
        <Suspense fallback={<PageSkeleton />}>
          {view.state === 'draft' ? <ExamBuilder exam={view} /> : <PublishedExam exam={view} />}
        </Suspense>
      )}
    </QueryView>
  )
}
