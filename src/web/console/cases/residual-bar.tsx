import { useFormats } from '../../shared/use-preferences.ts'
import { linearScale } from '../plots/scale.ts'
import { useText } from '../text.ts'

const WIDTH = 104
const HEIGHT = 18
/** Residuals beyond this many SD are rare; their bars end here, the figure tells the rest. */
const FARTHEST = 3

/** How much faster (left) or slower (right) than the model expects, in SD of log seconds. */
export function ResidualBar({ residual }: { readonly residual: number | null }) {
  const t = useText()
  const { number } = useFormats()
  if (residual === null) return <span className="dimmed">–</span>
  const { at } = linearScale([-FARTHEST, FARTHEST], [2, WIDTH - 2])
  const end = at(Math.min(Math.max(residual, -FARTHEST), FARTHEST))
  const middle = at(0)
  const far = Math.abs(residual) >= 2
  return (
    <span className="residual">
      <svg width={WIDTH} height={HEIGHT} aria-hidden="true" focusable="false">
        {[-2, 2].map((place) => (
          <line
            key={place}
            className="residual-limit"
            x1={at(place)}
            x2={at(place)}
            y1={0}
            y2={HEIGHT}
          />
        ))}
        <line className="residual-zero" x1={middle} x2={middle} y1={0} y2={HEIGHT} />
        <rect
          className="residual-bar"
          data-far={far}
          x={Math.min(middle, end)}
          y={5}
          width={Math.abs(end - middle)}
          height={8}
        />
      </svg>
      <span className={far ? 'residual-far' : 'dimmed'}>
        {number(residual, 1)}
        {far && (
          <span className="hidden-text"> {t(residual < 0 ? 'answer.fast' : 'answer.slow')}</span>
        )}
      </span>
    </span>
  )
}
