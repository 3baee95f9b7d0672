import { useState } from 'react'
import type { Bulletin, BulletinUnit } from '../../../domain/settlement/bulletin/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { useText } from '../text.ts'
import { useRank } from './use-rank.ts'

function useColumns({ units, required }: Bulletin): Column<BulletinUnit>[] {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const rankOf = useRank(units)
  const figures = useFigureColumns(required === null ? null : say(required))
  return [
    {
      key: 'unit',
      header: t('bulletin.column.unit'),
      heading: true,
      sort: ({ name }) => say(name),
      cell: ({ name, marks }) => (
        <>
          {say(name)}
          {marks.length > 0 && (
            <div className="dimmed">
              {t('bulletin.marks.count', { count: number(marks.length) })}
            </div>
          )}
        </>
      ),
    },
    ...figures,
    {
      key: 'rank',
      header: t('bulletin.rank'),
      sort: ({ rank }) => rank?.from ?? null,
      cell: rankOf,
    },
  ]
}

function useFigureColumns(level: string | null): Column<BulletinUnit>[] {
  const t = useText()
  const { number, percent } = useFormats()
  const range = (low: string, high: string) => (
    <div className="dimmed">{t('bulletin.interval', { low, high })}</div>
  )
  return [
    {
      key: 'participation',
      header: t('bulletin.participation'),
      numeric: true,
      sort: ({ participation }) => participation?.share ?? null,
      cell: ({ participation }) =>
        participation === null ? (
          t('bulletin.too-few')
        ) : (
          <>
            {participation.share === null ? '–' : percent(participation.share)}
            <div className="dimmed">
              {t('bulletin.participation.of', {
                sat: number(participation.sat),
                due: number(participation.sat + participation.missing),
              })}
            </div>
          </>
        ),
    },
    {
      key: 'exempt',
      header: t('bulletin.exempt'),
      numeric: true,
      sort: ({ participation }) => participation?.exempt ?? null,
      cell: ({ participation }) => number(participation?.exempt ?? 0),
    },
    {
      key: 'mean',
      header: t('bulletin.mean'),
      numeric: true,
      cell: ({ ability }) =>
        ability === null ? (
          t('bulletin.too-few')
        ) : (
          <>
            {number(ability.mean.value, 2)}
            {range(number(ability.mean.low, 2), number(ability.mean.high, 2))}
          </>
        ),
    },
    ...(level === null
      ? []
      : [
          {
            key: 'share',
            header: t('bulletin.share', { level }),
            numeric: true,
            cell: ({ ability }: BulletinUnit) =>
              ability === null || ability.share === null ? (
                '–'
              ) : (
                <>
                  {percent(ability.share.value)}
                  {range(percent(ability.share.low), percent(ability.share.high))}
                </>
              ),
          },
        ]),
  ]
}

/** Every unit directly below, with its figures; nobody is sorted by a mean alone. */
export function UnitsTable({ bulletin }: { readonly bulletin: Bulletin }) {
  const t = useText()
  const columns = useColumns(bulletin)
  const [sorting, setSorting] = useState('unit')
  if (bulletin.units.length === 0) return null
  return (
    <section>
      <h3>{t('bulletin.table')}</h3>
      <DataTable
        caption={t('bulletin.table')}
        columns={columns}
        rows={bulletin.units}
        rowKey={({ id }) => id}
        sorting={sorting}
        onSort={setSorting}
        stacked
      />
    </section>
  )
}
