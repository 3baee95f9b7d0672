import { type UseFormReturnType, useForm } from '@mantine/form'
import { useLocation } from 'wouter'
import type { ExamDraft } from '../../../../domain/scheduling/exam.ts'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { api } from '../../../shared/api.ts'
import { tell } from '../../parts/tell.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { draftOf } from '../draft-document.ts'
import { faultsOf } from '../draft-faults.ts'
import { type DraftForm, fieldsOfDraft } from '../draft-form.ts'
import type { BuilderSource } from './builder-source.ts'
import { newDraft } from './new-draft.ts'

export type DraftFormApi = UseFormReturnType<DraftForm>

/** What a draft re-tests; the title of it is the service's to tell. */
function verifiedBy({ verifies }: ExamView): Pick<ExamDraft, 'verifies'> {
  return verifies ? { verifies: { examId: verifies.examId, share: verifies.share } } : {}
}

function draftOfView(exam: ExamView): ExamDraft {
  return {
    unitId: exam.unit.id,
    bankVersionId: exam.bank.bankVersionId,
    policyVersionId: exam.policy.policyVersionId,
    blueprint: exam.blueprint,
    window: exam.window,
    audienceUnitIds: exam.audienceUnitIds,
    decisionsNeeded: exam.decisionsNeeded,
    releaseResults: exam.releaseResults,
    panelId: exam.panelId,
    cutReason: exam.cutReason,
    requirements: exam.requirements,
    reviewRules: exam.reviewRules,
    ...verifiedBy(exam),
  }
}

/** The fields of the builder, and how they are saved. */
export function useDraft(exam: ExamView | null, source: BuilderSource) {
  const t = useText()
  const [, navigate] = useLocation()
  const form = useForm<DraftForm>({
    mode: 'controlled',
    initialValues: exam === null ? newDraft(source) : fieldsOfDraft(draftOfView(exam)),
    validateInputOnBlur: true,
    validate: (values) =>
      Object.fromEntries(
        Object.entries(faultsOf(values)).map(([path, code]) => [path, t(`fault.${code}`)]),
      ),
  })
  const saving = useChange(
    (draft: ExamDraft) =>
      exam === null
        ? api.post<ExamView>('/exams', draft)
        : api.put<ExamView>(`/exams/${exam.id}`, draft),
    '/exams',
  )
  /** Saves the fields; null when one of them is wrong, which is then marked and gets the focus. */
  const save = async (next: 'stay' | 'publish' = 'stay'): Promise<ExamView | null> => {
    const { errors, hasErrors } = form.validate()
    const draft = draftOf(form.values)
    if (hasErrors || draft === null) {
      const first = Object.keys(errors)[0]
      if (first !== undefined) form.getInputNode(first)?.focus()
      return null
    }
    try {
      const saved = await saving.mutateAsync(draft)
      form.resetDirty()
      tell(t('builder.saved'))
      // The page of the new draft takes over, and goes on with what was asked here.
      if (exam === null) navigate(`/exams/${saved.id}`, { replace: true, state: { next } })
      return saved
    } catch {
      // Shown above the buttons, from the mutation's own state.
      return null
    }
  }
  return { form, save, saving }
}

/** Whether a new draft was saved in order to publish it; asked once by the page that takes over. */
export function wasSavedToPublish(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'next' in state && state.next === 'publish'
}
