import { useState } from 'react'
import type { ExamAnalysis } from '../../../../domain/settlement/analysis-views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { useText } from '../../text.ts'
import { useGroupName } from './use-group-name.ts'

type Row = ExamAnalysis['fairness'][number]

function useFairnessColumns(): Column<Row>[] {
  const t = useText()
  const { number, percent } = useFormats()
  const nameOf = useGroupName()
  return [
    {
      key: 'group',
      header: t('analysis.fairness.group'),
      heading: true,
      cell: (row) => (
        <>
          {nameOf(row)}
          <div className="dimmed">{t(`analysis.fairness.${row.kind}`)}</div>
        </>
      ),
    },
    {
      key: 'count',
      header: t('analysis.persons'),
      numeric: true,
      cell: ({ count }) => number(count),
    },
    {
      key: 'passed',
      header: t('report.pass-share'),
      numeric: true,
      cell: ({ passShare }) =>
        t('analysis.share', {
          share: percent(passShare.value),
          low: percent(passShare.low),
          high: percent(passShare.high),
        }),
    },
    {
      key: 'mean',
      header: t('plot.mean'),
      numeric: true,
      cell: ({ mean }) =>
        t('analysis.share', {
          share: number(mean.value, 2),
          low: number(mean.low, 2),
          high: number(mean.high, 2),
        }),
    },
  ]
}

/** Results by group; differences alone are no unfairness, and the table says so. */
export function ReportFairness({
  examId,
  analysis,
}: {
  readonly examId: string
  readonly analysis: ExamAnalysis
}) {
  const t = useText()
  const nameOf = useGroupName()
  const columns = useFairnessColumns()
  const [sorting, setSorting] = useState('')
  const { fairness } = analysis
  return (
    <section>
      <div className="section-head">
        <h3>{t('analysis.fairness')}</h3>
        {fairness.length > 0 && (
          <ExportButton
            fileName={`exam-${examId}-groups`}
            header={['kind', 'group', 'persons', 'passed', 'low', 'high', 'mean', 'low', 'high']}
            rows={() =>
              fairness.map((row) => [
                row.kind,
                nameOf(row),
                row.count,
                ...[row.passShare.value, row.passShare.low, row.passShare.high],
                ...[row.mean.value, row.mean.low, row.mean.high],
              ])
            }
          />
        )}
      </div>
      <p className="dimmed">{t('analysis.fairness.hint')}</p>
      {fairness.length === 0 ? (
        <p className="dimmed">{t('gaps.too-few')}</p>
      ) : (
        <DataTable
          caption={t('analysis.fairness')}
          columns={columns}
          rows={fairness}
          rowKey={({ kind, id }) => `${kind} ${id}`}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
    </section>
  )
}
