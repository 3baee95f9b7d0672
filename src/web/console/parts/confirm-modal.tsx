import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSharedText } from '../../shared/use-text.ts'
import { ProblemAlert } from './problem-alert.tsx'
import { useReturnFocus } from './use-return-focus.ts'

interface Props {
  readonly opened: boolean
  readonly title: string
  readonly confirm: string
  readonly busy: boolean
  readonly error: unknown
  readonly onClose: () => void
  readonly onConfirm: () => void
  /** The consequence, in words. */
  readonly children: ReactNode
}

/** Asks once before an act, and names its consequence. */
export function ConfirmModal(props: Props) {
  useReturnFocus()
  const t = useSharedText()
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        {props.children}
        {props.error !== null && <ProblemAlert error={props.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button onClick={props.onConfirm} loading={props.busy}>
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
