import { Checkbox, NativeSelect, Radio, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Item } from '../../../../domain/bank/item.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { type FaultAt, LocalizedField } from './editor-fields.tsx'

interface Props<Kind extends Item> {
  readonly item: Kind
  readonly onChange: (item: Item) => void
}
type Of<Type extends Item['type']> = Extract<Item, { type: Type }>
type AnyProps = Props<Item> & { readonly faultAt: FaultAt }

/** What is right, entered by type of item. */
export function KeyField({ item, onChange, faultAt }: AnyProps) {
  const t = useText()
  const fault = faultAt('/key')
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
      return <Places item={item} onChange={onChange} />
    case 'matching':
      return <Pairs item={item} onChange={onChange} />
  }
}

function OneOption({ item, onChange }: Props<Of<'single-choice'>>) {
  const say = useLocalized()
  return item.options.map(({ id, text }) => (
    <Radio
      key={id}
      name="key"
      label={`${id}: ${say(text)}`}
      checked={item.key === id}
      onChange={() => onChange({ ...item, key: id })}
    />
  ))
}

function SeveralOptions({ item, onChange }: Props<Of<'multiple-choice'>>) {
  const say = useLocalized()
  return item.options.map(({ id, text }) => (
    <Checkbox
      key={id}
      label={`${id}: ${say(text)}`}
      checked={item.key.includes(id)}
      onChange={(event) => {
        const others = item.key.filter((named) => named !== id)
        onChange({ ...item, key: event.currentTarget.checked ? [...others, id] : others })
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

function NumberAndUnit({ item, onChange, faultAt }: AnyProps & Props<Of<'numeric'>>) {
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

function Wordings({ item, onChange }: Props<Of<'short-text'>>) {
  const t = useText()
  return (
    <Textarea
      label={t('workshop.key.accepted')}
      autosize
      minRows={2}
      value={item.key.accepted.join('\n')}
      onChange={(event) =>
        onChange({ ...item, key: { accepted: event.currentTarget.value.split('\n') } })
      }
    />
  )
}

function Places({ item, onChange }: Props<Of<'ordering'>>) {
  const t = useText()
  const say = useLocalized()
  const put = (place: number, id: string): void => {
    // Whoever stood there changes places with the newcomer, so that the key stays an order.
    const from = item.key.indexOf(id)
    const key = [...item.key]
    const displaced = key[place]
    key[place] = id
    if (from >= 0 && displaced !== undefined) key[from] = displaced
    onChange({ ...item, key })
  }
  return item.key.map((id, place) => (
    <NativeSelect
      key={id}
      label={t('workshop.key.place', { place: place + 1 })}
      value={id}
      onChange={(event) => put(place, event.currentTarget.value)}
      data={item.options.map((option) => ({ value: option.id, label: say(option.text) }))}
    />
  ))
}

function Pairs({ item, onChange }: Props<Of<'matching'>>) {
  const t = useText()
  const say = useLocalized()
  return item.prompts.map(({ id, text }) => (
    <NativeSelect
      key={id}
      label={say(text) || id}
      value={item.key[id] ?? ''}
      onChange={(event) => {
        const { [id]: _, ...others } = item.key
        const chosen = event.currentTarget.value
        onChange({ ...item, key: chosen === '' ? others : { ...others, [id]: chosen } })
      }}
      data={[
        { value: '', label: t('workshop.key.none') },
        ...item.options.map((option) => ({ value: option.id, label: say(option.text) })),
      ]}
    />
  ))
}
