import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { type CutLine, CutLines, XAxis, YAxis } from './axes.tsx'
import { PlotFigure } from './plot-figure.tsx'
import { PlotTable } from './plot-table.tsx'
import { linearScale, linePath, niceDomain, ticks } from './scale.ts'

interface Props {
  readonly curve: readonly { readonly theta: number; readonly information: number }[]
  readonly cuts: readonly CutLine[]
}

const HEIGHT = 262
const TOP = 52
const BOTTOM = HEIGHT - 44
const LEFT = 34

function Curve({ curve, cuts, width }: Props & { readonly width: number }) {
  const t = useText()
  const { number } = useFormats()
  const thetas = curve.map((point) => point.theta)
  const x = linearScale([Math.min(...thetas), Math.max(...thetas)], [LEFT, width - 10])
  const y = linearScale(niceDomain([0, ...curve.map((point) => point.information)], 4), [
    BOTTOM,
    TOP,
  ])
  const points = curve.map(({ theta, information }) => [x.at(theta), y.at(information)] as const)
  const area = `${linePath([[x.range[0], BOTTOM], ...points, [x.range[1], BOTTOM]])}Z`
  return (
    <>
      <YAxis
        scale={y}
        ticks={ticks(...y.domain, 4)}
        label={(value) => number(value)}
        x={LEFT}
        end={x.range[1]}
        title={t('plot.information')}
      />
      <path className="area" d={area} />
      <path className="curve" d={linePath(points)} />
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

/** How sharply the exam measures along the ability scale, with the cut scores. */
export function InformationPlot({ curve, cuts }: Props) {
  const t = useText()
  const { number, list } = useFormats()
  const best = curve.reduce((top, point) => (point.information > top.information ? point : top))
  const every = Math.max(1, Math.round(curve.length / 16))
  return (
    <PlotFigure
      title={t('plot.information.title')}
      summary={t('plot.information.summary', {
        theta: number(best.theta, 1),
        information: number(best.information, 1),
        cuts: list(cuts.map(({ name, value }) => `${name} ${number(value, 2)}`)),
      })}
      height={HEIGHT}
      table={
        <PlotTable
          caption={t('plot.information.title')}
          header={[t('plot.theta'), t('plot.information'), t('plot.standard-error')]}
          rows={curve
            .filter((_, index) => index % every === 0)
            .map(({ theta, information }) => [
              number(theta, 2),
              number(information, 2),
              information > 0 ? number(1 / Math.sqrt(information), 2) : '–',
            ])}
        />
      }
    >
      {(width) => <Curve curve={curve} cuts={cuts} width={width} />}
    </PlotFigure>
  )
}
