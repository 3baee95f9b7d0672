import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ExamPreview } from '../../../../domain/scheduling/views.ts'
import { api } from '../../../shared/api.ts'
import { basisOf, previewBlueprintOf } from '../draft-document.ts'
import { type DraftForm, windowOf } from '../draft-form.ts'

const PAUSE_MS = 400

/** What the preview is asked for, as text, so that equal questions are asked once. */
function questionOf(form: DraftForm): string | null {
  const blueprint = previewBlueprintOf(form)
  if (blueprint === null || form.bankVersionId === '') return null
  const window = windowOf(form)
  return JSON.stringify({
    bankVersionId: form.bankVersionId,
    // The title changes nothing that is worked out; typing it asks no new question.
    blueprint: { ...blueprint, title: { 'zh-CN': '…', en: '…' } },
    ...(form.policyVersionId === '' ? {} : { policyVersionId: form.policyVersionId }),
    ...(window === null ? {} : { window }),
    ...(form.audienceUnitIds.length === 0 ? {} : { audienceUnitIds: form.audienceUnitIds }),
    ...basisOf(form),
  })
}

/** The live panel's reply to the fields as they stand, a moment after the last change. */
export function useExamPreview(form: DraftForm) {
  const now = questionOf(form)
  const [question] = useDebouncedValue(now, PAUSE_MS)
  const query = useQuery({
    queryKey: ['/exam-previews', question],
    queryFn: ({ signal }) =>
      api.post<ExamPreview>('/exam-previews', JSON.parse(question ?? ''), { signal }),
    enabled: question !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  return {
    query,
    /** What the reply answers: bank version and blueprint, as JSON. */
    question,
    /** The fields describe no blueprint yet. */
    incomplete: now === null,
    /** What is shown is older than the fields. */
    outdated: now !== question || query.isPlaceholderData || query.isFetching,
  }
}
