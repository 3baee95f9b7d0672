import { Select } from '@mantine/core'
import type { Unit } from '../../../domain/organization/unit.ts'
import type { LocalizedText } from '../../../domain/text.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

interface Props {
  readonly label: string
  readonly description?: string | undefined
  readonly units: readonly Unit[]
  readonly value: string
  readonly onChange: (unitId: string) => void
  readonly error?: string | undefined
  readonly clearable?: boolean
  readonly required?: boolean
  readonly disabled?: boolean
}

/** The names from below the root down: `Chengdong / Petition office`. */
export function unitLabel(
  unit: Unit,
  units: readonly Unit[],
  say: (text: LocalizedText) => string,
): string {
  const line = units
    .filter((other) => unit.path.startsWith(other.path))
    .sort((left, right) => left.path.length - right.path.length)
  const below = line.length > 1 ? line.slice(1) : line
  return below.map((other) => say(other.name)).join(' / ')
}

/** Chooses one unit; typing narrows the list. */
export function UnitSelect(props: Props) {
  const t = useText()
  const say = useLocalized()
  const data = props.units.map((unit) => ({
    value: unit.id,
    label: unitLabel(unit, props.units, say),
  }))
  return (
    <Select
      label={props.label}
      description={props.description}
      data={data}
      value={props.value === '' ? null : props.value}
      onChange={(value) => props.onChange(value ?? '')}
      error={props.error}
      searchable
      clearable={props.clearable ?? false}
      required={props.required ?? false}
      disabled={props.disabled ?? false}
      allowDeselect={false}
      nothingFoundMessage={t('unit.none-found')}
      placeholder={t('unit.choose')}
      clearButtonProps={{ 'aria-label': t('unit.clear') }}
    />
  )
}
