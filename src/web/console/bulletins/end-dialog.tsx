import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ExemptionView } from '../../../domain/settlement/bulletin/views.ts'
import { api } from '../../shared/api.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { tell } from '../parts/tell.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'

interface Props {
  readonly exemption: ExemptionView
  readonly onClose: () => void
}

/** Takes an exemption back, with the reason. */
export function EndDialog({ exemption, onClose }: Props) {
  const t = useText()
  const { id, person } = exemption
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const ending = useChange(
    () => api.post(`/persons/${person.id}/exemptions/${id}/end`, { reason: reason.trim() }),
    '/units/',
  )
  const confirm = (): void => {
    setTried(true)
    if (reason.trim() === '') return
    ending.mutate(undefined, {
      onSuccess: () => {
        tell(t('exempt.end.done'))
        onClose()
      },
    })
  }
  return (
    <ConfirmModal
      opened
      title={t('exempt.end.title', { name: person.name })}
      confirm={t('exempt.end')}
      busy={ending.isPending}
      error={ending.error}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p>{t('exempt.end.consequence')}</p>
      <Textarea
        label={t('exempt.reason')}
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={tried && reason.trim() === '' ? t('exempt.choose') : null}
        required
      />
    </ConfirmModal>
  )
}
