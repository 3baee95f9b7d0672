import {
  type ExamAnalysis,
  needsAttention,
} from '../../domain/measurement/analysis/analyse-exam.ts'
import type { ItemCurve } from '../../domain/measurement/analysis/irt-analysis.ts'
import { figure } from './data-table.ts'
import { type Line, linePlot } from './line-plot.ts'
import { html, type Markup } from './markup.ts'
import type { Tell } from './tell.ts'

/** Lines that stand out; more could not be told apart. */
const MOST_NAMED = 8
const TOLD_AT = [-3, -2, -1, 0, 1, 2, 3]

/** Item characteristic and information curves of all items; those that want a look stand out. */
export function curveSection({ irt, items }: ExamAnalysis, tell: Tell): Markup {
  if (!irt) return html``
  const chosen = items.filter(needsAttention).flatMap(({ curve }) => (curve ? [curve] : []))
  const named = chosen.slice(0, MOST_NAMED)
  const faint = irt.items.filter((curve) => !named.includes(curve))
  const draw = (kind: 'shares' | 'information', title: string, label: string) => {
    const line = (curve: ItemCurve): Line => ({ name: curve.item, xs: irt.thetas, ys: curve[kind] })
    const most = Math.max(...irt.items.flatMap((curve) => curve[kind]), 1e-6)
    const plot = linePlot({
      title,
      x: { label: tell('能力', 'ability'), least: -4, most: 4 },
      y: { label, least: 0, most: kind === 'shares' ? 1 : most },
      lines: [
        ...faint.map((curve) => ({ ...line(curve), style: 'faint' as const })),
        ...named.map((curve, style) => ({ ...line(curve), style })),
      ],
    })
    const table = {
      caption: title,
      head: [tell('题目', 'item'), ...TOLD_AT.map(String)],
      rows: irt.items.map((curve) => [
        curve.item,
        ...TOLD_AT.map((at) => valueAt(irt.thetas, curve[kind], at)),
      ]),
    }
    return figure(html`${plot}${legend(named)}`, { label: tell('表格形式', 'As a table'), table })
  }
  const title = tell('题目特征曲线', 'Item characteristic curves')
  const other = tell('题目信息曲线', 'Item information curves')
  return html`<h2>${title}</h2>
<p class="dim">${tell(
    '每条线是一道题：能力越高，答对的机会应越大。彩色的是需要审查的题（至多 8 题），灰色的是其余题目。',
    'Each line is an item: the chance of a right answer should grow with ability. Coloured lines want a look (8 at most), grey ones are the others.',
  )}</p>
${draw('shares', title, tell('答对概率（得分率）', 'chance (share of points)'))}
<h2>${other}</h2>${draw('information', other, tell('信息量', 'information'))}`
}

function valueAt(xs: readonly number[], ys: readonly number[], at: number): number {
  return ys[xs.findIndex((x) => Math.abs(x - at) < 1e-6)] ?? 0
}

/** Line styles with their names. */
export function legend(lines: readonly { readonly item: string }[]): Markup {
  if (lines.length === 0) return html``
  return html`<p class="legend">${lines.map(
    ({ item }, at) =>
      html`<span><svg class="key" viewBox="0 0 28 8" aria-hidden="true"><line class="line s${at % 8}" x1="0" x2="28" y1="4" y2="4"/></svg> ${item}</span> `,
  )}</p>`
}
