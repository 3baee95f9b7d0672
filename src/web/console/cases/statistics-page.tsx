import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { OriginCounts, ReviewStatistics } from '../../../domain/review/statistics-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { Figure, Figures } from '../parts/figures.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { useUrlState } from '../use-url-state.ts'
import { RatesPart } from './rates-part.tsx'
import { AgreementPart, KnownPart, OverturnedPart, useKappa } from './review-figures.tsx'
import { ReviewPages } from './review-pages.tsx'
import { ShareText } from './share-text.tsx'

type ExamRow = ReviewStatistics['exams'][number]

function useExamColumns(): Column<ExamRow>[] {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const sayKappa = useKappa()
  return [
    {
      key: 'exam',
      header: t('cases.exam'),
      heading: true,
      sort: (row) => say(row.title),
      cell: (row) => (
        <>
          {say(row.title)}
          {row.simulated && <SimulatedBadge />}
        </>
      ),
    },
    {
      key: 'cases',
      header: t('review.agreement.cases'),
      numeric: true,
      sort: (row) => row.agreement.cases,
      cell: (row) => number(row.agreement.cases),
    },
    {
      key: 'agreed',
      header: t('review.agreement.agreed'),
      sort: (row) => row.agreement.agreed?.value ?? null,
      cell: (row) => <ShareText share={row.agreement.agreed} />,
    },
    {
      key: 'kappa',
      header: t('review.kappa'),
      sort: (row) => row.agreement.kappa?.value ?? null,
      cell: (row) => sayKappa(row.agreement.kappa),
    },
  ]
}

function ByExam({ exams }: Pick<ReviewStatistics, 'exams'>) {
  const t = useText()
  const columns = useExamColumns()
  const [sorting, setSorting] = useState('-cases')
  return (
    <section>
      <h2>{t('review.by-exam')}</h2>
      {exams.length === 0 ? (
        <EmptyNote>{t('review.none-yet')}</EmptyNote>
      ) : (
        <DataTable
          caption={t('review.by-exam')}
          columns={columns}
          rows={exams}
          rowKey={(row) => row.examId}
          sorting={sorting}
          onSort={setSorting}
          stacked
        />
      )}
    </section>
  )
}

function useOriginColumns(): Column<OriginCounts>[] {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  return [
    {
      key: 'origin',
      header: t('cases.origin'),
      heading: true,
      cell: (row) => t(`cases.origin.${row.origin}`),
    },
    {
      key: 'decided',
      header: t('review.origins.decided'),
      numeric: true,
      sort: (row) => row.decided,
      cell: (row) => number(row.decided),
    },
    {
      key: 'findings',
      header: t('review.origins.findings'),
      cell: (row) => (
        <ul className="plain">
          {row.findings
            .filter(({ count }) => count > 0)
            .map((one) => (
              <li key={one.finding}>
                {t('review.origins.finding', {
                  finding: say(one.name),
                  count: number(one.count),
                })}
              </li>
            ))}
        </ul>
      ),
    },
  ]
}

function Origins({ origins }: Pick<ReviewStatistics, 'origins'>) {
  const t = useText()
  const columns = useOriginColumns()
  const [sorting, setSorting] = useState('')
  return (
    <section>
      <h2>{t('review.origins')}</h2>
      <DataTable
        caption={t('review.origins')}
        columns={columns}
        rows={origins}
        rowKey={(row) => row.origin}
        sorting={sorting}
        onSort={setSorting}
        stacked
      />
    </section>
  )
}

function Statistics({ found }: { readonly found: ReviewStatistics }) {
  const t = useText()
  const { number } = useFormats()
  return (
    <>
      <Figures>
        <Figure name={t('review.auditors')} value={number(found.auditors)} />
        <Figure name={t('review.open')} value={number(found.open.cases)} />
        <Figure name={t('review.open.overdue')} value={number(found.open.overdue)} />
      </Figures>
      <AgreementPart agreement={found.agreement} />
      <ByExam exams={found.exams} />
      <KnownPart known={found.known} />
      <OverturnedPart overturned={found.overturned} />
      <Origins origins={found.origins} />
      <RatesPart rates={found.rates} />
    </>
  )
}

function ExamChoice({ exams }: Pick<ReviewStatistics, 'exams'>) {
  const t = useText()
  const say = useLocalized()
  const [exam, setExam] = useUrlState('exam', '')
  return (
    <search className="toolbar">
      <NativeSelect
        label={t('cases.exam')}
        value={exam}
        onChange={(event) => setExam(event.currentTarget.value)}
        data={[
          { value: '', label: t('cases.exam.all') },
          ...exams.map(({ examId, title }) => ({ value: examId, label: say(title) })),
        ]}
      />
    </search>
  )
}

/** How review works in the branches an auditor covers, as a whole or for one exam. */
export function StatisticsPage() {
  const t = useText()
  const [exam] = useUrlState('exam', '')
  const all = useApi<ReviewStatistics>('/review/statistics')
  const one = useApi<ReviewStatistics>(
    exam === '' ? '/review/statistics' : `/review/statistics?examId=${encodeURIComponent(exam)}`,
  )
  return (
    <>
      <PageHeading title={t('cases.tab.statistics')} lead={t('review.statistics.lead')} />
      <ReviewPages />
      <ExamChoice exams={all.data?.exams ?? []} />
      <QueryView query={one}>{(reply) => <Statistics found={reply} />}</QueryView>
    </>
  )
}
