import type { GroupRates, RatesByGroup, Share } from '../../../domain/review/statistics-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { useGroupName } from '../exams/published/use-group-name.ts'
import { ExportButton } from '../parts/export-button.tsx'
import { PlotTable } from '../plots/plot-table.tsx'
import { useText } from '../text.ts'
import { SharesPlot } from './shares-plot.tsx'
import { useProbability } from './use-probability.ts'

/** Above this share of false discoveries a difference is not spoken of. */
const TOLD_AT_Q = 0.05

function RatesTable({
  title,
  groups,
}: {
  readonly title: string
  readonly groups: readonly GroupRates[]
}) {
  const t = useText()
  const nameOf = useGroupName()
  const { number, percent } = useFormats()
  const tell = (share: Share): string =>
    share === null
      ? '–'
      : `${percent(share.value, 1)} (${percent(share.low, 1)} – ${percent(share.high, 1)})`
  return (
    <PlotTable
      caption={title}
      header={[
        t('review.rates.group'),
        t('review.rates.attempts'),
        t('review.rates.flagged'),
        t('review.rates.cases'),
        t('review.rates.cleared'),
      ]}
      rows={groups.map(({ group, attempts, flagged, cases, cleared }) => [
        nameOf(group),
        number(attempts),
        tell(flagged),
        tell(cases),
        tell(cleared),
      ])}
    />
  )
}

function Verdict({ test }: Pick<RatesByGroup, 'test'>) {
  const t = useText()
  const probability = useProbability()
  if (test === null) return <p className="dimmed">{t('review.rates.untested')}</p>
  const figures = { p: probability(test.p), q: probability(test.q) }
  return test.q <= TOLD_AT_Q ? (
    <p className="note">{t('review.rates.differ', figures)}</p>
  ) : (
    <p>{t('review.rates.alike', figures)}</p>
  )
}

function Rates({ rates }: { readonly rates: RatesByGroup }) {
  const t = useText()
  const nameOf = useGroupName()
  const { number } = useFormats()
  const { kind, groups, hiddenGroups, unknown } = rates
  const title = t(`review.rates.${kind}`)
  const rows = groups.flatMap(({ group, flagged }) =>
    flagged === null ? [] : [{ name: nameOf(group), ...flagged }],
  )
  return (
    <section className="rates">
      {rows.length === 0 ? (
        <h3>{title}</h3>
      ) : (
        <SharesPlot
          title={title}
          rows={rows}
          axis={t('review.rates.share')}
          table={<RatesTable title={title} groups={groups} />}
        />
      )}
      <Verdict test={rates.test} />
      {hiddenGroups > 0 && (
        <p className="dimmed">{t('review.rates.hidden', { count: number(hiddenGroups) })}</p>
      )}
      {unknown > 0 && (
        <p className="dimmed">{t('review.rates.unknown', { count: number(unknown) })}</p>
      )}
    </section>
  )
}

/** Whether flags fall on some groups more than on others. */
export function RatesPart({ rates }: { readonly rates: readonly RatesByGroup[] }) {
  const t = useText()
  const nameOf = useGroupName()
  return (
    <section aria-labelledby="review-rates">
      <div className="section-head">
        <h2 id="review-rates">{t('review.rates')}</h2>
        <ExportButton
          fileName="flags-by-group"
          header={[
            'kind',
            'group',
            'attempts',
            'flagged',
            'share',
            'low',
            'high',
            'cases',
            'cleared',
          ]}
          rows={() =>
            rates.flatMap(({ kind, groups }) =>
              groups.map(({ group, attempts, flagged, cases, cleared }) => [
                ...[kind, nameOf(group), attempts, flagged?.count ?? null],
                ...[flagged?.value ?? null, flagged?.low ?? null, flagged?.high ?? null],
                ...[cases?.count ?? null, cleared?.count ?? null],
              ]),
            )
          }
        />
      </div>
      <p className="dimmed measure">{t('review.rates.hint')}</p>
      <div className="rates-grid">
        {rates.map((one) => (
          <Rates key={one.kind} rates={one} />
        ))}
      </div>
    </section>
  )
}
