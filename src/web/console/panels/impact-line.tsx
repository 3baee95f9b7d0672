import type { PanelView } from '../../../domain/scheduling/panel-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { impactAt } from './impact-at.ts'
import { shareWithInterval } from './share-with-interval.ts'

interface Props {
  readonly impact: PanelView['impact']
  /** Null where there is none to tell about. */
  readonly cut: number | null
  readonly standardError: number | null
}

/** Who would reach a cut, with the interval that the cut's own error leaves open. */
export function ImpactLine({ impact, cut, standardError }: Props) {
  const t = useText()
  const { percent } = useFormats()
  if (cut === null) return null
  const range = (shareAt: (at: number) => number): string => {
    const { share, low, high } = shareWithInterval(shareAt, { theta: cut, standardError })
    return `${percent(share)} (${percent(low)} – ${percent(high)})`
  }
  const known = impactAt(impact.curve, cut).persons !== null
  return (
    <p className="dimmed impact-line" role="status">
      {t('panel.impact.population', {
        share: range((at) => impactAt(impact.curve, at).population),
      })}{' '}
      {known
        ? t('panel.impact.persons', {
            share: range((at) => impactAt(impact.curve, at).persons ?? 0),
            count: impact.persons,
          })
        : t('panel.impact.no-persons')}
    </p>
  )
}
