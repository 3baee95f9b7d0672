import { useFormats } from '../../../../shared/use-preferences.ts'
import { IntervalBar } from '../../../parts/interval-bar.tsx'
import { useText } from '../../../text.ts'
import type { ItemRecord } from './item-records.ts'

/** The share of right answers with its interval, drawn from 0 to 1; words where there is none. */
export function CorrectShare({ result }: Pick<ItemRecord, 'result'>) {
  const t = useText()
  const { percent } = useFormats()
  const share = result?.correctShare ?? null
  if (share === null) {
    return (
      <span className="dimmed">{t(result === null ? 'health.unseen' : 'health.too-seldom')}</span>
    )
  }
  const { value, low, high } = share
  return (
    <span className="level-interval">
      <IntervalBar value={value} low={low} high={high} domain={[0, 1]} />
      <span>
        {percent(value, 0)} ({percent(low, 0)} – {percent(high, 0)})
      </span>
    </span>
  )
}
