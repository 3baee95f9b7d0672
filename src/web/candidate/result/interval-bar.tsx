import type { ReactElement } from 'react'
import type { Estimate } from '../../../domain/measurement/scores.ts'
import { intervalOf, type Scale } from './levels.ts'

interface IntervalBarProps {
  readonly estimate: Estimate
  readonly cuts: readonly number[]
  /** The cut of the passing level, drawn stronger. */
  readonly passing: number | null
  readonly scale: Scale
  /** The whole bar in a sentence. */
  readonly label: string
}

const percent = (value: number): string => `${value.toFixed(2)}%`

/** An estimate with its 95 % interval, against the cut lines. */
export function IntervalBar(props: IntervalBarProps): ReactElement {
  const { estimate, cuts, passing, scale, label } = props
  const { low, high } = intervalOf(estimate)
  const [from, to] = [scale.percent(low), scale.percent(high)]
  return (
    <svg className="interval" role="img" aria-label={label} width="100%" height="28">
      <line className="axis" x1="0" x2="100%" y1="14" y2="14" />
      {cuts.map((cut) => (
        <line
          key={cut}
          className={cut === passing ? 'cut passing' : 'cut'}
          x1={percent(scale.percent(cut))}
          x2={percent(scale.percent(cut))}
          y1="0"
          y2="28"
        />
      ))}
      {estimate.enoughEvidence && (
        <>
          <rect
            className="range"
            x={percent(from)}
            width={percent(to - from)}
            y="9"
            height="10"
            rx="5"
          />
          <circle className="point" cx={percent(scale.percent(estimate.theta))} cy="14" r="6" />
        </>
      )}
    </svg>
  )
}
