import { Textarea, TextInput } from '@mantine/core'
import { useText } from '../../text.ts'
import { type FaultAt, LocalizedField } from './editor-fields.tsx'
import type { ItemDraft } from './item-draft.ts'

interface Props<Kind extends ItemDraft> {
  readonly item: Kind
  readonly onChange: (item: ItemDraft) => void
}
type Of<Type extends ItemDraft['type']> = Extract<ItemDraft, { type: Type }>
type NumericProps = Props<Of<'numeric'>> & { readonly faultAt: FaultAt }

/** The right number, how far off an answer may be, and the unit that stands behind it. */
export function NumberAndUnit({ item, onChange, faultAt }: NumericProps) {
  const t = useText()
  return (
    <>
      {(['value', 'tolerance'] as const).map((part) => (
        <TextInput
          key={part}
          type="number"
          step="any"
          label={t(`workshop.key.${part}`)}
          value={Number.isNaN(item.key[part]) ? '' : item.key[part]}
          // An empty field is no zero: it is sent as nothing, and the service says so.
          onChange={(event) =>
            onChange({ ...item, key: { ...item.key, [part]: event.currentTarget.valueAsNumber } })
          }
          error={faultAt(`/key/${part}`)}
        />
      ))}
      <LocalizedField
        label={t('workshop.part.unit')}
        value={item.unit}
        onChange={(unit) => onChange({ ...item, unit })}
        path="/unit"
        faultAt={faultAt}
      />
    </>
  )
}

/** Every wording that counts as right. */
export function Wordings({ item, onChange }: Props<Of<'short-text'>>) {
  const t = useText()
  return (
    <Textarea
      label={t('workshop.key.accepted')}
      autosize
      minRows={3}
      value={item.key.accepted.join('\n')}
      onChange={(event) =>
        onChange({ ...item, key: { accepted: event.currentTarget.value.split('\n') } })
      }
    />
  )
}
