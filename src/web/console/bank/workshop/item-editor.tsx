import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Item } from '../../../../domain/bank/item.ts'
import { api } from '../../../shared/api.ts'
import { ApiProblem } from '../../../shared/api-error.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { tell } from '../../parts/tell.ts'
import { useLeaveGuard } from '../../parts/use-leave-guard.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import { changedParts } from './changed-parts.ts'
import { ItemFields } from './item-fields.tsx'
import { KeyedSheet } from './item-sheet.tsx'
import { NoteField } from './note-field.tsx'

interface Props {
  readonly program: string
  readonly item: Item
  /** Whether a revision of it is live, which stays so. */
  readonly inUse: boolean
  readonly onClose: () => void
}

/** The item as it is sent: wordings of one line each, without those left empty. */
function toSend(item: Item): Item {
  if (item.type !== 'short-text') return item
  const accepted = item.key.accepted.map((text) => text.trim()).filter((text) => text !== '')
  return { ...item, key: { accepted } }
}

function faultIn(error: unknown, path: string): string | null {
  if (!(error instanceof ApiProblem)) return null
  const place = `/items/0${path}`
  const found = error.errors.filter(({ pointer }) => pointer === place)
  return found.length === 0 ? null : found.map(({ detail }) => detail).join('; ')
}

function useSaving({ program, item: before, onClose }: Props) {
  const t = useText()
  const [item, setItem] = useState(before)
  const [note, setNote] = useState('')
  const changed = changedParts(before, toSend(item)).length > 0
  const saving = useChange(
    () => api.post(`/workshops/${program}/items`, { items: [toSend(item)], note: note.trim() }),
    '/workshops',
  )
  useLeaveGuard((changed || note !== '') && !saving.isSuccess)
  const save = (event: FormEvent): void => {
    event.preventDefault()
    if (!changed) return
    saving.mutate(undefined, {
      onSuccess: () => {
        tell(t('workshop.saved'))
        onClose()
      },
    })
  }
  return { item, setItem, note, setNote, changed, saving, save }
}

/** Writes a new revision of an item, with a preview beside the fields. */
export function ItemEditor(props: Props) {
  const t = useText()
  const shared = useSharedText()
  const { item, setItem, note, setNote, changed, saving, save } = useSaving(props)
  return (
    <div className="editor">
      <form noValidate onSubmit={save} className="card editor-form">
        <h2>{t('workshop.edit')}</h2>
        {props.inUse && <p className="note">{t('workshop.edit.in-use')}</p>}
        <ItemFields
          program={props.program}
          item={item}
          onChange={setItem}
          faultAt={(path) => faultIn(saving.error, path)}
        />
        <NoteField value={note} onChange={setNote} />
        {saving.error !== null && <ProblemAlert error={saving.error} />}
        {!changed && <p className="dimmed">{t('workshop.edit.unchanged')}</p>}
        <div className="item-acts">
          <Button type="submit" loading={saving.isPending} disabled={!changed}>
            {t('workshop.save')}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            {shared('common.cancel')}
          </Button>
        </div>
      </form>
      <section className="card editor-preview" aria-label={t('workshop.preview')}>
        <h2>{t('workshop.preview')}</h2>
        <KeyedSheet item={item} />
      </section>
    </div>
  )
}
