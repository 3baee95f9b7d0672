import { Button } from '@mantine/core'
import { useState } from 'react'
import type { TargetRow } from '../../../domain/settlement/bulletin/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { ExportButton } from '../parts/export-button.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { TargetDialog } from './target-dialog.tsx'
import { useYear } from './use-year.tsx'

interface Props {
  readonly unitId: string
  readonly mayWrite: boolean
}

function useColumns(onSet: ((row: TargetRow) => void) | null): Column<TargetRow>[] {
  const t = useText()
  const say = useLocalized()
  const { dateTime } = useFormats()
  const figures = useFigureColumns()
  return [
    {
      key: 'unit',
      header: t('bulletin.column.unit'),
      heading: true,
      cell: ({ name, depth, target }) => (
        <div style={{ paddingInlineStart: `${depth * 0.75}rem` }}>
          {say(name)}
          {target !== null && (
            <div className="dimmed">
              {t('target.by', { name: target.by, when: dateTime(target.at) })}
            </div>
          )}
        </div>
      ),
    },
    ...figures,
    {
      key: 'standing',
      header: t('target.standing'),
      cell: (row) => (
        <>
          <span className="target-standing" data-standing={row.standing}>
            {t(`target.standing.${row.standing}`)}
          </span>
          {onSet !== null && (
            <div>
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => onSet(row)}
                aria-label={`${t('target.set')}: ${say(row.name)}`}
              >
                {t('target.set')}
              </Button>
            </div>
          )}
        </>
      ),
    },
  ]
}

function useFigureColumns(): Column<TargetRow>[] {
  const t = useText()
  const { percent } = useFormats()
  const asked = (share: number | undefined) =>
    share === undefined ? <span className="dimmed">{t('target.not-set')}</span> : percent(share)
  return [
    {
      key: 'planned',
      header: t('target.planned'),
      numeric: true,
      cell: ({ target }) => asked(target?.participation),
    },
    {
      key: 'reached',
      header: t('target.reached'),
      numeric: true,
      cell: ({ participation }) =>
        participation?.share == null ? t('bulletin.too-few') : percent(participation.share),
    },
    {
      key: 'planned-share',
      header: t('target.planned.share'),
      numeric: true,
      cell: ({ target }) => asked(target?.shareAtLevel),
    },
    {
      key: 'reached-share',
      header: t('target.reached.share'),
      numeric: true,
      cell: ({ share }) =>
        share === null ? (
          t('bulletin.too-few')
        ) : (
          <>
            {percent(share.value)}
            <div className="dimmed">
              {t('bulletin.interval', { low: percent(share.low), high: percent(share.high) })}
            </div>
          </>
        ),
    },
  ]
}

/** Plan against carried out, by unit; administrators set targets. */
export function TargetsTab({ unitId, mayWrite }: Props) {
  const t = useText()
  const say = useLocalized()
  const { year, select } = useYear()
  const [setting, setSetting] = useState<TargetRow | null>(null)
  const columns = useColumns(mayWrite && year >= new Date().getFullYear() ? setSetting : null)
  const found = useApi<{ units: TargetRow[] }>(`/units/${unitId}/targets?year=${year}`)
  return (
    <>
      <p className="dimmed">{t('target.hint')}</p>
      {select}
      <QueryView query={found}>
        {({ units }) => (
          <>
            <div className="bulletin-acts">
              <ExportButton
                fileName={`targets-${unitId}-${year}`}
                header={[
                  ...['unit', 'targetParticipation', 'participation', 'targetShare', 'share'],
                  ...['shareLow', 'shareHigh', 'standing'],
                ]}
                rows={() =>
                  units.map(({ name, target, participation, share, standing }) => [
                    ...[say(name), target?.participation ?? null, participation?.share ?? null],
                    ...[target?.shareAtLevel ?? null, share?.value ?? null, share?.low ?? null],
                    ...[share?.high ?? null, standing],
                  ])
                }
              />
            </div>
            <DataTable
              caption={t('bulletin.tab.targets')}
              columns={columns}
              rows={units}
              rowKey={({ id }) => id}
              sorting=""
              onSort={() => {}}
              stacked
            />
          </>
        )}
      </QueryView>
      {setting !== null && (
        <TargetDialog row={setting} year={year} onClose={() => setSetting(null)} />
      )}
    </>
  )
}
