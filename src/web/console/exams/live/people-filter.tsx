import { NativeSelect, Select, TextInput } from '@mantine/core'
import type { LiveUnit } from '../../../../domain/delivery/live-board-views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { useText } from '../../text.ts'
import { LIVE_STATE_ORDER } from './live-states.ts'
import type { PeopleAsked } from './use-live-people.ts'

interface Props {
  readonly asked: PeopleAsked
  readonly units: readonly LiveUnit[]
}

/** Narrows the list of people by name, unit and state. */
export function PeopleFilter({ asked, units }: Props) {
  const t = useText()
  const shared = useSharedText()
  const labelOf = useUnitLabel(units)
  const [search, setSearch] = asked.search
  const [unit, setUnit] = asked.unit
  const [state, setState] = asked.state
  return (
    <search className="toolbar">
      <TextInput
        label={shared('common.search')}
        placeholder={t('attempts.search.placeholder')}
        maxLength={100}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <Select
        label={t('live.unit')}
        data={units.map((one) => ({ value: one.id, label: labelOf(one) }))}
        value={unit === '' ? null : unit}
        onChange={(value) => setUnit(value ?? '')}
        placeholder={t('live.unit.all')}
        nothingFoundMessage={t('unit.none-found')}
        clearButtonProps={{ 'aria-label': t('unit.clear') }}
        searchable
        clearable
      />
      <NativeSelect
        label={t('attempts.state')}
        value={state}
        onChange={(event) => setState(event.currentTarget.value)}
        data={[
          { value: '', label: t('exams.state.all') },
          ...LIVE_STATE_ORDER.map((key) => ({ value: key, label: t(`live.state.${key}`) })),
        ]}
      />
    </search>
  )
}

/** The names from the top of the board down: `Chengdong / Petition office`. */
function useUnitLabel(units: readonly LiveUnit[]): (unit: LiveUnit) => string {
  const say = useLocalized()
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const labelOf = (unit: LiveUnit): string => {
    const above = unit.parentId === null ? undefined : byId.get(unit.parentId)
    return above ? `${labelOf(above)} / ${say(unit.name)}` : say(unit.name)
  }
  return labelOf
}
