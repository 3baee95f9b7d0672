import type { RetestView } from '../../../domain/review/retest-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { XAxis } from '../plots/axes.tsx'
import { IntervalRow } from '../plots/interval-row.tsx'
import { PlotFigure } from '../plots/plot-figure.tsx'
import { PlotTable } from '../plots/plot-table.tsx'
import { linearScale, niceDomain, ticks } from '../plots/scale.ts'
import { useText } from '../text.ts'

type Comparison = NonNullable<RetestView['comparison']>

type Row = Comparison['first'] & { readonly name: string }

const ROW = 46
const TOP = 6
const FOOT = 46
const MARGIN = 24

function Rows({ rows, width }: { readonly rows: readonly Row[]; readonly width: number }) {
  const t = useText()
  const { number } = useFormats()
  const about = Math.min(8, Math.max(3, Math.floor(width / 90)))
  const domain = niceDomain(
    rows.flatMap(({ low, high }) => [low, high]),
    about,
  )
  const scale = linearScale(domain, [MARGIN, width - MARGIN])
  return (
    <>
      {rows.map(({ name, score, low, high }, index) => (
        <g key={name} transform={`translate(0 ${TOP + index * ROW})`}>
          <IntervalRow name={name} value={score} low={low} high={high} scale={scale} y={30} />
        </g>
      ))}
      <XAxis
        scale={scale}
        ticks={ticks(...domain, about)}
        label={(tick) => number(tick)}
        y={TOP + rows.length * ROW}
        title={t('retest.score')}
      />
    </>
  )
}

/** An attempt above its re-test, each score with its 95 % interval, on one scale. */
export function SittingsPlot({ first, second }: Pick<Comparison, 'first' | 'second'>) {
  const t = useText()
  const { number, list } = useFormats()
  const rows = [
    { name: t('retest.first'), ...first },
    { name: t('retest.second'), ...second },
  ]
  const interval = ({ low, high }: Row): string => `${number(low)} – ${number(high)}`
  return (
    <PlotFigure
      title={t('retest.sittings')}
      summary={list(rows.map((row) => `${row.name} ${number(row.score)} (${interval(row)})`))}
      height={TOP + rows.length * ROW + FOOT}
      table={
        <PlotTable
          caption={t('retest.sittings')}
          header={[t('retest.sitting'), t('retest.score'), t('retest.interval')]}
          rows={rows.map((row) => [row.name, number(row.score), interval(row)])}
        />
      }
    >
      {(width) => <Rows rows={rows} width={width} />}
    </PlotFigure>
  )
}
