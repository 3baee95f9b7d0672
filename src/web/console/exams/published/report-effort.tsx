import { useState } from 'react'
import { Link } from 'wouter'
import type { ExamAnalysis } from '../../../../domain/settlement/analysis-views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { useText } from '../../text.ts'

type Row = NonNullable<ExamAnalysis['effort']>['rows'][number]

function useEffortColumns(examId: string): Column<Row>[] {
  const t = useText()
  const { number } = useFormats()
  const score = ({ theta, standardError }: Row['plain']) =>
    `${number(theta, 2)} ± ${number(standardError, 2)}`
  return [
    {
      key: 'person',
      header: t('attempts.person'),
      heading: true,
      sort: ({ person }) => person,
      cell: ({ attemptId, person }) => (
        <Link href={`/exams/${examId}/attempts/${attemptId}/form`}>{person}</Link>
      ),
    },
    {
      key: 'rapid',
      header: t('analysis.effort.rapid'),
      numeric: true,
      sort: ({ rapid }) => rapid,
      cell: ({ rapid, answered }) => t('analysis.effort.of', { rapid, answered }),
    },
    {
      key: 'plain',
      header: t('analysis.effort.plain'),
      numeric: true,
      cell: ({ plain }) => score(plain),
    },
    {
      key: 'moderated',
      header: t('analysis.effort.moderated'),
      numeric: true,
      cell: ({ moderated, evidence }) =>
        moderated === null ? (
          t('analysis.effort.not-enough')
        ) : (
          <>
            {score(moderated)}
            {evidence === 'thin' && <div className="dimmed">{t('analysis.effort.thin')}</div>}
          </>
        ),
    },
  ]
}

/** Attempts with answers too fast to have been read, with the score without them beside. */
export function ReportEffort({
  examId,
  analysis,
}: {
  readonly examId: string
  readonly analysis: ExamAnalysis
}) {
  const t = useText()
  const columns = useEffortColumns(examId)
  const [sorting, setSorting] = useState('-rapid')
  const { effort } = analysis
  return (
    <section className="effort">
      <h3>{t('analysis.effort')}</h3>
      {effort === null && <p className="dimmed">{t('analysis.effort.pending')}</p>}
      {effort?.count === 0 && <p className="dimmed">{t('analysis.effort.none')}</p>}
      {effort !== null && effort.count > 0 && (
        <>
          <p className="dimmed">{t('analysis.effort.hint')}</p>
          {effort.rows.length < effort.count && (
            <p className="dimmed">
              {t('analysis.effort.most', { shown: effort.rows.length, all: effort.count })}
            </p>
          )}
          <DataTable
            caption={t('analysis.effort')}
            columns={columns}
            rows={effort.rows}
            rowKey={({ attemptId }) => attemptId}
            sorting={sorting}
            onSort={setSorting}
            stacked
          />
        </>
      )}
    </section>
  )
}
