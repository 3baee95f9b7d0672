import { TextInput } from '@mantine/core'
import { useText } from '../../text.ts'
import { type FaultAt, LocalizedField } from './editor-fields.tsx'
import type { ItemDraft } from './item-draft.ts'

interface Props {
  readonly item: ItemDraft
  readonly onChange: (item: ItemDraft) => void
  readonly faultAt: FaultAt
}

/** The provision an item rests on, and the day it was last checked. */
export function SourceFields({ item, onChange, faultAt }: Props) {
  const t = useText()
  const { url, ...source } = item.source
  const withUrl = (text: string) => (text.trim() === '' ? source : { ...source, url: text.trim() })
  return (
    <fieldset className="editor-part">
      <legend>{t('item.source')}</legend>
      {(['title', 'provision'] as const).map((part) => (
        <LocalizedField
          key={part}
          label={t(`workshop.source.${part}`)}
          value={item.source[part]}
          onChange={(text) => onChange({ ...item, source: { ...item.source, [part]: text } })}
          path={`/source/${part}`}
          faultAt={faultAt}
        />
      ))}
      <TextInput
        label={t('workshop.source.url')}
        type="url"
        value={url ?? ''}
        onChange={(event) => onChange({ ...item, source: withUrl(event.currentTarget.value) })}
        error={faultAt('/source/url')}
      />
      <TextInput
        label={t('workshop.source.checked')}
        type="date"
        value={item.source.checkedOn}
        onChange={(event) =>
          onChange({ ...item, source: { ...item.source, checkedOn: event.currentTarget.value } })
        }
        error={faultAt('/source/checkedOn')}
      />
    </fieldset>
  )
}
