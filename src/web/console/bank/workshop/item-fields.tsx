import { NativeSelect, TextInput } from '@mantine/core'
import type { Item } from '../../../../domain/bank/item.ts'
import { useText } from '../../text.ts'
import { COGNITIVE_LEVEL_KEYS } from '../cognitive-levels.ts'
import { type FaultAt, IdsField, LocalizedField } from './editor-fields.tsx'
import { KeyField } from './key-field.tsx'
import { PartsField } from './parts-field.tsx'
import { useNames } from './use-names.ts'

interface Props {
  readonly program: string
  readonly item: Item
  readonly onChange: (item: Item) => void
  readonly faultAt: FaultAt
}

/** The fields of an item that people write; statistics come from elsewhere. */
export function ItemFields(props: Props) {
  const { item, onChange, faultAt } = props
  const t = useText()
  return (
    <>
      <LocalizedField
        label={t('item.stem')}
        value={item.stem}
        onChange={(stem) => onChange({ ...item, stem })}
        path="/stem"
        faultAt={faultAt}
      />
      <PartsField item={item} list="prompts" onChange={onChange} faultAt={faultAt} />
      <PartsField item={item} list="options" onChange={onChange} faultAt={faultAt} />
      <KeyField item={item} onChange={onChange} faultAt={faultAt} />
      <LocalizedField
        label={t('item.rationale')}
        value={item.rationale}
        onChange={(rationale) => onChange({ ...item, rationale })}
        path="/rationale"
        faultAt={faultAt}
      />
      <SourceFields {...props} />
      <PlaceFields {...props} />
    </>
  )
}

function SourceFields({ item, onChange, faultAt }: Props) {
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

function PlaceFields({ program, item, onChange, faultAt }: Props) {
  const t = useText()
  const names = useNames(program)
  const ids = [...new Set([...names.competencies.map(({ id }) => id), item.competency])]
  return (
    <fieldset className="editor-part">
      <legend>{t('workshop.place')}</legend>
      <NativeSelect
        label={t('builder.cell.competency')}
        value={item.competency}
        onChange={(event) => onChange({ ...item, competency: event.currentTarget.value })}
        data={ids.map((id) => ({ value: id, label: names.competency(id) }))}
        error={faultAt('/competency')}
      />
      <NativeSelect
        label={t('builder.cell.level')}
        value={item.level}
        onChange={(event) =>
          onChange({ ...item, level: event.currentTarget.value as Item['level'] })
        }
        data={COGNITIVE_LEVEL_KEYS.map((key) => ({ value: key, label: t(`level.${key}`) }))}
        error={faultAt('/level')}
      />
      <IdsField
        label={t('item.posts')}
        description={t('workshop.posts.hint', {
          known: names.posts.map(({ id }) => id).join(', ') || '–',
        })}
        value={item.posts}
        onChange={(posts) => onChange({ ...item, posts })}
        error={faultAt('/posts')}
      />
      <IdsField
        label={t('item.enemies')}
        description={t('workshop.enemies.hint')}
        value={item.enemies}
        onChange={(enemies) => onChange({ ...item, enemies })}
        error={faultAt('/enemies')}
      />
    </fieldset>
  )
}
