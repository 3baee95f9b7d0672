import type { Item } from '../../../../domain/bank/item.ts'
import { api } from '../../../shared/api.ts'
import { tell } from '../../parts/tell.ts'
import { useChange } from '../../queries.ts'
import { useText } from '../../text.ts'
import type { ItemDraft } from './item-draft.ts'
import { ItemEditor } from './item-editor.tsx'

interface Props {
  readonly program: string
  readonly item: Item
  /** Whether a revision of it is live, which stays so. */
  readonly inUse: boolean
  readonly onClose: () => void
}

/** Writes a new revision of an item there is. */
export function ItemRevision({ program, item, inUse, onClose }: Props) {
  const t = useText()
  const saving = useChange(
    (written: { readonly item: ItemDraft; readonly note: string }) =>
      api.post(`/workshops/${program}/items`, { items: [written.item], note: written.note }),
    '/workshops',
  )
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
