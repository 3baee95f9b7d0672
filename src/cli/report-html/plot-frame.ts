import { html, type Markup } from './markup.ts'

export interface Axis {
  readonly label: string
  readonly least: number
  readonly most: number
}

export interface Frame {
  /** What the plot shows, for those who can't see it. */
  readonly title: string
  readonly x: Axis
  readonly y: Axis
  readonly width?: number
  readonly height?: number
}

export interface Scales {
  readonly toX: (value: number) => string
  readonly toY: (value: number) => string
}

const LEFT = 46
const RIGHT = 12
const TOP = 10
const BOTTOM = 38

/** An SVG plot with axes and grid; `draw` gives what is in it. */
export function plotFrame(frame: Frame, draw: (scales: Scales) => Markup): Markup {
  const { title, x, y, width = 480, height = 250 } = frame
  const place = (value: number, { least, most }: Axis, from: number, to: number) =>
    (from + ((value - least) / (most - least || 1)) * (to - from)).toFixed(1)
  const toX = (value: number) => place(value, x, LEFT, width - RIGHT)
  const toY = (value: number) => place(value, y, height - BOTTOM, TOP)
  const rows = ticksOf(y).map(
    (
      tick,
    ) => html`<line class="grid" x1="${LEFT}" x2="${width - RIGHT}" y1="${toY(tick)}" y2="${toY(tick)}"/>
<text class="tick" x="${LEFT - 6}" y="${toY(tick)}" dy="4" text-anchor="end">${shown(tick)}</text>`,
  )
  const columns = ticksOf(x).map(
    (tick) =>
      html`<text class="tick" x="${toX(tick)}" y="${height - BOTTOM + 15}" text-anchor="middle">${shown(tick)}</text>`,
  )
  return html`<svg role="img" aria-label="${title}" viewBox="0 0 ${width} ${height}" style="max-width:${Math.round(width * 1.2)}px">
${rows}${columns}
<line class="axis" x1="${LEFT}" x2="${width - RIGHT}" y1="${height - BOTTOM}" y2="${height - BOTTOM}"/>
<text class="label" x="${(LEFT + width - RIGHT) / 2}" y="${height - 5}" text-anchor="middle">${x.label}</text>
<text class="label" transform="translate(12 ${(TOP + height - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${y.label}</text>
${draw({ toX, toY })}
</svg>`
}

/**
 * Round numbers within an axis: at most eight, none outside it. A tick on an end of the axis
 * may be a rounding error beyond it, so it is drawn back.
 */
export function ticksOf({ least, most }: Axis): number[] {
  const span = most - least
  if (!(span > 0)) return [least]
  const rough = span / 6
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? rough
  const first = Math.ceil(least / step - 1e-9)
  const last = Math.floor(most / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, at) =>
    Math.min(most, Math.max(least, (first + at) * step)),
  )
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6))).replace('-', '−')
}
