import { useState } from 'react'
import type { ExamAnalysis } from '../../../../domain/settlement/analysis-views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { useText } from '../../text.ts'

type Row = NonNullable<ExamAnalysis['subscores']>[number]

function useSubscoreColumns(): Column<Row>[] {
  const t = useText()
  const say = useLocalized()
  const { number, percent } = useFormats()
  return [
    {
      key: 'competency',
      header: t('analysis.subscores.competency'),
      heading: true,
      cell: ({ name }) => say(name),
    },
    {
      key: 'reliability',
      header: t('report.reliability'),
      numeric: true,
      cell: ({ reliability }) => (reliability === null ? '–' : number(reliability, 2)),
    },
    {
      key: 'own',
      header: t('analysis.subscores.own'),
      numeric: true,
      cell: ({ prmseSubscore }) => percent(prmseSubscore),
    },
    {
      key: 'whole',
      header: t('analysis.subscores.whole'),
      numeric: true,
      cell: ({ prmseTotal }) => percent(prmseTotal),
    },
    {
      key: 'both',
      header: t('analysis.subscores.both'),
      numeric: true,
      cell: ({ prmseAugmented }) => percent(prmseAugmented),
    },
    {
      key: 'verdict',
      header: t('analysis.subscores.verdict'),
      cell: ({ reason }) => t(`analysis.subscores.${reason}`),
    },
  ]
}

/** Which competencies say something about a candidate that the whole result does not. */
export function ReportSubscores({ analysis }: { readonly analysis: ExamAnalysis }) {
  const t = useText()
  const columns = useSubscoreColumns()
  const [sorting, setSorting] = useState('')
  const { subscores } = analysis
  return (
    <section className="subscores">
      <h3>{t('analysis.subscores')}</h3>
      {subscores === null ? (
        <p className="dimmed">{t('analysis.subscores.pending')}</p>
      ) : (
        <>
          <p className="dimmed">{t('analysis.subscores.hint')}</p>
          <DataTable
            caption={t('analysis.subscores')}
            columns={columns}
            rows={subscores}
            rowKey={({ id }) => id}
            sorting={sorting}
            onSort={setSorting}
            stacked
          />
        </>
      )}
    </section>
  )
}
