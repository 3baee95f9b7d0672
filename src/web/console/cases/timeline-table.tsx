import type { CaseView } from '../../../domain/review/views.ts'
import type { LocalizedText } from '../../../domain/text.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { PlotTable } from '../plots/plot-table.tsx'
import { type ConsoleTranslate, useText } from '../text.ts'
import { isRevision } from './is-revision.ts'
import { stopWatch } from './timeline-window.ts'

type Timeline = CaseView['timeline']

interface Line {
  readonly atMs: number
  readonly cells: readonly string[]
}

function linesOf(
  { bands, away, offline, changes }: Timeline,
  t: ConsoleTranslate,
  say: (text: LocalizedText | null) => string,
  duration: (seconds: number) => string,
): Line[] {
  const span = ({ fromMs, toMs }: { fromMs: number; toMs: number }): string =>
    duration((toMs - fromMs) / 1000)
  return [
    ...bands.map((band) => ({
      atMs: band.fromMs,
      cells: [t('timeline.event.item', { position: band.position }), span(band), ''],
    })),
    ...away.map((stretch) => ({
      atMs: stretch.fromMs,
      cells: [
        t(stretch.kind === 'hidden' ? 'timeline.event.hidden' : 'timeline.event.blurred'),
        span(stretch),
        [
          stretch.position === null ? '' : t('timeline.on-item', { position: stretch.position }),
          stretch.offline ? t('timeline.while-offline') : '',
          stretch.explanation === null
            ? ''
            : t('timeline.explained', { text: stretch.explanation }),
        ]
          .filter((part) => part !== '')
          .join(' · '),
      ],
    })),
    ...offline.map((gap) => ({
      atMs: gap.fromMs,
      cells: [t('timeline.event.offline'), span(gap), ''],
    })),
    ...changes.map((answer) => ({
      atMs: answer.atMs,
      cells: isRevision(answer)
        ? [
            t('timeline.event.change', { position: answer.position }),
            '',
            `${say(answer.from)} → ${say(answer.to)}`,
          ]
        : [t('timeline.event.answer', { position: answer.position }), '', say(answer.to)],
    })),
  ].sort((left, right) => left.atMs - right.atMs)
}

/** The table twin of the timeline: everything in order of time. */
export function TimelineTable({ timeline }: { readonly timeline: Timeline }) {
  const t = useText()
  const { duration } = useFormats()
  const localized = useLocalized()
  const say = (text: LocalizedText | null) => (text === null ? t('answer.none') : localized(text))
  return (
    <details>
      <summary>{t('timeline.as-table')}</summary>
      <PlotTable
        caption={t('timeline.title')}
        header={[t('timeline.at'), t('timeline.event'), t('timeline.length'), t('timeline.note')]}
        rows={linesOf(timeline, t, say, duration).map(({ atMs, cells }) => [
          stopWatch(atMs),
          ...cells,
        ])}
      />
    </details>
  )
}
