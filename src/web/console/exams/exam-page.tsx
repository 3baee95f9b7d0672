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

/** While attempts are compared, how far that is changes by itself. */
const CHECKING_MS = 10_000

/** One exam: a draft is built further, a published one is watched. */
export function ExamPage({ examId }: { readonly examId: string }) {
  const exam = useApi<ExamView>(`/exams/${examId}`, {
    again: ({ state }) => (state === 'checking' ? CHECKING_MS : null),
  })
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
