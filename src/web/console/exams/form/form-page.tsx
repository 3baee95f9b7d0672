import type { ExamFormView } from '../../../../domain/scheduling/form-view.ts'
import { QueryView } from '../../parts/query-view.tsx'
import { PageSkeleton } from '../../parts/skeletons.tsx'
import { useApi } from '../../queries.ts'
import { FormSheet } from './form-sheet.tsx'

interface Props {
  readonly examId: string
  /** Whose form: an attempt's, or the sample of a place from 1. */
  readonly of: { readonly attemptId: string } | { readonly sample: string }
}

/** One form, as its candidate saw it, with its certificate; to look at and to print. */
export function FormPage({ examId, of }: Props) {
  const place = 'sample' in of ? `sample-forms/${of.sample}` : `attempts/${of.attemptId}/form`
  const view = useApi<ExamFormView>(`/exams/${examId}/${place}`)
  return (
    <QueryView query={view} skeleton={<PageSkeleton />}>
      {(reply) => <FormSheet view={reply} />}
    </QueryView>
  )
}
