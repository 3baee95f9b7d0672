import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { type CutLine, CutLines, XAxis, YAxis } from './axes.tsx'
import { PlotFigure } from './plot-figure.tsx'
import { PlotTable } from './plot-table.tsx'
import { linearScale, niceDomain, ticks } from './scale.ts'

interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
}

interface Props {
  readonly title: string
  readonly bins: readonly Bin[]
  readonly cuts: readonly CutLine[]
}

const HEIGHT = 262
const TOP = 52
const BOTTOM = HEIGHT - 44
const LEFT = 38

function Bars({ bins, cuts, width }: Omit<Props, 'title'> & { readonly width: number }) {
  const t = useText()
  const { number } = useFormats()
  const ends = bins.flatMap(({ from, to }) => [from, to])
  const x = linearScale([Math.min(...ends), Math.max(...ends)], [LEFT, width - 10])
  const y = linearScale(niceDomain([0, ...bins.map((bin) => bin.count)], 4), [BOTTOM, TOP])
  return (
    <>
      <YAxis
        scale={y}
        ticks={ticks(...y.domain, 4)}
        label={(value) => number(value)}
        x={LEFT}
        end={x.range[1]}
        title={t('plot.attempts')}
      />
      {bins.map(({ from, to, count }) => (
        <rect
          key={from}
          className="bar"
          x={x.at(from) + 1}
          width={Math.max(0, x.at(to) - x.at(from) - 2)}
          y={y.at(count)}
          height={BOTTOM - y.at(count)}
        />
      ))}
      <CutLines cuts={cuts} scale={x} top={TOP} bottom={BOTTOM} />
      <XAxis
        scale={x}
        ticks={ticks(...x.domain, 8)}
        label={(value) => number(value)}
        y={BOTTOM}
        title={t('plot.theta')}
      />
    </>
  )
}

/** How attempts spread over the ability scale, against the cut scores. */
export function HistogramPlot({ title, bins, cuts }: Props) {
  const t = useText()
  const { number, list } = useFormats()
  const count = bins.reduce((sum, bin) => sum + bin.count, 0)
  return (
    <PlotFigure
      title={title}
      summary={t('plot.histogram.summary', {
        count: number(count),
        cuts: list(cuts.map(({ name, value }) => `${name} ${number(value, 2)}`)),
      })}
      height={HEIGHT}
      table={
        <PlotTable
          caption={title}
          header={[t('plot.range'), t('plot.attempts')]}
          rows={bins.map((bin) => [
            t('plot.from-to', { from: number(bin.from, 2), to: number(bin.to, 2) }),
            number(bin.count),
          ])}
        />
      }
    >
      {(width) => <Bars bins={bins} cuts={cuts} width={width} />}
    </PlotFigure>
  )
}
