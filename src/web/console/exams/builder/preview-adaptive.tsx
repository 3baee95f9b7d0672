import type { AdaptiveForecast } from '../../../../domain/scheduling/views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { Figure, Figures } from '../../parts/figures.tsx'
import { PlotTable } from '../../plots/plot-table.tsx'
import { useText } from '../../text.ts'

/** What adaptive attempts are expected to be like: how long, how precise, how often one item. */
export function PreviewAdaptive({ forecast }: { readonly forecast: AdaptiveForecast }) {
  const t = useText()
  const { number, percent } = useFormats()
  const { attempts, meanItems, reachedShare, exposure, standardErrors } = forecast
  return (
    <section>
      <h3>{t('adaptive.title')}</h3>
      <p className="dimmed">{t('adaptive.lead', { attempts: number(attempts) })}</p>
      <Figures>
        <Figure
          name={t('adaptive.length')}
          value={number(meanItems, 1)}
          hint={t('adaptive.length.hint')}
        />
        <Figure
          name={t('adaptive.reached')}
          value={percent(reachedShare)}
          hint={t('adaptive.reached.hint')}
        />
        <Figure
          name={t('adaptive.exposure')}
          value={percent(exposure.largest)}
          hint={t('adaptive.exposure.hint', { mean: percent(exposure.mean) })}
        />
      </Figures>
      <PlotTable
        caption={t('adaptive.by-theta')}
        header={[t('plot.theta'), t('builder.cell.count'), t('preview.cut.error')]}
        rows={standardErrors.map(({ theta, items, standardError }) => [
          number(theta, 1),
          number(items, 1),
          number(standardError, 2),
        ])}
      />
    </section>
  )
}
