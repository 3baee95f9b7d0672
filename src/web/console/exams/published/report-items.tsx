import { useState } from 'react'
import type { ExamReport } from '../../../../domain/settlement/views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'

type ItemRow = ExamReport['items'][number]

function useItemColumns(report: ExamReport): Column<ItemRow>[] {
  const t = useText()
  const [, setItem] = useUrlState('item', '')
  const say = useLocalized()
  const { number, percent } = useFormats()
  const nameOf = (id: string): string => {
    const found = report.competencies.find((competency) => competency.id === id)
    return found ? say(found.name) : id
  }
  return [
    {
      key: 'item',
      header: t('report.item'),
      heading: true,
      sort: (row) => row.itemId,
      cell: (row) => (
        <>
          <button type="button" className="attention-item" onClick={() => setItem(row.itemId)}>
            <code>{row.itemId}</code>
          </button>
          <div className="stem">{say(row.stem)}</div>
        </>
      ),
    },
    {
      key: 'competency',
      header: t('builder.cell.competency'),
      sort: (row) => nameOf(row.competency),
      cell: (row) => (
        <>
          {nameOf(row.competency)}
          <div className="dimmed">{t(`level.${row.level}`)}</div>
        </>
      ),
    },
    {
      key: 'presented',
      header: t('report.presented'),
      numeric: true,
      sort: (row) => row.presented,
      cell: (row) => number(row.presented),
    },
    {
      key: 'correct',
      header: t('report.correct'),
      numeric: true,
      sort: (row) => row.correctShare,
      cell: (row) => (row.correctShare === null ? '–' : percent(row.correctShare)),
    },
    {
      key: 'seconds',
      header: t('report.median-seconds'),
      numeric: true,
      sort: (row) => row.medianSeconds,
      cell: (row) => (row.medianSeconds === null ? '–' : number(row.medianSeconds)),
    },
  ]
}

/** Every item as it did in this exam. */
export function ReportItems({ report }: { readonly report: ExamReport }) {
  const t = useText()
  const say = useLocalized()
  const [sorting, setSorting] = useState('item')
  const columns = useItemColumns(report)
  return (
    <section>
      <div className="section-head">
        <h3>{t('report.items')}</h3>
        <ExportButton
          fileName={`exam-${report.examId}-items`}
          header={[
            'itemId',
            'stem',
            'competency',
            'level',
            'presented',
            'correctShare',
            'medianSeconds',
          ]}
          rows={() =>
            report.items.map((row) => [
              row.itemId,
              say(row.stem),
              row.competency,
              row.level,
              row.presented,
              row.correctShare,
              row.medianSeconds,
            ])
          }
        />
      </div>
      <DataTable
        caption={t('report.items')}
        columns={columns}
        rows={report.items}
        rowKey={(row) => row.itemId}
        sorting={sorting}
        onSort={setSorting}
        stacked
      />
    </section>
  )
}
