import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { PlotFigure } from './plot-figure.tsx'
import { PlotTable } from './plot-table.tsx'
import { decimalsOf, linearScale, ticks } from './scale.ts'
import { isWithin, wrightReach } from './wright-reach.ts'

interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly standardError: number | null
}
interface Props {
  readonly persons: readonly Bin[]
  readonly difficulties: readonly { readonly itemId: string; readonly difficulty: number }[]
  readonly cuts: readonly { readonly name: string; readonly value: number }[]
}

const HEIGHT = 430
const TOP = 34
const BOTTOM = HEIGHT - 14
const AXIS = 34
const GAP = 10
/** Room for the cuts' names beside the bars. */
const NAMES = 84

function itemsIn({ from, to }: Bin, { persons, difficulties }: Props) {
  const isLast = persons.at(-1)?.to === to
  const isFirst = persons[0]?.from === from
  return difficulties.filter(
    ({ difficulty }) => (isFirst || difficulty >= from) && (isLast || difficulty < to),
  )
}

function Sides(props: Props & { readonly width: number }) {
  const { persons, cuts, width } = props
  const t = useText()
  const { number } = useFormats()
  const reach = wrightReach(props)
  const y = linearScale(reach, [BOTTOM, TOP])
  const room = (width - AXIS - NAMES) / 2 - GAP
  const middle = AXIS + room + GAP
  const most = Math.max(1, ...persons.map(({ count }) => count))
  const shown = persons.filter(({ from, to }) => to > reach[0] && from < reach[1])
  const fullest = Math.max(1, ...shown.map((bin) => itemsIn(bin, props).length))
  return (
    <>
      <g className="axis">
        {ticks(...reach, 8).map((tick) => (
          <g key={tick} transform={`translate(0 ${y.at(tick)})`}>
            <line className="grid" x1={AXIS} x2={width - NAMES} />
            <text x={AXIS - 6} dy="0.32em" textAnchor="end">
              {number(tick, decimalsOf(tick))}
            </text>
          </g>
        ))}
        <text className="axis-title" x={middle - GAP} y={16} textAnchor="end">
          {t('analysis.persons')}
        </text>
        <text className="axis-title" x={middle + GAP} y={16}>
          {t('analysis.items')}
        </text>
        <line x1={middle} x2={middle} y1={TOP} y2={BOTTOM} />
      </g>
      {shown.map((bin) => (
        <g key={bin.from}>
          <rect
            className="bar"
            x={middle - GAP - (bin.count / most) * room}
            width={(bin.count / most) * room}
            y={y.at(bin.to) + 1}
            height={Math.max(0, y.at(bin.from) - y.at(bin.to) - 2)}
          />
          <rect
            className="bar bar-other"
            x={middle + GAP}
            width={(itemsIn(bin, props).length / fullest) * room}
            y={y.at(bin.to) + 1}
            height={Math.max(0, y.at(bin.from) - y.at(bin.to) - 2)}
          />
        </g>
      ))}
      {cuts.filter(isWithin(reach)).map(({ name, value }) => (
        <g key={name} className="cut" transform={`translate(0 ${y.at(value)})`}>
          <line className="cut-halo" x1={AXIS} x2={width - NAMES} />
          <line className="cut-line" x1={AXIS} x2={width - NAMES + GAP} />
          <text x={width - NAMES + GAP + 4} dy="0.32em" textAnchor="start">
            {name}
          </text>
        </g>
      ))}
    </>
  )
}

/** Candidates' abilities against the items' difficulties on one scale (Wright & Stone 1979). */
export function WrightPlot(props: Props) {
  const t = useText()
  const { number } = useFormats()
  const { persons, difficulties } = props
  const count = persons.reduce((sum, bin) => sum + bin.count, 0)
  const title = t('analysis.map')
  return (
    <PlotFigure
      title={title}
      summary={t('analysis.map.summary', {
        persons: number(count),
        items: number(difficulties.length),
      })}
      height={HEIGHT}
      table={
        <PlotTable
          caption={title}
          header={[
            t('plot.range'),
            t('analysis.persons'),
            t('analysis.mean-error'),
            t('analysis.items'),
          ]}
          rows={persons.flatMap((bin) => {
            const items = itemsIn(bin, props).length
            if (bin.count === 0 && items === 0) return []
            return [
              [
                t('plot.from-to', { from: number(bin.from, 2), to: number(bin.to, 2) }),
                number(bin.count),
                bin.standardError === null ? '–' : number(bin.standardError, 2),
                number(items),
              ],
            ]
          })}
        />
      }
    >
      {(width) => <Sides {...props} width={width} />}
    </PlotFigure>
  )
}
