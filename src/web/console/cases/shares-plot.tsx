import type { ReactNode } from 'react'
import { useFormats } from '../../shared/use-preferences.ts'
import { XAxis } from '../plots/axes.tsx'
import { IntervalRow } from '../plots/interval-row.tsx'
import { PlotFigure } from '../plots/plot-figure.tsx'
import { linearScale, ticks } from '../plots/scale.ts'

/** One share with its 95 % interval. */
export interface ShareRow {
  readonly name: string
  readonly value: number
  readonly low: number
  readonly high: number
}

interface Props {
  readonly title: string
  readonly rows: readonly ShareRow[]
  readonly axis: string
  readonly table: ReactNode
}

const ROW = 42
const TOP = 6
const FOOT = 46
/** Small shares would all crowd at the left of a scale to 100 %. */
const SHORTEST = 0.1

function Rows({ rows, axis, width }: Omit<Props, 'title' | 'table'> & { readonly width: number }) {
  const { percent } = useFormats()
  const most = Math.max(SHORTEST, ...rows.map(({ high }) => high))
  const end = Math.min(1, Math.ceil(most * 10) / 10)
  const x = linearScale([0, end], [12, width - 24])
  const bottom = TOP + rows.length * ROW
  return (
    <>
      {rows.map(({ name, value, low, high }, index) => (
        <g key={name} transform={`translate(0 ${TOP + index * ROW})`}>
          <IntervalRow name={name} value={value} low={low} high={high} scale={x} y={28} />
        </g>
      ))}
      <XAxis
        scale={x}
        ticks={ticks(0, end, Math.max(2, Math.floor(width / 90)))}
        label={(tick) => percent(tick)}
        y={bottom}
        title={axis}
      />
    </>
  )
}

/** Shares with their intervals, one under the other on one scale, with a table twin. */
export function SharesPlot({ title, rows, axis, table }: Props) {
  const { percent, list } = useFormats()
  return (
    <PlotFigure
      title={title}
      summary={list(
        rows.map(
          ({ name, value, low, high }) =>
            `${name} ${percent(value, 1)} (${percent(low, 1)} – ${percent(high, 1)})`,
        ),
      )}
      height={TOP + rows.length * ROW + FOOT}
      table={table}
    >
      {(width) => <Rows rows={rows} axis={axis} width={width} />}
    </PlotFigure>
  )
}
