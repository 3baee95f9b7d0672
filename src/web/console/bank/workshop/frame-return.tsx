import { Button } from '@mantine/core'
import { useState } from 'react'
import type {
  WorkshopFrameStanding,
  WorkshopFrameView,
} from '../../../../domain/bank/workshop-frame-views.ts'
import { api } from '../../../shared/api.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { tell } from '../../parts/tell.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { NoteField } from './note-field.tsx'
import { useNote } from './use-note.ts'

interface Props {
  readonly frame: WorkshopFrameView
}

/** Sends a program's frame back to who wrote it, with a note. */
export function FrameReturnButton({ frame }: Props) {
  const t = useText()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('workshop.frame.return')}
      </Button>
      {asking && <ReturnDialog frame={frame} onClose={() => setAsking(false)} />}
    </>
  )
}

function ReturnDialog({ frame, onClose }: Props & { readonly onClose: () => void }) {
  const t = useText()
  const { note, setNote } = useNote()
  const [tried, setTried] = useState(false)
  const { program, revision } = frame
  const missing = note.trim() === ''
  const returning = useChange(
    () =>
      api.post<WorkshopFrameStanding>(`/workshops/${program}/frame/return`, {
        revision,
        note: note.trim(),
      }),
    '/workshops',
  )
  const send = (): void => {
    setTried(true)
    if (missing) return
    returning.mutate(undefined, {
      onSuccess: () => {
        onClose()
        tell(t('workshop.frame.returned.done'))
      },
    })
  }
  return (
    <ConfirmModal
      opened
      title={t('workshop.frame.return')}
      confirm={t('workshop.frame.return.do')}
      busy={returning.isPending}
      error={returning.error}
      onClose={onClose}
      onConfirm={send}
    >
      <p>{t('workshop.frame.return.consequence')}</p>
      <NoteField
        value={note}
        onChange={setNote}
        error={tried && missing ? t('workshop.note.missing') : null}
      />
    </ConfirmModal>
  )
}

/** Who sent the latest frame back and why, and how to go on; nothing unless somebody did. */
export function FrameReturnStory({ frame }: Props) {
  const t = useText()
  const { dateTime } = useFormats()
  const found = frame.revisions.at(-1)?.return ?? null
  if (found === null) return null
  const by = found.returner ?? t('workshop.somebody')
  return (
    <>
      <p>{t('workshop.frame.returned.story', { by, at: dateTime(found.returnedAt) })}</p>
      <blockquote>{found.note}</blockquote>
      <p className="dimmed">{t('workshop.frame.returned.next')}</p>
    </>
  )
}
