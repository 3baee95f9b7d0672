import { Button } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, useState } from 'react'
import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { isRevision } from './is-revision.ts'
import { QualityNotes } from './quality-notes.tsx'
import { TimelineDrawing } from './timeline-drawing.tsx'
import { TimelineTable } from './timeline-table.tsx'
import { moved, stopWatch, type TimelineWindow, zoomed } from './timeline-window.ts'

const HEIGHT = 216

interface ControlsProps {
  readonly window: TimelineWindow
  readonly durationMs: number
  readonly onChange: (window: TimelineWindow) => void
}

function Controls({ window, durationMs, onChange }: ControlsProps) {
  const t = useText()
  const whole = window.toMs - window.fromMs >= durationMs
  return (
    <div className="timeline-controls">
      <Button
        variant="default"
        disabled={window.fromMs <= 0}
        onClick={() => onChange(moved(window, -0.5, durationMs))}
        aria-label={t('timeline.earlier')}
      >
        ←
      </Button>
      <Button
        variant="default"
        disabled={window.toMs >= durationMs}
        onClick={() => onChange(moved(window, 0.5, durationMs))}
        aria-label={t('timeline.later')}
      >
        →
      </Button>
      <Button
        variant="default"
        onClick={() => onChange(zoomed(window, 0.5, durationMs))}
        aria-label={t('timeline.zoom-in')}
      >
        +
      </Button>
      <Button
        variant="default"
        disabled={whole}
        onClick={() => onChange(zoomed(window, 2, durationMs))}
        aria-label={t('timeline.zoom-out')}
      >
        −
      </Button>
      <Button
        variant="default"
        disabled={whole}
        onClick={() => onChange({ fromMs: 0, toMs: durationMs })}
      >
        {t('timeline.whole')}
      </Button>
    </div>
  )
}

function afterKey(key: string, window: TimelineWindow, durationMs: number): TimelineWindow | null {
  switch (key) {
    case 'ArrowLeft':
      return moved(window, -0.25, durationMs)
    case 'ArrowRight':
      return moved(window, 0.25, durationMs)
    case '+':
    case '=':
      return zoomed(window, 0.5, durationMs)
    case '-':
      return zoomed(window, 2, durationMs)
    case '0':
    case 'Home':
      return { fromMs: 0, toMs: durationMs }
    default:
      return null
  }
}

function pausedSeconds({ pauses }: CaseView['timeline']): number {
  return pauses.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / 1000, 0)
}

/** What happened when, on server time: zoomed by buttons or keys, with a table twin. */
export function CaseTimeline({ view }: { readonly view: CaseView }) {
  const t = useText()
  const { dateTime, duration, number } = useFormats()
  const { timeline } = view
  const { durationMs } = timeline
  const [window, setWindow] = useState<TimelineWindow>({ fromMs: 0, toMs: durationMs })
  const { ref, width } = useElementSize<HTMLDivElement>()
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const next = afterKey(event.key, window, durationMs)
    if (next === null) return
    event.preventDefault()
    setWindow(next)
  }
  const summary = t('timeline.summary', {
    from: stopWatch(window.fromMs),
    to: stopWatch(window.toMs),
    away: number(timeline.away.filter(({ shape }) => shape !== 'pause').length),
    offline: number(timeline.offline.length),
    changes: number(timeline.changes.filter(isRevision).length),
  })
  return (
    <section className="timeline" aria-labelledby="timeline-title">
      <div className="section-head">
        <div>
          <h2 id="timeline-title">{t('timeline.title')}</h2>
          <p className="dimmed">
            {t('timeline.times', {
              from: dateTime(timeline.startedAt),
              to: dateTime(timeline.closedAt),
            })}
          </p>
        </div>
        <Controls window={window} durationMs={durationMs} onChange={setWindow} />
      </div>
      <div
        ref={ref}
        className="timeline-view"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys and + and - move and zoom it.
        tabIndex={0}
        aria-label={t('timeline.keys')}
        onKeyDown={onKeyDown}
        style={{ height: HEIGHT }}
      >
        {width > 0 && (
          <svg role="img" aria-label={summary} width={width} height={HEIGHT}>
            <TimelineDrawing timeline={timeline} window={window} width={width} height={HEIGHT} />
          </svg>
        )}
      </div>
      <ul className="legend" aria-hidden="true">
        <li data-kind="hidden">{t('timeline.legend.hidden')}</li>
        <li data-kind="blurred">{t('timeline.legend.blurred')}</li>
        <li data-kind="answered">{t('timeline.legend.answered')}</li>
        <li data-kind="changed">{t('timeline.legend.changed')}</li>
        {timeline.quality.length > 0 && <li data-kind="quality">{t('timeline.legend.quality')}</li>}
        {timeline.pauses.length > 0 && <li data-kind="pause">{t('timeline.legend.pause')}</li>}
      </ul>
      <p className="dimmed" role="status">
        {summary}
        {timeline.pauses.length > 0 &&
          ` ${t('timeline.paused', {
            pauses: number(timeline.pauses.length),
            duration: duration(pausedSeconds(timeline)),
          })}`}
      </p>
      <QualityNotes timeline={timeline} />
      <TimelineTable view={view} />
    </section>
  )
}
