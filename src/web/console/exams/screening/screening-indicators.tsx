import type { ScreeningView } from '../../../../domain/settlement/screening-summary.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { useText } from '../../text.ts'
import { useUrlState } from '../../use-url-state.ts'
import { SpreadOfP } from './spread-of-p.tsx'

type Row = ScreeningView['indicators'][number]

function useColumns(): Column<Row>[] {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  return [
    {
      key: 'indicator',
      header: t('screening.indicator'),
      heading: true,
      sort: (row) => say(row.name),
      cell: (row) => (
        <>
          {say(row.name)}
          <details className="screening-source">
            <summary>{t('screening.source')}</summary>
            <span lang="en">{row.source}</span>
          </details>
        </>
      ),
    },
    {
      key: 'family',
      header: t('screening.family'),
      sort: (row) => t(`family.${row.family}`),
      cell: (row) => t(`family.${row.family}`),
    },
    {
      key: 'tested',
      header: t('screening.tested'),
      numeric: true,
      sort: (row) => row.tested,
      cell: (row) => (row.tested === 0 ? t('screening.untested') : number(row.tested)),
    },
    {
      key: 'flagged',
      header: t('screening.flagged'),
      numeric: true,
      sort: (row) => row.flagged,
      cell: (row) => (row.tested === 0 ? '–' : number(row.flagged)),
    },
    {
      key: 'p',
      header: t('screening.p'),
      cell: (row) => <SpreadOfP row={row} />,
    },
  ]
}

interface Props {
  readonly examId: string
  readonly indicators: readonly Row[]
}

/** Every indicator: how many it could test and flagged, and whether its p values are sound. */
export function ScreeningIndicators({ examId, indicators }: Props) {
  const t = useText()
  const [sorting, setSorting] = useUrlState('sort', '-tested')
  return (
    <section className="card">
      <div className="section-head">
        <h2>{t('screening.indicators')}</h2>
        <IndicatorsExport examId={examId} indicators={indicators} />
      </div>
      <p className="dimmed">{t('screening.indicators.hint')}</p>
      {indicators.some(({ corrected }) => corrected) && (
        <p className="dimmed">{t('screening.corrected.hint')}</p>
      )}
      <DataTable
        caption={t('screening.indicators')}
        columns={useColumns()}
        rows={indicators}
        rowKey={({ id }) => id}
        sorting={sorting}
        onSort={setSorting}
        stacked
      />
    </section>
  )
}

function IndicatorsExport({ examId, indicators }: Props) {
  const say = useLocalized()
  const bins = indicators[0]?.histogram.map((_, bin) => `p${bin + 1}of20`) ?? []
  return (
    <ExportButton
      fileName={`exam-${examId}-screening`}
      header={[
        ...['indicator', 'name', 'family', 'tested', 'flagged', 'threshold', 'corrected'],
        ...['source', ...bins],
      ]}
      rows={() =>
        indicators.map((row) => [
          ...[row.id, say(row.name), row.family, row.tested, row.flagged, row.threshold],
          ...[row.corrected, row.source, ...row.histogram],
        ])
      }
    />
  )
}
