import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useFormats } from '../../../shared/use-preferences.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { useText } from '../../text.ts'
import { changeType } from './change-type.ts'
import { ITEM_TYPES, type ItemDraft, type ItemType } from './item-draft.ts'

interface Props {
  readonly item: ItemDraft
  readonly onChange: (item: ItemDraft) => void
  readonly error: string | null
}

/** The type of an item; asks first where the change takes something away. */
export function TypeField({ item, onChange, error }: Props) {
  const t = useText()
  const { list } = useFormats()
  const [wanted, setWanted] = useState<ItemType | null>(null)
  const choose = (type: ItemType): void => {
    const { item: changed, lost } = changeType(item, type)
    if (lost.length === 0) onChange(changed)
    else setWanted(type)
  }
  const lost = wanted === null ? [] : changeType(item, wanted).lost
  return (
    <>
      <NativeSelect
        label={t('items.type')}
        value={item.type}
        onChange={(event) => choose(event.currentTarget.value as ItemType)}
        data={ITEM_TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
        error={error}
      />
      <ConfirmModal
        opened={wanted !== null}
        title={t('workshop.type.change')}
        confirm={t('workshop.type.change')}
        busy={false}
        error={null}
        onClose={() => setWanted(null)}
        onConfirm={() => {
          if (wanted !== null) onChange(changeType(item, wanted).item)
          setWanted(null)
        }}
      >
        <p>
          {t('workshop.type.lost', {
            type: wanted === null ? '' : t(`type.${wanted}`),
            parts: list(lost.map((part) => t(`workshop.part.${part}`))),
          })}
        </p>
      </ConfirmModal>
    </>
  )
}
