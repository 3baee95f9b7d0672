import { useState } from 'react'
import type { Item } from '../../../../domain/bank/item.ts'
import type { WorkshopItemView } from '../../../../domain/bank/workshop-views.ts'
import { api } from '../../../shared/api.ts'
import { isProblem } from '../../../shared/api-error.ts'
import { tell } from '../../parts/tell.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import type { ItemDraft } from './item-draft.ts'
import { ItemEditor } from './item-editor.tsx'

interface Props {
  readonly program: string
  readonly item: Item
  /** The revision that says so. */
  readonly revision: number
  /** Whether a revision of it is live, which stays so. */
  readonly inUse: boolean
  readonly onClose: () => void
}

interface Written {
  readonly item: ItemDraft
  readonly note: string
}

/**
 * Saves only on the revision that the writer began with. Where another is there by now the writer
 * is told so, and what is saved after that stands on the one that could be seen then.
 */
function useSavingOn(program: string, item: Item, revision: number) {
  const [basis, setBasis] = useState(revision)
  return useChange(async (written: Written) => {
    const path = `/workshops/${program}/items`
    const body = { items: [written.item], note: written.note, basis: { [item.id]: basis } }
    try {
      return await api.post(path, body)
    } catch (error) {
      if (isProblem(error, 'changed-meanwhile')) {
        const newest = await api.get<WorkshopItemView>(`${path}/${encodeURIComponent(item.id)}`)
        setBasis(newest.revision)
      }
      throw error
    }
  }, '/workshops')
}

/** Writes a new revision of an item there is. */
export function ItemRevision({ program, item, revision, inUse, onClose }: Props) {
  const t = useText()
  const saving = useSavingOn(program, item, revision)
  const save = (written: ItemDraft, note: string): void =>
    saving.mutate(
      { item: written, note },
      {
        onSuccess: () => {
          tell(t('workshop.saved'))
          onClose()
        },
      },
    )
  return (
    <ItemEditor
      program={program}
      title={t('workshop.edit')}
      before={item}
      saving={saving}
      onSave={save}
      onCancel={onClose}
      above={() => inUse && <p className="note">{t('workshop.edit.in-use')}</p>}
    />
  )
}
