import type { Scale } from './scale.ts'

interface Props {
  readonly name: string
  readonly value: number
  readonly low: number
  readonly high: number
  readonly scale: Scale
  /** Of the line, below the top of the row. */
  readonly y: number
}

/** One value with its interval on a line of its own, its name above it. */
export function IntervalRow({ name, value, low, high, scale, y }: Props) {
  const [start, end] = scale.range
  return (
    <>
      <text className="row-name" x={start} y={14}>
        {name}
      </text>
      <line className="grid" x1={start} x2={end} y1={y} y2={y} />
      <line className="interval" x1={scale.at(low)} x2={scale.at(high)} y1={y} y2={y} />
      <circle className="point" cx={scale.at(value)} cy={y} r={5} />
    </>
  )
}
