import type { CaseView } from '../../../domain/review/views.ts'
import { linearScale, type Scale } from '../plots/scale.ts'
import { useText } from '../text.ts'
import { isRevision } from './is-revision.ts'
import { PAUSE_TEXTS } from './pause-texts.ts'
import { clipped, stopWatch, type TimelineWindow, timeTicks } from './timeline-window.ts'

type Timeline = CaseView['timeline']

interface Props {
  readonly timeline: Timeline
  readonly window: TimelineWindow
  readonly width: number
  readonly height: number
}

interface LaneProps {
  readonly timeline: Timeline
  readonly window: TimelineWindow
  readonly scale: Scale
}

const LEFT = 78
const LANE = { bands: 22, away: 72, offline: 108, answers: 140, quality: 162 } as const

/** Spans in view with their place in pixels; at least so wide that they can be seen. */
function placed<Span extends { readonly fromMs: number; readonly toMs: number }>(
  spans: readonly Span[],
  { window, scale }: Omit<LaneProps, 'timeline'>,
) {
  return spans.flatMap((span) => {
    const part = clipped(span, window)
    if (part === null) return []
    const x = scale.at(part.fromMs)
    return [{ span, x, width: Math.max(2, scale.at(part.toMs) - x) }]
  })
}

function Bands({ timeline, ...place }: LaneProps) {
  return placed(timeline.bands, place).map(({ span, x, width }) => (
    <g key={`${span.position} ${span.fromMs}`}>
      <rect
        className="band"
        data-odd={span.position % 2 === 1}
        x={x}
        y={LANE.bands}
        width={width}
        height={34}
      />
      {width > 18 && (
        <text className="band-name" x={x + width / 2} y={LANE.bands + 21} textAnchor="middle">
          {span.position}
        </text>
      )}
    </g>
  ))
}

function Away({ timeline, ...place }: LaneProps) {
  return placed(timeline.away, place).map(({ span, x, width }) => (
    <g key={`${span.kind} ${span.fromMs}`}>
      {span.shape !== 'pause' && (
        <rect className="away-shade" x={x} y={LANE.bands} width={width} height={34} />
      )}
      <rect
        className="away"
        data-kind={span.kind}
        data-shape={span.shape}
        x={x}
        y={LANE.away}
        width={width}
        height={20}
      />
    </g>
  ))
}

function Offline({ timeline, ...place }: LaneProps) {
  return placed(timeline.offline, place).map(({ span, x, width }) => (
    <rect key={span.fromMs} className="offline" x={x} y={LANE.offline} width={width} height={16} />
  ))
}

/** What is not known for sure: stretches as bars, moments as diamonds. */
function Quality({ timeline, ...place }: LaneProps) {
  return placed(timeline.quality, place).map(({ span, x, width }) =>
    span.toMs > span.fromMs ? (
      <rect
        key={`${span.kind} ${span.fromMs} ${span.toMs}`}
        className="quality"
        x={x}
        y={LANE.quality}
        width={width}
        height={12}
      />
    ) : (
      <path
        key={`${span.kind} ${span.fromMs}`}
        className="quality"
        d="M0 -7L7 0L0 7L-7 0Z"
        transform={`translate(${x} ${LANE.quality + 6})`}
      />
    ),
  )
}

/** Of lane and pause names, in pixels. */
const WIDEST_LETTER = 14

/** Pauses and outages reach over all lanes: nothing in them counts in any. */
function Pauses({ timeline, bottom, ...place }: LaneProps & { readonly bottom: number }) {
  const t = useText()
  const top = LANE.bands - 14
  return placed(timeline.pauses, place).map(({ span, x, width }) => {
    const name = t(PAUSE_TEXTS[span.kind])
    return (
      <g key={span.fromMs} className="pause" data-kind={span.kind}>
        <title>{span.text === '' ? name : `${name}: ${span.text}`}</title>
        <rect x={x} y={top} width={width} height={bottom - top} />
        {width > WIDEST_LETTER * name.length && (
          <text x={x + width / 2} y={LANE.bands + 21} textAnchor="middle">
            {name}
          </text>
        )}
      </g>
    )
  })
}

/** First answers as dots, changed ones as triangles. */
function Answers({ timeline, window, scale }: LaneProps) {
  return timeline.changes
    .filter(({ atMs }) => atMs >= window.fromMs && atMs <= window.toMs)
    .map((answer) =>
      isRevision(answer) ? (
        <path
          key={`${answer.atMs} ${answer.position}`}
          className="change"
          d="M0 -7L6 4L-6 4Z"
          transform={`translate(${scale.at(answer.atMs)} ${LANE.answers})`}
        />
      ) : (
        <circle
          key={`${answer.atMs} ${answer.position}`}
          className="answered"
          cx={scale.at(answer.atMs)}
          cy={LANE.answers}
          r={2.5}
        />
      ),
    )
}

/** Lanes of a timeline: items, time away, offline gaps, answers, doubts; pauses over all. */
export function TimelineDrawing({ timeline, window, width, height }: Props) {
  const t = useText()
  const scale = linearScale([window.fromMs, window.toMs], [LEFT, width - 8])
  const lane = { timeline, window, scale }
  const bottom = height - 30
  const names = [
    [t('timeline.items'), LANE.bands + 21],
    [t('timeline.away'), LANE.away + 14],
    [t('timeline.offline'), LANE.offline + 12],
    [t('timeline.answers'), LANE.answers + 4],
    [t('timeline.quality'), LANE.quality + 11],
  ] as const
  return (
    <>
      {names.map(([name, y]) => (
        <text key={name} className="lane-name" x={0} y={y}>
          {name}
        </text>
      ))}
      <g className="axis">
        <line x1={LEFT} x2={width - 8} y1={bottom} y2={bottom} />
        {timeTicks(window, Math.max(2, Math.floor((width - LEFT) / 90))).map((tick) => (
          <g key={tick} transform={`translate(${scale.at(tick)} 0)`}>
            <line className="grid" y1={LANE.bands - 8} y2={bottom} />
            <text y={bottom + 20} textAnchor="middle">
              {stopWatch(tick)}
            </text>
          </g>
        ))}
      </g>
      <Bands {...lane} />
      <Pauses {...lane} bottom={bottom} />
      <Away {...lane} />
      <Offline {...lane} />
      <Answers {...lane} />
      <Quality {...lane} />
    </>
  )
}
