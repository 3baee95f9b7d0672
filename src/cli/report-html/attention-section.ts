import {
  type ExamAnalysis,
  type ItemReport,
  needsAttention,
} from '../../domain/measurement/analysis/analyse-exam.ts'
import type { DistractorAnalysis } from '../../domain/measurement/analysis/distractors.ts'
import { legend } from './curve-section.ts'
import { figure, numberText } from './data-table.ts'
import { linePlot } from './line-plot.ts'
import { html, type Markup } from './markup.ts'
import type { Tell } from './tell.ts'

/** As many as a person will look at; the table of all items has the rest. */
const MOST_ITEMS = 30

/** Items that want a look, each with its reasons and its options. */
export function attentionSection({ items }: ExamAnalysis, tell: Tell): Markup {
  const found = items.filter(needsAttention).sort((left, right) => weight(right) - weight(left))
  if (found.length === 0) return html``
  const rest = found.length - MOST_ITEMS
  return html`<h2>${tell('需要审查的题目', 'Items that want a look')}</h2>
${found.slice(0, MOST_ITEMS).map((report) => oneItem(report, tell))}
${
  rest > 0
    ? html`<p class="dim">${tell(
        `另有 ${rest} 题见最后的题目总表。`,
        `${rest} more are in the table of all items below.`,
      )}</p>`
    : null
}`
}

function weight({ findings }: ItemReport): number {
  const weights = { error: 10, warning: 1, note: 0 }
  return findings.reduce((sum, { severity }) => sum + weights[severity], 0)
}

function oneItem({ statistics, distractors, findings }: ItemReport, tell: Tell): Markup {
  return html`<h3>${statistics.item}</h3>
<ul class="verdicts">${findings.map(
    ({ severity, message }) => html`<li class="${severity}">${tell.of(message)}</li>`,
  )}</ul>
${distractors && distractors.options.length > 0 && distractors.n > 0 ? optionFigure(distractors, tell) : null}`
}

/** The key is the first line, drawn solid. */
function optionFigure({ item, options, curvePoints }: DistractorAnalysis, tell: Tell): Markup {
  const ordered = [...options].sort((left, right) => Number(right.isKey) - Number(left.isKey))
  const name = (option: string, isKey: boolean) =>
    isKey ? tell(`${option}（答案）`, `${option} (key)`) : option
  const xs = curvePoints.map((share) => 100 * share)
  const drawn = ordered.slice(0, 8)
  const title = tell(`${item} 的选项曲线`, `Option curves of ${item}`)
  const plot = linePlot({
    title,
    x: {
      label: tell('其余题目的得分率 %', 'share of points on the other items, %'),
      ...rangeOf(xs),
    },
    y: { label: tell('选择比例', 'share choosing'), least: 0, most: 1 },
    height: 220,
    lines: drawn.map(({ curve, option, isKey }) => ({ name: name(option, isKey), xs, ys: curve })),
  })
  const table = {
    caption: title,
    head: [
      tell('选项', 'option'),
      tell('人数', 'persons'),
      tell('比例 %', 'share %'),
      tell('其余题平均得分率 %', 'mean on the others %'),
      tell('相关', 'correlation'),
      tell('从低分到高分五组的选择比例 %', 'share in each fifth, weakest first, %'),
    ],
    rows: ordered.map((one) => [
      name(one.option, one.isKey),
      one.count,
      100 * one.share,
      one.meanRest === null ? null : 100 * one.meanRest,
      one.corrected,
      one.fifths.map((share) => numberText(100 * share, 0)).join(' · '),
    ]),
    digits: [0, 0, 0, 0, 2],
  }
  const names = drawn.map(({ option, isKey }) => ({ item: name(option, isKey) }))
  return figure(html`${plot}${legend(names)}`, { label: tell('表格形式', 'As a table'), table })
}

function rangeOf(values: readonly number[]): { readonly least: number; readonly most: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return most > least ? { least, most } : { least: least - 1, most: most + 1 }
}
