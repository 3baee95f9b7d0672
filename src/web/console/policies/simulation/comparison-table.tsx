import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type {
  PolicySimulationGroup,
  PolicySimulationView,
} from '../../../../domain/policy/simulation-views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { IntervalBar } from '../../parts/interval-bar.tsx'
import { isRank } from '../../people/ranks.ts'
import { useText } from '../../text.ts'

type Share = PolicySimulationGroup['before']
const KINDS = ['unit', 'rank', 'age'] as const

function ShareCell({ share }: { readonly share: Share }) {
  const { number, percent } = useFormats()
  return (
    <div className="share-cell">
      <IntervalBar value={share.value} low={share.low} high={share.high} domain={[0, 1]} />
      <div>
        {number(share.count)} · {percent(share.value)}{' '}
        <span className="dimmed">
          ({percent(share.low)} – {percent(share.high)})
        </span>
      </div>
    </div>
  )
}

/** What a group is called: ranks by the page, everything else by the service. */
function useGroupTitle(): (group: PolicySimulationGroup) => string {
  const t = useText()
  const say = useLocalized()
  return ({ kind, id, name }) => {
    if (name !== null) return say(name)
    return kind === 'rank' && isRank(id) ? t(`rank.${id}`) : id
  }
}

function useColumns(): Column<PolicySimulationGroup>[] {
  const t = useText()
  const { number } = useFormats()
  const title = useGroupTitle()
  const share = (key: 'before' | 'after' | 'gaining' | 'losing') => ({
    key,
    header: t(`simulation.${key}`),
    sort: (group: PolicySimulationGroup) => group[key].value,
    cell: (group: PolicySimulationGroup) => <ShareCell share={group[key]} />,
  })
  return [
    {
      key: 'group',
      header: t('simulation.group'),
      heading: true,
      sort: title,
      cell: title,
    },
    {
      key: 'n',
      header: t('simulation.persons'),
      numeric: true,
      sort: ({ n }) => n,
      cell: ({ n }) => number(n),
    },
    share('before'),
    share('after'),
    share('gaining'),
    share('losing'),
  ]
}

function GroupsExport({ groups }: { readonly groups: readonly PolicySimulationGroup[] }) {
  const title = useGroupTitle()
  const shares = ['before', 'after', 'gaining', 'losing'] as const
  return (
    <ExportButton
      fileName="policy-simulation"
      header={[
        ...['kind', 'group', 'persons'],
        ...shares.flatMap((key) => [key, `${key}Share`, `${key}Low`, `${key}High`]),
      ]}
      rows={() =>
        groups.map((group) => [
          ...[group.kind, title(group), group.n],
          ...shares.flatMap((key) => {
            const { count, value, low, high } = group[key]
            return [count, value, low, high]
          }),
        ])
      }
    />
  )
}

/** Gains and losses by unit, rank and age band; the bars stand beside their figures. */
export function ComparisonTable({ simulation }: { readonly simulation: PolicySimulationView }) {
  const t = useText()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('unit')
  const [sorting, setSorting] = useState('group')
  const columns = useColumns()
  const { groups, hiddenGroups } = simulation
  const shown = groups.filter((group) => group.kind === kind)
  return (
    <>
      <h3>{t('simulation.groups')}</h3>
      <div className="toolbar">
        <NativeSelect
          label={t('simulation.by')}
          value={kind}
          onChange={(event) => {
            const next = KINDS.find((one) => one === event.currentTarget.value)
            if (next) setKind(next)
          }}
          data={KINDS.map((value) => ({ value, label: t(`simulation.by.${value}`) }))}
        />
        <GroupsExport groups={groups} />
      </div>
      {shown.length === 0 ? (
        <EmptyNote>{t('simulation.no-groups')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('simulation.groups')}
          columns={columns}
          rows={shown}
          rowKey={({ id }) => id}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
      {hiddenGroups > 0 && (
        <p className="dimmed">{t('simulation.hidden', { count: hiddenGroups })}</p>
      )}
      <p className="dimmed">{t('simulation.intervals')}</p>
    </>
  )
}
