import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { StateBadge } from '../../parts/badges.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useLeaveGuard } from '../../parts/use-leave-guard.ts'
import { useText } from '../../text.ts'
import { RetestOf } from '../retests/retest-of.tsx'
import type { BuilderSource } from './builder-source.ts'
import { CellFields } from './cell-fields.tsx'
import { ConstraintsPart } from './constraints-part.tsx'
import { CutBasisFields } from './cut-basis-fields.tsx'
import { DeliveryPart } from './delivery-part.tsx'
import { LevelFields } from './level-fields.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { RequirementFieldset } from './requirement-fieldset.tsx'
import { RetestFieldset } from './retest-fieldset.tsx'
import { ReviewRulesFieldset } from './review-rules-fieldset.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { SourceFields } from './source-fields.tsx'
import { ToleranceFields } from './tolerance-fields.tsx'
import { useAssembly } from './use-assembly.ts'
import { useDraft, wasSavedToPublish } from './use-draft.ts'
import { useExamPreview } from './use-exam-preview.ts'
import { usePlacedFindings } from './use-placed-findings.ts'

interface Props {
  readonly exam: ExamView | null
  readonly source: BuilderSource
}

/** The exam builder: what it is made of at the left, what that means at the right. */
export function BuilderForm({ exam, source }: Props) {
  const t = useText()
  const say = useLocalized()
  const { form, save, saving } = useDraft(exam, source)
  const preview = useExamPreview(form.values)
  const assembly = useAssembly(form)
  const findings = usePlacedFindings(preview.query.data, saving.error)
  const [toPublish, setToPublish] = useState(() => (wasSavedToPublish() ? exam : null))
  const dirty = form.isDirty()
  useLeaveGuard(dirty)
  const bank = source.banks.find(({ bankVersionId }) => bankVersionId === form.values.bankVersionId)
  const wrong = Object.keys(form.errors).length
  const saveThenPublish = async (): Promise<void> => {
    const saved = dirty || exam === null ? await save('publish') : exam
    if (saved !== null && exam !== null) setToPublish(saved)
  }
  return (
    <>
      <PageHeading
        title={exam === null ? t('builder.new') : say(exam.title)}
        badges={<StateBadge state="draft" />}
        lead={t('builder.lead')}
      />
      <RetestOf exam={exam} />
      <div className="builder">
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <RetestFieldset form={form} exam={exam} />
          <SourceFields form={form} source={source} bank={bank} />
          <CellFields form={form} bank={bank} preview={preview.query.data} />
          <ConstraintsPart form={form} bank={bank} findings={findings} />
          <DeliveryPart form={form} findings={findings} assembly={assembly} />
          <LevelFields form={form} />
          <CutBasisFields form={form} />
          <ScheduleFields form={form} source={source} />
          <ReviewRulesFieldset form={form} />
          <RequirementFieldset form={form} exam={exam} />
          <ToleranceFields form={form} />
          {wrong > 0 && (
            <p className="wrong" role="alert">
              {t('builder.wrong-fields', { count: wrong })}
            </p>
          )}
          {saving.error !== null && <ProblemAlert error={saving.error} />}
          <div className="save-bar">
            <Button type="submit" variant="default" loading={saving.isPending}>
              {t('builder.save')}
            </Button>
            <Button onClick={() => void saveThenPublish()} disabled={saving.isPending}>
              {t('builder.publish')}
            </Button>
            <span className="dimmed" role="status">
              {dirty || exam === null ? t('builder.unsaved') : t('builder.all-saved')}
            </span>
          </div>
        </form>
        <PreviewPanel
          preview={preview}
          levels={form.values.levels}
          mode={form.values.delivery.mode}
          bank={bank}
          savedExamId={dirty ? null : (exam?.id ?? null)}
        />
      </div>
      {toPublish !== null && (
        <PublishDialog
          exam={toPublish}
          rules={preview.query.data?.rules ?? []}
          onClose={() => {
            history.replaceState(null, '')
            setToPublish(null)
          }}
        />
      )}
    </>
  )
}
