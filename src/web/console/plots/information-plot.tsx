import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { CutLines, XAxis, YAxis } from './axes.tsx'
import { type CurvePoint, type CutQuality, tablePoints } from './information-points.ts'
import { PlotFigure } from './plot-figure.tsx'
import { PlotTable } from './plot-table.tsx'
import { linearScale, linePath, niceDomain, ticks } from './scale.ts'

interface Props {
  readonly curve: readonly CurvePoint[]
  readonly cuts: readonly CutQuality[]
}

const HEIGHT = 294
const TOP = 84
const BOTTOM = HEIGHT - 44
const LEFT = 34

function Curve({ curve, cuts, width }: Props & { readonly width: number }) {
  const t = useText()
  const { number } = useFormats()
  const thetas = curve.map((point) => point.theta)
  const errorText = (error: number | null): string =>
    t('plot.cut-error', { error: error === null ? '–' : number(error, 2) })
  // A cut beyond the curve would be drawn beside the plot; the table has it.
  const shown = cuts.filter(
    ({ value }) => value >= Math.min(...thetas) && value <= Math.max(...thetas),
  )
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
      <CutLines
        cuts={shown.map(({ standardError, ...cut }) => ({
          ...cut,
          detail: errorText(standardError),
        }))}
        scale={x}
        top={TOP}
        bottom={BOTTOM}
      />
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
  return (
    <PlotFigure
      title={t('plot.information.title')}
      summary={t('plot.information.summary', {
        theta: number(best.theta, 1),
        information: number(best.information, 1),
        cuts: list(
          cuts.map(({ name, value, standardError }) =>
            t('plot.information.cut', {
              name,
              cut: number(value, 2),
              error: standardError === null ? '–' : number(standardError, 2),
            }),
          ),
        ),
      })}
      height={HEIGHT}
      table={
        <PlotTable
          caption={t('plot.information.title')}
          header={[t('plot.theta'), t('plot.information'), t('plot.standard-error')]}
          rows={tablePoints(curve, cuts).map(({ theta, name, information }) => [
            name === null ? number(theta, 2) : `${number(theta, 2)} (${name})`,
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
