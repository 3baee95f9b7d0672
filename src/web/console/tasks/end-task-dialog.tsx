import { Button, Group, Modal, Radio, Stack, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { TaskView } from '../../../domain/policy/award-views.ts'
import { api } from '../../shared/api.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { tell } from '../parts/tell.ts'
import { useReturnFocus } from '../parts/use-return-focus.ts'
import { useChange } from '../queries.ts'
import { useText } from '../text.ts'
import { useWhom } from './use-whom.ts'

const LONGEST_NOTE = 2000
const KINDS = ['done', 'declined'] as const
type Kind = (typeof KINDS)[number]

interface Props {
  readonly task: TaskView
  readonly onClose: () => void
}

/** Asks what became of a task; who declines says why. */
export function EndTaskDialog({ task, onClose }: Props) {
  useReturnFocus()
  const t = useText()
  const shared = useSharedText()
  const say = useLocalized()
  const whom = useWhom()
  const ending = useChange(
    (input: { kind: Kind; note: string }) => api.post(`/tasks/${task.id}/end`, input),
    '/tasks',
  )
  const onEnd = (kind: Kind, note: string): void =>
    ending.mutate(
      { kind, note },
      {
        onSuccess: () => {
          tell(t('tasks.end.saved'))
          onClose()
        },
      },
    )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('tasks.end.of', { task: say(task.name), whom: whom(task) })}
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      <EndForm busy={ending.isPending} error={ending.error} onClose={onClose} onEnd={onEnd} />
    </Modal>
  )
}

interface FormProps {
  readonly busy: boolean
  readonly error: unknown
  readonly onClose: () => void
  readonly onEnd: (kind: Kind, note: string) => void
}

function EndForm({ busy, error, onClose, onEnd }: FormProps) {
  const t = useText()
  const shared = useSharedText()
  const [kind, setKind] = useState<Kind>('done')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const isMissing = kind === 'declined' && note.trim() === ''
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!isMissing) onEnd(kind, note.trim())
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Radio.Group
          label={t('tasks.end.kind')}
          value={kind}
          onChange={(value) => setKind(KINDS.find((one) => one === value) ?? kind)}
        >
          <Stack gap="xs">
            {KINDS.map((one) => (
              <Radio key={one} value={one} label={t(`tasks.end.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={t('tasks.end.note')}
          description={t(`tasks.end.note.${kind}`)}
          autosize
          minRows={2}
          maxLength={LONGEST_NOTE}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={tried && isMissing ? t('tasks.end.note.missing') : null}
          required={kind === 'declined'}
        />
        {error !== null && <ProblemAlert error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {shared('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('tasks.end.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
