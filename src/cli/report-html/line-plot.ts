import { html, type Markup } from './markup.ts'
import { type Frame, plotFrame } from './plot-frame.ts'

export interface Line {
  readonly name: string
  readonly xs: readonly number[]
  readonly ys: readonly number[]
  /** Which of the eight line styles; by default the place in the list. */
  readonly style?: number | 'faint'
}

export interface LinePlot extends Frame {
  readonly lines: readonly Line[]
  /** Upright lines with a name, such as cuts. */
  readonly marks?: readonly { readonly x: number; readonly name: string }[]
}

/** Curves over a common axis. */
export function linePlot(plot: LinePlot): Markup {
  return plotFrame(plot, ({ toX, toY }) => {
    const lines = plot.lines.map(({ xs, ys, name, style }, at) => {
      const points = xs.map((x, index) => `${toX(x)},${toY(ys[index] ?? 0)}`).join(' ')
      const look = style === 'faint' ? 'faint' : `line s${(style ?? at) % 8}`
      return html`<polyline class="${look}" points="${points}"><title>${name}</title></polyline>`
    })
    const marks = (plot.marks ?? []).map(
      ({ x, name }, at) =>
        html`<line class="mark" x1="${toX(x)}" x2="${toX(x)}" y1="${toY(plot.y.least)}" y2="${toY(plot.y.most)}"/>
<text class="name" x="${toX(x)}" dx="4" y="${toY(plot.y.most)}" dy="${12 + 13 * at}">${name}</text>`,
    )
    return html`${lines}${marks}`
  })
}
