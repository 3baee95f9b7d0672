import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import type { CalibrationProposed } from '../../../../domain/settlement/calibration-view.ts'
import { api } from '../../../shared/api.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { tell } from '../../parts/tell.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'

/** Proposes the parameters to the workshop, after naming what that does. */
export function ProposeButton({
  exam,
  canPropose,
}: {
  readonly exam: ExamView
  readonly canPropose: boolean
}) {
  const t = useText()
  const [opened, setOpened] = useState(false)
  const [note, setNote] = useState('')
  const proposing = useChange(
    () =>
      api.post<CalibrationProposed>(`/exams/${exam.id}/calibration/proposal`, {
        note: note.trim(),
      }),
    '/workshops',
  )
  if (!canPropose) return <p className="dimmed">{t('calibration.simulated')}</p>
  const propose = (): void =>
    proposing.mutate(undefined, {
      onSuccess: ({ proposed, missing }) => {
        setOpened(false)
        tell(t('calibration.proposed', { count: proposed, missing: missing.length }))
      },
    })
  return (
    <>
      <Button onClick={() => setOpened(true)}>{t('calibration.propose')}</Button>
      <ConfirmModal
        opened={opened}
        title={t('calibration.propose')}
        confirm={t('calibration.propose')}
        busy={proposing.isPending}
        error={proposing.error}
        onClose={() => setOpened(false)}
        onConfirm={() => note.trim() !== '' && propose()}
      >
        <p>{t('calibration.propose.consequence')}</p>
        <Textarea
          label={t('calibration.propose.note')}
          required
          autosize
          minRows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </ConfirmModal>
    </>
  )
}
