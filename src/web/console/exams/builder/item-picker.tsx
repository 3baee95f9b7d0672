import { Select } from '@mantine/core'
import type { Item } from '../../../../domain/bank/item.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { ChosenList } from './chosen-list.tsx'

const SHOWN = 20

interface Props {
  readonly label: string
  readonly description: string
  readonly items: readonly Item[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: string[]) => void
}

/** Chooses items of the bank by their number or words of their text. */
export function ItemPicker({ label, description, items, chosen, onChange }: Props) {
  const t = useText()
  const say = useLocalized()
  const named = (item: Item): string => `${item.id} · ${say(item.stem)}`
  const taken = new Set(chosen)
  const byId = new Map(items.map((item) => [item.id, item]))
  return (
    <div className="item-picker">
      <Select
        label={label}
        description={description}
        placeholder={t('constraint.items.search')}
        data={items
          .filter(({ id }) => !taken.has(id))
          .map((item) => ({ value: item.id, label: named(item) }))}
        value={null}
        onChange={(id) => id !== null && onChange([...chosen, id])}
        searchable
        limit={SHOWN}
        nothingFoundMessage={t('constraint.items.none-found')}
      />
      <ChosenList
        label={label}
        chosen={chosen.map((id) => {
          const item = byId.get(id)
          return { id, name: item ? named(item) : id }
        })}
        onRemove={(id) => onChange(chosen.filter((other) => other !== id))}
      />
    </div>
  )
}
