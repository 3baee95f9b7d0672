import { NumberInput } from '@mantine/core'
import type { Unit } from '../../../../domain/organization/unit.ts'
import { QueryView } from '../../parts/query-view.tsx'
import { UnitSelect } from '../../parts/unit-select.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'

/** Whose standing is looked at, in which cycle. */
export interface Branch {
  readonly unitId: string
  /** Any year of the cycle. */
  readonly year: number
}

interface Props {
  readonly branch: Branch
  readonly onChange: (branch: Branch) => void
}

/** A branch and a year, for rules about persons or units. */
export function BranchFields({ branch, onChange }: Props) {
  const t = useText()
  const units = useApi<{ units: Unit[] }>('/units')
  return (
    <QueryView query={units}>
      {(reply) => (
        <div className="field-pair simulation-branch">
          <UnitSelect
            label={t('simulation.branch')}
            units={reply.units}
            value={branch.unitId}
            onChange={(unitId) => onChange({ ...branch, unitId })}
            required
          />
          <NumberInput
            label={t('simulation.year')}
            value={branch.year}
            onChange={(year) => onChange({ ...branch, year: Number(year) })}
            min={2000}
            max={2100}
            allowDecimal={false}
            thousandSeparator=""
          />
        </div>
      )}
    </QueryView>
  )
}
