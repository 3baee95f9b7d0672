import type {
  Agreement,
  KnownAccuracy,
  Overturned,
} from '../../../domain/review/statistics-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { PlotTable } from '../plots/plot-table.tsx'
import { useText } from '../text.ts'
import { ShareText } from './share-text.tsx'
import { SharesPlot } from './shares-plot.tsx'
import { useProbability } from './use-probability.ts'

/** Kappa with its interval, or why there is none. */
export function useKappa(): (kappa: Agreement['kappa']) => string {
  const t = useText()
  const { number } = useFormats()
  return (kappa) =>
    kappa === null
      ? t('review.kappa.none')
      : t('review.kappa.value', {
          value: number(kappa.value, 2),
          low: number(kappa.low, 2),
          high: number(kappa.high, 2),
        })
}

/** How far independent decisions agree. */
export function AgreementPart({ agreement }: { readonly agreement: Agreement }) {
  const t = useText()
  const { number } = useFormats()
  const sayKappa = useKappa()
  return (
    <section aria-labelledby="review-agreement">
      <h2 id="review-agreement">{t('review.agreement')}</h2>
      <p className="dimmed measure">{t('review.agreement.hint')}</p>
      <dl className="flag-figures figures-wide">
        <dt>{t('review.agreement.cases')}</dt>
        <dd>{number(agreement.cases)}</dd>
        <dt>{t('review.agreement.agreed')}</dt>
        <dd>
          <ShareText share={agreement.agreed} />
        </dd>
        <dt>{t('review.kappa')}</dt>
        <dd>{sayKappa(agreement.kappa)}</dd>
      </dl>
    </section>
  )
}

function Quarters({ quarters }: Pick<KnownAccuracy, 'quarters'>) {
  const t = useText()
  const { percent, number } = useFormats()
  const told = quarters.flatMap(({ quarter, correct }) =>
    correct === null ? [] : [{ name: quarter, ...correct }],
  )
  if (told.length === 0) return null
  return (
    <SharesPlot
      title={t('review.quarters')}
      rows={told}
      axis={t('review.quarters')}
      table={
        <PlotTable
          caption={t('review.quarters')}
          header={[t('review.quarter'), t('review.quarters'), t('review.rates.interval'), 'n']}
          rows={told.map(({ name, value, low, high, total }) => [
            name,
            percent(value),
            `${percent(low)} – ${percent(high)}`,
            number(total),
          ])}
        />
      }
    />
  )
}

/** Decisions held against cases whose truth is known, and whether they drift. */
export function KnownPart({ known }: { readonly known: KnownAccuracy }) {
  const t = useText()
  const { number } = useFormats()
  const probability = useProbability()
  const { trend } = known
  return (
    <section aria-labelledby="review-known">
      <h2 id="review-known">{t('review.known')}</h2>
      <p className="dimmed measure">{t('review.known.hint')}</p>
      <dl className="flag-figures figures-wide">
        <dt>{t('review.known.decided')}</dt>
        <dd>{number(known.decided)}</dd>
        <dt>{t('review.sensitivity')}</dt>
        <dd>
          <ShareText share={known.sensitivity} />
        </dd>
        <dt>{t('review.specificity')}</dt>
        <dd>
          <ShareText share={known.specificity} />
        </dd>
      </dl>
      <Quarters quarters={known.quarters} />
      <p>
        {trend === null
          ? t('review.trend.unknown')
          : t(`review.trend.${trend.direction}`, { p: probability(trend.p) })}
      </p>
    </section>
  )
}

/** How often an appeal replaced a finding. */
export function OverturnedPart({ overturned }: { readonly overturned: Overturned }) {
  const t = useText()
  const { number } = useFormats()
  return (
    <section aria-labelledby="review-overturned">
      <h2 id="review-overturned">{t('review.overturned')}</h2>
      <p>
        <ShareText share={overturned.overturned} />
      </p>
      <p className="dimmed">
        {t('review.overturned.hint', {
          appealed: number(overturned.appealed),
          open: number(overturned.open),
        })}
      </p>
    </section>
  )
}
