import { html, type Markup } from './markup.ts'
import { type Axis, plotFrame } from './plot-frame.ts'

export interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** How many values lie in each of the equal bins from least to most; those beyond, in the outer ones. */
export function countBins(
  values: readonly number[],
  { least, most, width }: { readonly least: number; readonly most: number; readonly width: number },
): Bin[] {
  const count = Math.max(1, Math.round((most - least) / width))
  const bins = Array.from({ length: count }, (_, at) => ({
    from: least + at * width,
    to: least + (at + 1) * width,
    count: 0,
  }))
  for (const value of values) {
    const at = Math.floor((value - least) / width + 1e-9)
    const bin = bins[Math.max(0, Math.min(count - 1, at))]
    if (bin) bin.count += 1
  }
  return bins
}

export interface BarPlot {
  readonly title: string
  readonly x: Axis
  readonly yLabel: string
  readonly bins: readonly Bin[]
  readonly marks?: readonly { readonly x: number; readonly name: string }[]
}

/** A histogram. */
export function barPlot({ title, x, yLabel, bins, marks = [] }: BarPlot): Markup {
  // Room above the bars for the names of marks.
  const most = 1.15 * Math.max(1, ...bins.map(({ count }) => count))
  const y = { label: yLabel, least: 0, most }
  return plotFrame({ title, x, y, height: 220 }, ({ toX, toY }) => {
    const bars = bins.map(({ from, to, count }) => {
      const width = Math.max(0.5, Number(toX(to)) - Number(toX(from)) - 1)
      const height = Number(toY(0)) - Number(toY(count))
      return html`<rect class="bar" x="${toX(from)}" y="${toY(count)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}"/>`
    })
    const lines = marks.map(
      (mark, at) =>
        html`<line class="mark" x1="${toX(mark.x)}" x2="${toX(mark.x)}" y1="${toY(0)}" y2="${toY(most)}"/>
<text class="name" x="${toX(mark.x)}" dx="4" y="${toY(most)}" dy="${12 + 13 * at}">${mark.name}</text>`,
    )
    return html`${bars}${lines}`
  })
}
