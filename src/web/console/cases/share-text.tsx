import type { Share } from '../../../domain/review/statistics-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { IntervalBar } from '../parts/interval-bar.tsx'
import { useText } from '../text.ts'

/** A share with its interval, drawn and in figures; said plainly where there is none yet. */
export function ShareText({ share }: { readonly share: Share }) {
  const t = useText()
  const { percent, number } = useFormats()
  if (share === null) return <span className="dimmed">{t('review.none-yet')}</span>
  const { value, low, high, count, total } = share
  return (
    <span className="share-text">
      <IntervalBar value={value} low={low} high={high} domain={[0, 1]} />
      <span>
        {t('review.share', {
          value: percent(value),
          low: percent(low),
          high: percent(high),
          count: number(count),
          total: number(total),
        })}
      </span>
    </span>
  )
}
