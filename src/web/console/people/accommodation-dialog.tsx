import { Button, Checkbox, Group, Modal, Stack, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type {
  Accommodation,
  AccommodationReach,
  ApprovedAccommodation,
} from '../../../domain/organization/accommodation.ts'
import type { PersonView } from '../../../domain/organization/views.ts'
import { api } from '../../shared/api.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { tell } from '../parts/tell.ts'
import { useReturnFocus } from '../parts/use-return-focus.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { ShareField } from './share-field.tsx'

const LONGEST_REASON = 1000

interface Props {
  readonly person: PersonView
  readonly current: Accommodation
  readonly onClose: () => void
}

/** Asks for other conditions with their reason, and names the consequence. */
export function AccommodationDialog({ person, current, onClose }: Props) {
  useReturnFocus()
  const t = useText()
  const shared = useSharedText()
  const path = `/persons/${person.id}/accommodation`
  const approving = useChange(
    (approved: ApprovedAccommodation) => api.put<{ reach: AccommodationReach }>(path, approved),
    path,
  )
  const onApprove = (approved: ApprovedAccommodation): void =>
    approving.mutate(approved, {
      onSuccess: ({ reach }) => {
        tell(reach.exams > 0 ? t('arrange.saved', reach) : t('arrange.saved.later'))
        onClose()
      },
    })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('arrange.change.of', { name: person.name })}
      size="lg"
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      <ConditionsForm
        {...{ current, onClose, onApprove }}
        busy={approving.isPending}
        error={approving.error}
      />
    </Modal>
  )
}

interface FormProps extends Omit<Props, 'person'> {
  readonly busy: boolean
  readonly error: unknown
  readonly onApprove: (approved: ApprovedAccommodation) => void
}

function ConditionsForm({ current, busy, error, onClose, onApprove }: FormProps) {
  const t = useText()
  const [share, setShare] = useState<number | null>(current.extraTimeShare)
  const [assistiveTechnology, setAssistive] = useState(current.assistiveTechnology)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (share === null || reason.trim() === '') return
    onApprove({ extraTimeShare: share, assistiveTechnology, reason: reason.trim() })
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <ShareField share={share} onChange={setShare} tried={tried} />
        <Checkbox
          label={t('arrange.assistive')}
          description={t('arrange.assistive.hint')}
          checked={assistiveTechnology}
          onChange={(event) => setAssistive(event.currentTarget.checked)}
        />
        <Textarea
          label={t('arrange.reason')}
          description={t('arrange.reason.hint')}
          autosize
          minRows={2}
          maxLength={LONGEST_REASON}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && reason.trim() === '' ? t('arrange.reason.missing') : null}
          required
        />
        <p className="note">
          {t('arrange.consequence')}{' '}
          {assistiveTechnology &&
            !current.assistiveTechnology &&
            t('arrange.consequence.assistive')}
        </p>
        {error !== null && <ProblemAlert error={error} />}
        <Acts busy={busy} onClose={onClose} />
      </Stack>
    </form>
  )
}

function Acts({ busy, onClose }: Pick<FormProps, 'busy' | 'onClose'>) {
  const t = useText()
  const shared = useSharedText()
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        {shared('common.cancel')}
      </Button>
      <Button type="submit" loading={busy}>
        {t('arrange.save')}
      </Button>
    </Group>
  )
}
