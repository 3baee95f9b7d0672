import { linearScale } from '../plots/scale.ts'

interface Props {
  readonly value: number
  readonly low: number
  readonly high: number
  /** Cut scores, drawn as lines. */
  readonly cuts?: readonly number[]
  readonly domain?: readonly [number, number]
}

const WIDTH = 132
const HEIGHT = 20

/** An estimate with its interval; the figures stand beside it as text. */
export function IntervalBar({ value, low, high, cuts = [], domain = [-3, 3] }: Props) {
  const { at } = linearScale(domain, [4, WIDTH - 4])
  const x = (place: number): number => at(Math.min(Math.max(place, domain[0]), domain[1]))
  const middle = HEIGHT / 2
  return (
    <svg
      className="interval-bar"
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
      focusable="false"
    >
      <line className="bar-track" x1={4} x2={WIDTH - 4} y1={middle} y2={middle} />
      {cuts.map((cut) => (
        <line key={cut} className="bar-cut" x1={x(cut)} x2={x(cut)} y1={1} y2={HEIGHT - 1} />
      ))}
      <line className="bar-interval" x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
      <circle className="bar-value" cx={x(value)} cy={middle} r={4} />
    </svg>
  )
}
