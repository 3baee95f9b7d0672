import type { Scale } from './scale.ts'

interface XAxisProps {
  readonly scale: Scale
  readonly ticks: readonly number[]
  readonly label: (value: number) => string
  readonly y: number
  readonly title: string
}

/** A horizontal axis below a plot. */
export function XAxis({ scale, ticks, label, y, title }: XAxisProps) {
  const [start, end] = scale.range
  return (
    <g className="axis">
      <line x1={start} x2={end} y1={y} y2={y} />
      {ticks.map((tick) => (
        <g key={tick} transform={`translate(${scale.at(tick)} ${y})`}>
          <line y2={5} />
          <text y={20} textAnchor="middle">
            {label(tick)}
          </text>
        </g>
      ))}
      <text className="axis-title" x={end} y={y + 38} textAnchor="end">
        {title}
      </text>
    </g>
  )
}

interface YAxisProps {
  readonly scale: Scale
  readonly ticks: readonly number[]
  readonly label: (value: number) => string
  readonly x: number
  readonly end: number
  readonly title: string
}

/** A vertical axis with grid lines across the plot. */
export function YAxis({ scale, ticks, label, x, end, title }: YAxisProps) {
  return (
    <g className="axis">
      {ticks.map((tick) => (
        <g key={tick} transform={`translate(0 ${scale.at(tick)})`}>
          <line className="grid" x1={x} x2={end} />
          <text x={x - 6} dy="0.32em" textAnchor="end">
            {label(tick)}
          </text>
        </g>
      ))}
      <text className="axis-title" x={0} y={12}>
        {title}
      </text>
    </g>
  )
}

export interface CutLine {
  readonly value: number
  readonly name: string
  /** A second line under the name. */
  readonly detail?: string
}

interface CutLinesProps {
  readonly cuts: readonly CutLine[]
  readonly scale: Scale
  readonly top: number
  readonly bottom: number
}

/** Labels closer than this many pixels would cover each other. */
const LABEL_WIDTH = 92
const LINE_HEIGHT = 16

/** Where a label at an end of the plot would leave it, it is written inwards. */
function anchorAt(x: number, [start, end]: readonly [number, number]): 'start' | 'middle' | 'end' {
  if (x > end - LABEL_WIDTH / 3) return 'end'
  return x < start + LABEL_WIDTH / 3 ? 'start' : 'middle'
}

/** Cut scores as dashed lines with their levels' names on top, in two rows where they are close. */
export function CutLines({ cuts, scale, top, bottom }: CutLinesProps) {
  const ordered = [...cuts].sort((left, right) => left.value - right.value)
  const raised = new Set<number>()
  for (const [index, { value }] of ordered.entries()) {
    const before = ordered[index - 1]
    if (before === undefined || raised.has(before.value)) continue
    if (scale.at(value) - scale.at(before.value) < LABEL_WIDTH) raised.add(value)
  }
  const lines = ordered.some(({ detail }) => detail !== undefined) ? 2 : 1
  return ordered.map(({ value, name, detail }) => {
    const end = raised.has(value) ? top - LINE_HEIGHT * lines : top
    return (
      <g key={name} className="cut" transform={`translate(${scale.at(value)} 0)`}>
        <line className="cut-halo" y1={top} y2={bottom} />
        <line className="cut-line" y1={end} y2={bottom} />
        <text
          y={end - 5 - LINE_HEIGHT * (lines - 1)}
          textAnchor={anchorAt(scale.at(value), scale.range)}
        >
          {name}
          {detail !== undefined && (
            <tspan x={0} dy={LINE_HEIGHT}>
              {detail}
            </tspan>
          )}
        </text>
      </g>
    )
  })
}
