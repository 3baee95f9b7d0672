import { Checkbox, NativeSelect, Radio } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Option } from '../../../../domain/bank/item.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { moved } from './edit-parts.ts'
import type { FaultAt } from './editor-fields.tsx'
import type { ItemDraft } from './item-draft.ts'
import { MoveButtons } from './move-buttons.tsx'
import { NumberAndUnit, Wordings } from './typed-key-fields.tsx'

interface Props<Kind extends ItemDraft> {
  readonly item: Kind
  readonly onChange: (item: ItemDraft) => void
}
type Of<Type extends ItemDraft['type']> = Extract<ItemDraft, { type: Type }>
type AnyProps = Props<ItemDraft> & { readonly faultAt: FaultAt }

/** A part by its id and, once there is one, its text. */
function useNaming(): (part: Option) => string {
  const say = useLocalized()
  return ({ id, text }) => (say(text) === '' ? id : `${id}: ${say(text)}`)
}

/** What is right, entered by type of item. */
export function KeyField({ item, onChange, faultAt }: AnyProps) {
  const t = useText()
  const fault = faultAt('/key', item.type === 'numeric' ? undefined : 'and-below')
  return (
    <fieldset className="editor-part">
      <legend>{t('workshop.part.key')}</legend>
      {keyControls({ item, onChange, faultAt })}
      {fault !== null && <p className="wrong">{fault}</p>}
    </fieldset>
  )
}

function keyControls({ item, onChange, faultAt }: AnyProps): ReactNode {
  switch (item.type) {
    case 'single-choice':
      return <OneOption item={item} onChange={onChange} />
    case 'multiple-choice':
      return <SeveralOptions item={item} onChange={onChange} />
    case 'true-false':
      return <TrueOrFalse item={item} onChange={onChange} />
    case 'numeric':
      return <NumberAndUnit item={item} onChange={onChange} faultAt={faultAt} />
    case 'short-text':
      return <Wordings item={item} onChange={onChange} />
    case 'ordering':
      return <RightOrder item={item} onChange={onChange} />
    case 'matching':
      return <Pairs item={item} onChange={onChange} />
  }
}

function OneOption({ item, onChange }: Props<Of<'single-choice'>>) {
  const nameOf = useNaming()
  return item.options.map((option) => (
    <Radio
      key={option.id}
      name="key"
      label={nameOf(option)}
      checked={item.key === option.id}
      onChange={() => onChange({ ...item, key: option.id })}
    />
  ))
}

function SeveralOptions({ item, onChange }: Props<Of<'multiple-choice'>>) {
  const nameOf = useNaming()
  return item.options.map((option) => (
    <Checkbox
      key={option.id}
      label={nameOf(option)}
      checked={item.key.includes(option.id)}
      onChange={(event) => {
        const chosen = event.currentTarget.checked
        const key = item.options.flatMap(({ id }) =>
          (id === option.id ? chosen : item.key.includes(id)) ? [id] : [],
        )
        onChange({ ...item, key })
      }}
    />
  ))
}

function TrueOrFalse({ item, onChange }: Props<Of<'true-false'>>) {
  const t = useText()
  return [true, false].map((key) => (
    <Radio
      key={String(key)}
      name="key"
      label={t(key ? 'item.true' : 'item.false')}
      checked={item.key === key}
      onChange={() => onChange({ ...item, key })}
    />
  ))
}

function RightOrder({ item, onChange }: Props<Of<'ordering'>>) {
  const nameOf = useNaming()
  const ordered = item.key.flatMap((id) => item.options.filter((option) => option.id === id))
  return (
    <ol className="plain right-order">
      {ordered.map((option, place) => (
        <li key={option.id}>
          <span className="right-place">{place + 1}</span>
          <span className="right-name">{nameOf(option)}</span>
          <MoveButtons
            name={option.id}
            place={place}
            count={ordered.length}
            onMove={(by) => onChange({ ...item, key: moved(item.key, place, by) })}
          />
        </li>
      ))}
    </ol>
  )
}

function Pairs({ item, onChange }: Props<Of<'matching'>>) {
  const t = useText()
  const nameOf = useNaming()
  return item.prompts.map(({ id, text }) => (
    <NativeSelect
      key={id}
      label={nameOf({ id, text })}
      value={item.key[id] ?? ''}
      onChange={(event) => {
        const { [id]: _, ...others } = item.key
        const chosen = event.currentTarget.value
        onChange({ ...item, key: chosen === '' ? others : { ...others, [id]: chosen } })
      }}
      data={[
        { value: '', label: t('workshop.key.none') },
        ...item.options.map((option) => ({ value: option.id, label: nameOf(option) })),
      ]}
    />
  ))
}
