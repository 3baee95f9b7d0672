import type { ItemReport } from '../../../domain/settlement/analysis-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { XAxis, YAxis } from './axes.tsx'
import { PlotFigure } from './plot-figure.tsx'
import { PlotTable } from './plot-table.tsx'
import { linearScale, linePath, ticks } from './scale.ts'

type Props = Pick<ItemReport, 'curve' | 'groups'>

const HEIGHT = 250
const TOP = 30
const BOTTOM = HEIGHT - 44
const LEFT = 50

function Curve({ curve, groups, width }: Props & { readonly width: number }) {
  const t = useText()
  const { number, percent } = useFormats()
  const x = linearScale([-3, 3], [LEFT, width - 12])
  const y = linearScale([0, 1], [BOTTOM, TOP])
  const inside = (theta: number) => x.at(Math.max(-3, Math.min(3, theta)))
  return (
    <>
      <YAxis
        scale={y}
        ticks={[0, 0.25, 0.5, 0.75, 1]}
        label={(value) => percent(value)}
        x={LEFT}
        end={x.range[1]}
        title={t('report.correct')}
      />
      <path
        className="curve"
        d={linePath(curve.map(({ theta, share }) => [x.at(theta), y.at(share)] as const))}
      />
      {groups.map(({ theta, share }) => (
        <g key={theta} transform={`translate(${inside(theta)} 0)`}>
          <line className="interval" y1={y.at(share.low)} y2={y.at(share.high)} />
          <circle className="point" cy={y.at(share.value)} r={5} />
        </g>
      ))}
      <XAxis
        scale={x}
        ticks={ticks(-3, 3, 6)}
        label={(value) => number(value)}
        y={BOTTOM}
        title={t('plot.theta')}
      />
    </>
  )
}

/** Shares right from the weakest group to the strongest, on the curve the model expects. */
export function ItemCurvePlot({ curve, groups }: Props) {
  const t = useText()
  const { number, percent, list } = useFormats()
  const title = t('analysis.curve')
  const rows = groups.map(({ theta, count, share, expected }) => [
    number(theta, 1),
    number(count),
    t('analysis.share', {
      share: percent(share.value),
      low: percent(share.low),
      high: percent(share.high),
    }),
    percent(expected),
  ])
  return (
    <PlotFigure
      title={title}
      summary={list(groups.map(({ share }) => percent(share.value)))}
      height={HEIGHT}
      table={
        <PlotTable
          caption={title}
          header={[
            t('analysis.group'),
            t('analysis.persons'),
            t('report.correct'),
            t('analysis.expected'),
          ]}
          rows={rows}
        />
      }
    >
      {(width) => <Curve curve={curve} groups={groups} width={width} />}
    </PlotFigure>
  )
}
