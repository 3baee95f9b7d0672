import { useFormats } from '../../../../shared/use-preferences.ts'
import { XAxis, YAxis } from '../../../plots/axes.tsx'
import { PlotFigure } from '../../../plots/plot-figure.tsx'
import { PlotTable } from '../../../plots/plot-table.tsx'
import { linearScale, niceDomain, ticks } from '../../../plots/scale.ts'
import { useText } from '../../../text.ts'
import { type SightingsBin, sightingsBins } from './sightings-bins.ts'

const HEIGHT = 220
const TOP = 28
const BOTTOM = HEIGHT - 44
const LEFT = 38

function Bars({ bins, width }: { readonly bins: readonly SightingsBin[]; readonly width: number }) {
  const t = useText()
  const { number } = useFormats()
  // A bin of whole numbers reaches half a step beyond its ends.
  const first = (bins[0]?.from ?? 1) - 0.5
  const last = (bins.at(-1)?.to ?? 1) + 0.5
  const x = linearScale([first, last], [LEFT, width - 10])
  const y = linearScale(niceDomain([0, ...bins.map(({ count }) => count)], 4), [BOTTOM, TOP])
  return (
    <>
      <YAxis
        scale={y}
        ticks={ticks(...y.domain, 4).filter(Number.isInteger)}
        label={(value) => number(value)}
        x={LEFT}
        end={x.range[1]}
        title={t('items.title')}
      />
      {bins.map(({ from, to, count }) => (
        <rect
          key={from}
          className="bar"
          x={x.at(from - 0.5) + 1}
          width={Math.max(0, x.at(to + 0.5) - x.at(from - 0.5) - 2)}
          y={y.at(count)}
          height={BOTTOM - y.at(count)}
        />
      ))}
      <XAxis
        scale={x}
        ticks={ticks(first, last, Math.max(3, Math.floor(width / 90))).filter(Number.isInteger)}
        label={(value) => number(value)}
        y={BOTTOM}
        title={t('health.sightings')}
      />
    </>
  )
}

/** How evenly items are used: how many of them stood on how many forms. */
export function SightingsPlot({ counts }: { readonly counts: readonly number[] }) {
  const t = useText()
  const { number } = useFormats()
  const bins = sightingsBins(counts)
  const title = t('health.plot')
  const range = ({ from, to }: SightingsBin) =>
    from === to ? number(from) : t('plot.from-to', { from: number(from), to: number(to) })
  return (
    <PlotFigure
      title={title}
      summary={t('health.plot.summary', {
        count: counts.length,
        low: number(Math.min(...counts)),
        high: number(Math.max(...counts)),
      })}
      height={HEIGHT}
      table={
        <PlotTable
          caption={title}
          header={[t('health.sightings'), t('items.title')]}
          rows={bins.map((bin) => [range(bin), number(bin.count)])}
        />
      }
    >
      {(width) => <Bars bins={bins} width={width} />}
    </PlotFigure>
  )
}
