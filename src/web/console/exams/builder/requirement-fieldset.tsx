import { Button, Checkbox, PasswordInput, Textarea } from '@mantine/core'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { useText } from '../../text.ts'
import { ExamBrowserPart } from '../exam-browser-part.tsx'
import type { DraftFormApi } from './use-draft.ts'

interface Props {
  readonly form: DraftFormApi
  readonly exam: ExamView | null
}

/** What candidates and their browsers must bring before they see a question. */
export function RequirementFieldset({ form, exam }: Props) {
  const t = useText()
  const { safeBrowser } = form.values.requirements
  // Of what is saved: a key of another password would be wrong.
  const isSaved = (exam?.requirements?.safeExamBrowser ?? null) !== null
  const isShown = safeBrowser && isSaved && !form.isDirty('requirements')
  return (
    <fieldset>
      <legend>{t('builder.requirements')}</legend>
      <Checkbox
        label={t('builder.requirements.consent')}
        description={t('builder.requirements.consent.hint')}
        {...form.getInputProps('requirements.consent', { type: 'checkbox' })}
      />
      <Checkbox
        label={t('builder.requirements.browser')}
        description={t('builder.requirements.browser.hint')}
        {...form.getInputProps('requirements.safeBrowser', { type: 'checkbox' })}
      />
      {safeBrowser && <BrowserFields form={form} />}
      {isShown && exam !== null && <ExamBrowserPart examId={exam.id} />}
      {safeBrowser && !isShown && <p className="dimmed">{t('builder.browser.later')}</p>}
    </fieldset>
  )
}

/** The rules of Safe Exam Browser; all of them may stay empty. */
function BrowserFields({ form }: { readonly form: DraftFormApi }) {
  const t = useText()
  const { quitPasswordDigest, quitPassword } = form.values.requirements
  const isKept = quitPasswordDigest !== '' && quitPassword === ''
  const keys = { autosize: true, minRows: 2, maxRows: 8, spellCheck: false } as const
  return (
    <>
      <PasswordInput
        label={t('builder.browser.quit')}
        description={t(isKept ? 'builder.browser.quit.kept' : 'builder.browser.quit.hint')}
        autoComplete="new-password"
        maw={420}
        visibilityToggleButtonProps={{ 'aria-label': t('builder.browser.quit.show') }}
        {...form.getInputProps('requirements.quitPassword')}
      />
      {isKept && (
        <Button
          variant="default"
          className="alone"
          onClick={() => form.setFieldValue('requirements.quitPasswordDigest', '')}
        >
          {t('builder.browser.quit.remove')}
        </Button>
      )}
      <Textarea
        label={t('builder.browser.versions')}
        description={t('builder.browser.versions.hint')}
        {...keys}
        {...form.getInputProps('requirements.browserExamKeys')}
      />
      <Textarea
        label={t('builder.browser.configurations')}
        description={t('builder.browser.configurations.hint')}
        {...keys}
        {...form.getInputProps('requirements.configKeys')}
      />
    </>
  )
}
