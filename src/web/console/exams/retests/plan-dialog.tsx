import { Button, Group, Modal, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useLocation } from 'wouter'
import type { ExamDraft } from '../../../../domain/scheduling/exam.ts'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { api } from '../../../shared/api.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { tell } from '../../parts/tell.ts'
import { useReturnFocus } from '../../parts/use-return-focus.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { faultsOfWindow } from '../draft-faults.ts'
import { type DraftForm, windowOf } from '../draft-form.ts'
import { WindowFields } from '../window-fields.tsx'
import { NOTICE_DAYS, usualWindow } from './usual-window.ts'

interface Props {
  readonly exam: ExamView
  readonly onClose: () => void
}

/** Asks when a re-test is to be, drafts it, and goes on in the builder. */
export function PlanDialog({ exam, onClose }: Props) {
  useReturnFocus()
  const t = useText()
  const shared = useSharedText()
  const [, navigate] = useLocation()
  const form = useForm<Pick<DraftForm, 'opensAt' | 'closesAt'>>({
    mode: 'controlled',
    initialValues: usualWindow(new Date()),
    validate: (values) =>
      Object.fromEntries(
        Object.entries(faultsOfWindow(values)).map(([path, code]) => [path, t(`fault.${code}`)]),
      ),
  })
  const planning = useChange(
    (window: ExamDraft['window']) =>
      api.post<{ examId: string }>(`/exams/${exam.id}/re-tests`, { window }),
    '/exams',
  )
  const plan = (values: typeof form.values): void => {
    const window = windowOf(values)
    if (window === null) return
    planning.mutate(window, {
      onSuccess: ({ examId }) => {
        tell(t('retests.planned'))
        navigate(`/exams/${examId}`)
      },
    })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('retests.plan')}
      size="lg"
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      <form noValidate onSubmit={form.onSubmit(plan)}>
        <Stack gap="xs">
          <p>{t('retests.plan.hint', { days: NOTICE_DAYS })}</p>
          <WindowFields propsOf={(part) => form.getInputProps(part)} />
          {planning.error !== null && <ProblemAlert error={planning.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('common.cancel')}
            </Button>
            <Button type="submit" loading={planning.isPending}>
              {t('retests.plan.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
