import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { type CutLine, CutLines, XAxis } from './axes.tsx'
import { IntervalRow } from './interval-row.tsx'
import { PlotFigure } from './plot-figure.tsx'
import { PlotTable } from './plot-table.tsx'
import { decimalsOf, linearScale, niceDomain, ticks } from './scale.ts'

interface Row {
  readonly name: string
  readonly value: number
  readonly low: number
  readonly high: number
  readonly count: number
}

interface Props {
  readonly title: string
  readonly rows: readonly Row[]
  readonly cuts: readonly CutLine[]
}

const ROW = 46
const TOP = 50
const FOOT = 46

function Rows({ rows, cuts, width }: Omit<Props, 'title'> & { readonly width: number }) {
  const t = useText()
  const { number } = useFormats()
  const ends = rows.flatMap(({ low, high }) => [low, high])
  const domain = niceDomain([...ends, ...cuts.map((cut) => cut.value), -1, 1], 6)
  const x = linearScale(domain, [12, width - 12])
  const bottom = TOP + rows.length * ROW
  return (
    <>
      <CutLines cuts={cuts} scale={x} top={TOP - 8} bottom={bottom} />
      {rows.map(({ name, value, low, high }, index) => (
        <g key={name} transform={`translate(0 ${TOP + index * ROW})`}>
          <IntervalRow name={name} value={value} low={low} high={high} scale={x} y={30} />
        </g>
      ))}
      <XAxis
        scale={x}
        ticks={ticks(...domain, Math.max(3, Math.floor(width / 80)))}
        label={(tick) => number(tick, decimalsOf(tick))}
        y={bottom}
        title={t('plot.theta')}
      />
    </>
  )
}

/** Means with their 95 % intervals, one under the other on one scale. */
export function IntervalsPlot({ title, rows, cuts }: Props) {
  const t = useText()
  const { number, list } = useFormats()
  return (
    <PlotFigure
      title={title}
      summary={list(
        rows.map(
          ({ name, value, low, high }) =>
            `${name} ${number(value, 2)} (${number(low, 2)} – ${number(high, 2)})`,
        ),
      )}
      height={TOP + rows.length * ROW + FOOT}
      table={
        <PlotTable
          caption={title}
          header={[t('plot.competency'), t('plot.mean'), t('plot.interval'), t('plot.attempts')]}
          rows={rows.map(({ name, value, low, high, count }) => [
            name,
            number(value, 2),
            `${number(low, 2)} – ${number(high, 2)}`,
            number(count),
          ])}
        />
      }
    >
      {(width) => <Rows rows={rows} cuts={cuts} width={width} />}
    </PlotFigure>
  )
}
