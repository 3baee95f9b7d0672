import { useFormats } from '../../../shared/use-preferences.ts'
import { YAxis } from '../../plots/axes.tsx'
import { PlotFigure } from '../../plots/plot-figure.tsx'
import { PlotTable } from '../../plots/plot-table.tsx'
import { decimalsOf, linearScale, niceDomain, ticks } from '../../plots/scale.ts'
import { useText } from '../../text.ts'
import type { CalibratedRow } from './calibration-items.tsx'

const HEIGHT = 360
const TOP = 64
const LEFT = 44
const FOOT = 30
/** Nothing beyond is worth the room: what lies there is only known to lie there. */
const FURTHEST = 4
const Z = 1.96

interface PointsProps {
  readonly items: readonly CalibratedRow[]
  readonly width: number
}

function limited(value: number): number {
  return Math.max(-FURTHEST, Math.min(FURTHEST, value))
}

function Points({ items, width }: PointsProps) {
  const t = useText()
  const { number } = useFormats()
  const sorted = [...items].sort((one, other) => one.b - other.b)
  const ends = sorted.flatMap(({ b, se, before }) => {
    const half = Z * (se?.b ?? 0)
    return [limited(b - half), limited(b + half), limited(before.b)]
  })
  const domain = niceDomain([...ends, -1, 1], 6)
  const bottom = HEIGHT - FOOT
  const x = linearScale([-0.5, sorted.length - 0.5], [LEFT, width - 8])
  const y = linearScale(domain, [bottom, TOP])
  return (
    <>
      <Legend />
      <YAxis
        scale={y}
        ticks={ticks(...domain, 6)}
        label={(tick) => number(tick, decimalsOf(tick))}
        x={LEFT}
        end={width - 8}
        title={t('calibration.b')}
      />
      {sorted.map(({ itemId, b, before, se }, at) => (
        <g key={itemId} transform={`translate(${x.at(at)} 0)`}>
          {se !== null && (
            <line
              className="whisker"
              y1={y.at(limited(b - Z * se.b))}
              y2={y.at(limited(b + Z * se.b))}
            />
          )}
          <line className="assumed" x1={-3} x2={3} y1={y.at(before.b)} y2={y.at(before.b)} />
          <circle className="point" cy={y.at(limited(b))} r={2.5} />
        </g>
      ))}
      <text className="axis-title" x={width - 8} y={HEIGHT - 8} textAnchor="end">
        {t('calibration.items')}
      </text>
    </>
  )
}

/** What the marks mean, one under the other so that a phone has room for both. */
function Legend() {
  const t = useText()
  return (
    <g className="axis">
      <g transform="translate(8 30)">
        <circle className="point" r={2.5} />
        <text x={10} dy="0.32em">
          {t('calibration.plot.found')}
        </text>
      </g>
      <g transform="translate(8 46)">
        <line className="assumed" x1={-4} x2={4} />
        <text x={10} dy="0.32em">
          {t('calibration.plot.before')}
        </text>
      </g>
    </g>
  )
}

/** Every item's difficulty as found, with its interval, beside the one it was assumed to have. */
export function DifficultyPlot({ items }: { readonly items: readonly CalibratedRow[] }) {
  const t = useText()
  const { number } = useFormats()
  const off = items.map(({ b, before }) => b - before.b)
  const spread = Math.sqrt(off.reduce((sum, one) => sum + one * one, 0) / items.length)
  return (
    <section className="card">
      <PlotFigure
        title={t('calibration.plot')}
        summary={t('calibration.plot.summary', { count: items.length, spread: number(spread, 2) })}
        height={HEIGHT}
        table={
          <PlotTable
            caption={t('calibration.plot')}
            header={[t('report.item'), t('calibration.plot.before'), t('calibration.plot.found')]}
            rows={items.map(({ itemId, b, before }) => [itemId, number(before.b, 2), number(b, 2)])}
          />
        }
      >
        {(width) => <Points items={items} width={width} />}
      </PlotFigure>
    </section>
  )
}
