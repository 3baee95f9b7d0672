import type { CohortScreening } from '../../domain/forensics/cohort/screening.ts'
import { figure } from './data-table.ts'
import { html, type Markup } from './markup.ts'
import { plotFrame } from './plot-frame.ts'
import type { Tell } from './tell.ts'

/** Dots of the unflagged; more would only be one grey area. */
const MOST_DOTS = 3000
const MOST_FLAGGED = 500

interface Dot {
  readonly person: number
  readonly x: number
  readonly y: number
  readonly isFlagged: boolean
}

/** Speed against ability: where the flagged stand among all. */
export function timeSection(screening: CohortScreening, tell: Tell): Markup {
  const { speeds, abilities, attempts, persons } = screening
  const dots = attempts.flatMap(({ person, flags }): Dot[] => {
    const [x, y] = [abilities[person] ?? null, speeds[person] ?? null]
    const isFlagged = flags.some(({ family }) => family === 'time' || family === 'preknowledge')
    return x === null || y === null ? [] : [{ person, x, y, isFlagged }]
  })
  if (dots.length === 0) return html``
  const title = tell('速度与能力', 'Speed and ability')
  const named = dots.filter((dot) => dot.isFlagged).slice(0, MOST_FLAGGED)
  const table = {
    caption: tell('因时间或预先知题被标记者', 'Flagged by time or preknowledge'),
    head: [tell('考生', 'person'), tell('能力', 'ability'), tell('速度', 'speed')],
    rows: named.map(({ person, x, y }) => [persons[person] ?? '', x, y]),
  }
  const plot = scatter(dots, named, { title, tell })
  return html`<h2>${title}</h2>
<p class="dim">${tell(
    '速度 0 为本场平均，0.69 表示用时减半。灰点为未因时间被标记者，橙色方块为被标记者。',
    'Speed 0 is the average of this exam; 0.69 means half the time. Grey dots are those not flagged by time, orange squares those flagged.',
  )}</p>
${named.length > 0 ? figure(plot, { label: tell('表格形式', 'As a table'), table }) : html`<figure>${plot}</figure>`}`
}

function scatter(
  dots: readonly Dot[],
  named: readonly Dot[],
  { title, tell }: { readonly title: string; readonly tell: Tell },
): Markup {
  const step = Math.ceil(dots.length / MOST_DOTS)
  const shown = dots.filter((dot, at) => !dot.isFlagged && at % step === 0)
  const frame = {
    title,
    x: { label: tell('能力', 'ability'), ...rangeOf(dots.map(({ x }) => x)) },
    y: { label: tell('速度', 'speed'), ...rangeOf(dots.map(({ y }) => y)) },
    height: 300,
  }
  return plotFrame(frame, ({ toX, toY }) => {
    const path = shown.map(({ x, y }) => `M${toX(x)} ${toY(y)}h0`).join('')
    return html`<path d="${path}" style="fill:none;stroke:var(--dim);stroke-width:3;stroke-linecap:round;opacity:.45"/>
${named.map(
  ({ x, y }) =>
    html`<rect x="${(Number(toX(x)) - 3.5).toFixed(1)}" y="${(Number(toY(y)) - 3.5).toFixed(1)}" width="7" height="7" style="fill:var(--c1)"/>`,
)}`
  })
}

function rangeOf(values: readonly number[]): { readonly least: number; readonly most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  const margin = 0.05 * (most - least) || 0.5
  return { least: least - margin, most: most + margin }
}
