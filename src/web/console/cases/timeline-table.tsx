import type { CaseView } from '../../../domain/review/views.ts'
import type { LocalizedText } from '../../../domain/text.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ExportButton } from '../parts/export-button.tsx'
import { PlotTable } from '../plots/plot-table.tsx'
import { type ConsoleTranslate, useText } from '../text.ts'
import { isRevision } from './is-revision.ts'
import { PAUSE_TEXTS } from './pause-texts.ts'
import { stopWatch } from './timeline-window.ts'

type Timeline = CaseView['timeline']

const SHAPE_TEXTS = {
  notification: 'timeline.shape.notification',
  assistive: 'timeline.shape.assistive',
  network: 'timeline.shape.network',
  sleep: 'timeline.shape.sleep',
  'input-method': 'timeline.shape.input-method',
  pause: 'timeline.shape.pause',
  away: 'timeline.shape.away',
} as const satisfies Record<Timeline['away'][number]['shape'], string>

interface Line {
  readonly atMs: number
  readonly cells: readonly string[]
}

/** Losing focus never counts, so only a shape of its own is worth a word. */
function noteOf({ kind, offline, shape }: Timeline['away'][number], t: ConsoleTranslate): string {
  if (offline) return t('timeline.while-offline')
  return kind === 'blurred' && shape === 'away' ? '' : t(SHAPE_TEXTS[shape])
}

function linesOf(
  { bands, away, offline, pauses, changes, quality }: Timeline,
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
          noteOf(stretch, t),
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
    ...pauses.map((pause) => ({
      atMs: pause.fromMs,
      cells: [t(PAUSE_TEXTS[pause.kind]), span(pause), pause.text],
    })),
    ...quality.map((note) => ({
      atMs: note.fromMs,
      cells: [
        t(`timeline.quality.${note.kind}`),
        note.toMs > note.fromMs ? span(note) : '',
        say(note.text),
      ],
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

/** The table twin of the timeline: everything in order of time; it can be taken away, logged. */
export function TimelineTable({ view }: { readonly view: CaseView }) {
  const { timeline } = view
  const t = useText()
  const { duration } = useFormats()
  const localized = useLocalized()
  const say = (text: LocalizedText | null) => (text === null ? t('answer.none') : localized(text))
  const lines = linesOf(timeline, t, say, duration)
  return (
    <details>
      <summary>{t('timeline.as-table')}</summary>
      <ExportButton
        fileName={`case-${view.code}-timeline`}
        evidence={{ of: `/cases/${view.id}`, what: 'case-timeline' }}
        header={['seconds', 'event', 'for', 'note']}
        rows={() => lines.map(({ atMs, cells }) => [Math.round(atMs) / 1000, ...cells])}
      />
      <PlotTable
        caption={t('timeline.title')}
        header={[t('timeline.at'), t('timeline.event'), t('timeline.length'), t('timeline.note')]}
        rows={lines.map(({ atMs, cells }) => [stopWatch(atMs), ...cells])}
      />
    </details>
  )
}
