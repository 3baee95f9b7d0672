import type { CaseView } from '../../../domain/review/views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { stopWatch } from './timeline-window.ts'

type Timeline = CaseView['timeline']

/** What the record of an attempt does not know, said before anything is read from the drawing. */
export function QualityNotes({ timeline }: { readonly timeline: Timeline }) {
  const t = useText()
  const say = useLocalized()
  const { quality } = timeline
  if (quality.length === 0) return <p className="dimmed">{t('timeline.quality.none')}</p>
  return (
    <details className="quality-notes">
      <summary>{t('timeline.quality.title', { count: quality.length })}</summary>
      <ul>
        {quality.map(({ kind, fromMs, toMs, text }) => (
          <li key={`${kind} ${fromMs} ${toMs}`}>
            <span className="no-wrap">
              {stopWatch(fromMs)}
              {toMs > fromMs && ` – ${stopWatch(toMs)}`}
            </span>{' '}
            <strong>{t(`timeline.quality.${kind}`)}</strong>
            {' · '}
            {say(text)}
          </li>
        ))}
      </ul>
    </details>
  )
}
