import { useFormats } from '../../../shared/use-preferences.ts'
import { XAxis, YAxis } from '../../plots/axes.tsx'
import { PlotFigure } from '../../plots/plot-figure.tsx'
import { PlotTable } from '../../plots/plot-table.tsx'
import { linearScale, niceDomain, ticks } from '../../plots/scale.ts'
import { useText } from '../../text.ts'
import type { CalibratedRow } from './calibration-items.tsx'

const HEIGHT = 340
const TOP = 16
const LEFT = 52
const FOOT = 46

function Points({
  items,
  width,
}: {
  readonly items: readonly CalibratedRow[]
  readonly width: number
}) {
  const t = useText()
  const { number } = useFormats()
  const both = items.flatMap(({ b, before }) => [b, before.b])
  const domain = niceDomain([...both, -1, 1], 6)
  const bottom = HEIGHT - FOOT
  const x = linearScale(domain, [LEFT, width - 12])
  const y = linearScale(domain, [bottom, TOP])
  const marks = ticks(...domain, Math.max(3, Math.floor(width / 90)))
  return (
    <>
      <line
        className="grid"
        x1={x.at(domain[0])}
        y1={y.at(domain[0])}
        x2={x.at(domain[1])}
        y2={y.at(domain[1])}
      />
      {items.map(({ itemId, b, before, se }) => (
        <g key={itemId}>
          {se !== null && (
            <line
              className="interval"
              x1={x.at(before.b)}
              x2={x.at(before.b)}
              y1={y.at(Math.max(domain[0], b - 1.96 * se.b))}
              y2={y.at(Math.min(domain[1], b + 1.96 * se.b))}
              style={{ strokeWidth: 1, opacity: 0.35 }}
            />
          )}
          <circle className="point" cx={x.at(before.b)} cy={y.at(b)} r={3.5} />
        </g>
      ))}
      <XAxis
        scale={x}
        ticks={marks}
        label={(tick) => number(tick, Number.isInteger(tick) ? 0 : 1)}
        y={bottom}
        title={t('calibration.plot.before')}
      />
      <YAxis
        scale={y}
        ticks={marks}
        label={(tick) => number(tick, Number.isInteger(tick) ? 0 : 1)}
        x={LEFT}
        end={width - 12}
        title={t('calibration.plot.found')}
      />
    </>
  )
}

/** Difficulty as found against difficulty as assumed; on the line nothing was news. */
export function DifficultyPlot({ items }: { readonly items: readonly CalibratedRow[] }) {
  const t = useText()
  const { number } = useFormats()
  const off = items.map(({ b, before }) => b - before.b)
  const spread = Math.sqrt(off.reduce((sum, one) => sum + one * one, 0) / items.length)
  return (
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
  )
}
