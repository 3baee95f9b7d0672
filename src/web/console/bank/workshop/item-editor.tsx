import { Alert, Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { isProblem } from '../../../shared/api-error.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useLeaveGuard } from '../../parts/use-leave-guard.ts'
import { useText } from '../../text.ts'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { changedParts } from './changed-parts.ts'
import type { FaultAt } from './editor-fields.tsx'
import { fieldFaults, missingIn } from './field-faults.ts'
import { type ItemDraft, toSend } from './item-draft.ts'
import { ItemFields } from './item-fields.tsx'
import { ItemPreview } from './item-preview.tsx'
import { NoteField } from './note-field.tsx'

interface Saving {
  readonly error: unknown
  readonly isPending: boolean
  readonly isSuccess: boolean
}

interface Props {
  readonly program: string
  /** A heading where the page's own does not say it. */
  readonly title: string | null
  /** What the fields begin with. */
  readonly before: ItemDraft
  readonly saving: Saving
  /** Receives what is to be stored, only when something was written. */
  readonly onSave: (item: ItemDraft, note: string) => void
  readonly onCancel: () => void
  /** What else changes with a change, such as an id that follows the competency. */
  readonly follow?: (before: ItemDraft, after: ItemDraft) => ItemDraft
  /** What stands above the fields, given the item as it is being written. */
  readonly above: (editing: Editing) => ReactNode
}

/** What fields outside of the editor need. */
export interface Editing {
  readonly item: ItemDraft
  readonly onChange: (item: ItemDraft) => void
  readonly faultAt: FaultAt
}

/** The item as it is written so far, and what stands in the way of saving it. */
function useWriting({ before, saving, onSave, follow }: Props) {
  const t = useText()
  const [item, setItem] = useState(before)
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const sent = toSend(item)
  const changed = changedParts(toSend(before), sent).length > 0
  const missing = tried > 0 ? missingIn(sent) : []
  // After each attempt the first field at fault, wherever it is on the page.
  useEffect(() => {
    if (tried > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [tried])
  const change = (next: ItemDraft | ((now: ItemDraft) => ItemDraft)): void =>
    setItem((now) => {
      const after = typeof next === 'function' ? next(now) : next
      return follow?.(now, after) ?? after
    })
  const save = (event: FormEvent): void => {
    event.preventDefault()
    setTried(tried + 1)
    if (changed && missingIn(sent).length === 0) onSave(sent, note.trim())
  }
  const faultAt = fieldFaults(saving.error, missing, t)
  const unsaved = (changed || note.trim() !== '') && !saving.isSuccess
  return { form, item, change, note, setNote, missing, changed, unsaved, save, faultAt }
}

/** Writes an item, with a preview beside the fields; asks before written things are lost. */
export function ItemEditor(props: Props) {
  const t = useText()
  const { program, saving, title } = props
  const { form, item, change, note, setNote, missing, changed, unsaved, save, faultAt } =
    useWriting(props)
  useLeaveGuard(unsaved)
  return (
    <div className="editor">
      <form noValidate ref={form} className="card editor-form" onSubmit={save}>
        {title !== null && <h2>{title}</h2>}
        {props.above({ item, onChange: change, faultAt })}
        <ItemFields program={program} item={item} onChange={change} faultAt={faultAt} />
        <NoteField value={note} onChange={setNote} />
        <InTheWay program={program} item={item} missing={missing.length} error={saving.error} />
        {!changed && <p className="dimmed">{t('workshop.edit.unchanged')}</p>}
        <Actions
          {...{ saving, changed }}
          onCancel={() => {
            if (!unsaved || confirm(t('shell.leave'))) props.onCancel()
          }}
        />
      </form>
      <ItemPreview program={program} item={item} />
    </div>
  )
}

interface InTheWayProps {
  readonly program: string
  readonly item: ItemDraft
  /** How many fields must still be filled in. */
  readonly missing: number
  readonly error: unknown
}

function InTheWay({ program, item, missing, error }: InTheWayProps) {
  const t = useText()
  if (missing > 0) {
    return (
      <Alert color="bad" role="alert" className="problem">
        {t('workshop.missing', { count: missing })}
      </Alert>
    )
  }
  if (error === null) return null
  if (isProblem(error, 'changed-meanwhile')) {
    return <ChangedMeanwhile program={program} itemId={item.id} />
  }
  return <ProblemAlert error={error} />
}

function Actions({
  saving,
  changed,
  onCancel,
}: Pick<Props, 'saving' | 'onCancel'> & { readonly changed: boolean }) {
  const t = useText()
  const shared = useSharedText()
  return (
    <div className="item-acts">
      <Button type="submit" loading={saving.isPending} disabled={!changed}>
        {t('workshop.save')}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {shared('common.cancel')}
      </Button>
    </div>
  )
}
