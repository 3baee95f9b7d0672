import { useState } from 'react'
import type { Judgement } from '../../../../domain/bank/life-cycle.ts'
import { api } from '../../../shared/api.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { tell } from '../../parts/tell.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { NoteField } from './note-field.tsx'
import { useNote } from './use-note.ts'

/** Thousands of items may be judged at once. */
const JUDGING_TIMEOUT_MS = 120_000

/** Acts that the service refuses without a note. */
const NEEDS_NOTE: readonly Judgement[] = ['noted', 'returned']

interface Props {
  readonly program: string
  readonly act: Judgement
  /** Each with the revision that was seen. */
  readonly items: readonly { readonly itemId: string; readonly revision: number }[]
  /** How many others were chosen that the act does not fit. */
  readonly leftOut: number
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Asks once before items are judged, names the consequence and takes a note. */
export function JudgementDialog({ program, act, items, leftOut, onClose, onDone }: Props) {
  const t = useText()
  const { number } = useFormats()
  const { note, setNote } = useNote()
  const [tried, setTried] = useState(false)
  const judging = useChange(() => {
    const chosen = items.map(({ itemId, revision }) => ({ itemId, revision }))
    const path = `/workshops/${program}/judgements`
    const body = { act, items: chosen, note: note.trim() }
    return api.post(path, body, { timeoutMs: JUDGING_TIMEOUT_MS })
  }, '/workshops')
  const missing = NEEDS_NOTE.includes(act) && note.trim() === ''
  const send = (): void => {
    setTried(true)
    if (missing) return
    judging.mutate(undefined, {
      onSuccess: () => {
        tell(t('workshop.judged', { count: number(items.length) }))
        onDone()
      },
    })
  }
  return (
    <ConfirmModal
      opened
      title={t('workshop.act.on', { act: t(`workshop.act.${act}`), count: number(items.length) })}
      confirm={t(`workshop.act.${act}`)}
      busy={judging.isPending}
      error={judging.error}
      onClose={onClose}
      onConfirm={send}
    >
      <p>{t(`workshop.act.${act}.consequence`)}</p>
      {leftOut > 0 && <p className="note">{t('workshop.left-out', { count: number(leftOut) })}</p>}
      <NoteField
        value={note}
        onChange={setNote}
        error={tried && missing ? t('workshop.note.missing') : null}
      />
    </ConfirmModal>
  )
}
