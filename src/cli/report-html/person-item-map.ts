import type { Bin } from './bar-plot.ts'
import { html, type Markup } from './markup.ts'
import { ticksOf } from './plot-frame.ts'

export interface PersonItemMap {
  readonly title: string
  readonly axisLabel: string
  readonly personsLabel: string
  readonly itemsLabel: string
  /** On one scale, from low to high, in the same bins. */
  readonly persons: readonly Bin[]
  readonly items: readonly Bin[]
}

const WIDTH = 480
const TOP = 24
const ROW = 13
const MIDDLE = 240
const GAP = 22
const REACH = 178

/** Wright map: persons to the left and items to the right of one upright scale. */
export function personItemMap(map: PersonItemMap): Markup {
  const { title, axisLabel, personsLabel, itemsLabel, persons, items } = map
  const height = TOP + ROW * persons.length + 24
  const [least, most] = [persons[0]?.from ?? -4, persons.at(-1)?.to ?? 4]
  const toY = (value: number) =>
    (TOP + ((most - value) / (most - least)) * ROW * persons.length).toFixed(1)
  const ticks = ticksOf({ label: '', least, most }).map(
    (tick) =>
      html`<line class="grid" x1="40" x2="${WIDTH - 40}" y1="${toY(tick)}" y2="${toY(tick)}"/>
<text class="tick" x="${MIDDLE}" y="${toY(tick)}" dy="4" text-anchor="middle">${tick}</text>`,
  )
  return html`<svg role="img" aria-label="${title}" viewBox="0 0 ${WIDTH} ${height}" style="max-width:${WIDTH * 1.2}px">
<text class="label" x="${MIDDLE - GAP}" y="14" text-anchor="end">${personsLabel}</text>
<text class="label" x="${MIDDLE + GAP}" y="14">${itemsLabel}</text>
${ticks}${barsOf(persons, -1, toY)}${barsOf(items, 1, toY)}
<text class="label" x="${MIDDLE}" y="${height - 4}" text-anchor="middle">${axisLabel}</text>
</svg>`
}

function barsOf(bins: readonly Bin[], side: -1 | 1, toY: (value: number) => string): Markup[] {
  const most = Math.max(1, ...bins.map(({ count }) => count))
  return bins.map(({ to, count }) => {
    if (count === 0) return html``
    const length = Math.max(2, (REACH * count) / most)
    const x = side < 0 ? MIDDLE - GAP - length : MIDDLE + GAP
    return html`<rect class="bar${side > 0 ? ' item' : ''}" x="${x.toFixed(1)}" y="${toY(to)}" width="${length.toFixed(1)}" height="${ROW - 2}"><title>${count}</title></rect>`
  })
}
