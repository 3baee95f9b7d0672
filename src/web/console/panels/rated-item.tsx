import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { KeyedItem } from '../../../domain/assembly/keyed-form.ts'
import type { MyPanelView } from '../../../domain/scheduling/panel-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { JudgedItem } from './judged-item.tsx'
import type { Ratings } from './use-ratings.ts'

interface Props {
  readonly panel: MyPanelView
  readonly item: KeyedItem
  readonly ratings: Ratings
}

/** One item as candidates see it, with its key, and a field for each level. */
export function RatedItem({ panel, item, ratings }: Props) {
  return (
    <li className="rated-item">
      <JudgedItem form={panel.form} item={item} />
      <div className="rate-fields">
        {panel.levels.map(({ id, name }) => (
          <RateField key={id} {...{ panel, item, ratings }} level={id} name={name} />
        ))}
      </div>
    </li>
  )
}

function RateField({
  panel,
  item,
  ratings,
  level,
  name,
}: Props & { readonly level: string; readonly name: MyPanelView['title'] }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const kept = ratings.percentOf(level, item.bankItemId)
  const before = ratings.beforeOf(level, item.bankItemId)
  const [value, setValue] = useState<number | string>(kept ?? '')
  const save = (): void => {
    if (value === '' || !Number.isFinite(Number(value)) || Number(value) === kept) return
    ratings.rate(level, item.bankItemId, Math.min(100, Math.max(0, Number(value))))
  }
  return (
    <NumberInput
      label={t('rate.field', { place: item.position, level: say(name) })}
      description={before === null ? undefined : t('rate.before', { percent: number(before) })}
      disabled={panel.state !== 'rating'}
      min={0}
      max={100}
      step={5}
      suffix=" %"
      value={value}
      onChange={setValue}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        // Enter goes on to the next field; leaving this one saves it.
        const fields = [...document.querySelectorAll<HTMLInputElement>('.rate-fields input')]
        const next = fields[fields.indexOf(event.currentTarget) + 1]
        if (next) next.focus()
        else event.currentTarget.blur()
      }}
    />
  )
}
