import type { ExamAnalysis } from '../../domain/measurement/analysis/analyse-exam.ts'
import type { GroupComparison } from '../../domain/measurement/analysis/dif.ts'
import { dataTable } from './data-table.ts'
import { html, type Markup } from './markup.ts'
import type { Tell } from './tell.ts'

/** Whether items treat groups alike. */
export function groupSection({ comparisons }: ExamAnalysis, tell: Tell): Markup {
  if (comparisons.length === 0) return html``
  return html`<h2>${tell('分组公平性', 'Fairness between groups')}</h2>
<p class="dim">${tell(
    '比较水平相同的人：Mantel-Haenszel（ETS 分级 A、B、C）与逻辑回归，对所有题目一并校正。出现差别时先检查题目是否泄露，再审查内容。',
    'Persons of equal ability are compared: Mantel-Haenszel (ETS classes A, B, C) and logistic regression, corrected over all items. Where there is a difference, look for leaked items first, then at the content.',
  )}</p>
${comparisons.map((comparison) => oneComparison(comparison, tell))}`
}

function oneComparison(comparison: GroupComparison, tell: Tell): Markup {
  const { grouping, reference, focal, counts, items } = comparison
  const found = items.filter(({ verdict }) => !['none', 'no-verdict'].includes(verdict))
  const title = `${grouping}: ${focal} (${counts[1]}) – ${reference} (${counts[0]})`
  const table = dataTable({
    caption: title,
    head: [
      tell('题目', 'item'),
      tell('ETS 差值', 'ETS delta'),
      tell('标准误', 'SE'),
      'q',
      tell('分级', 'class'),
      'ΔR²',
      tell('q（回归）', 'q (regression)'),
      tell('结论', 'verdict'),
    ],
    rows: items.map((item) => [
      item.item,
      item.purified?.delta ?? null,
      item.purified?.deltaError ?? null,
      item.q,
      item.etsClass,
      item.logistic?.effect ?? null,
      item.logisticQ,
      tell.of(item.message),
    ]),
    digits: [0, 2, 2, 3, 0, 3, 3],
  })
  return html`<h3>${title}</h3><p>${tell.of(comparison.impactMessage)}</p>
<ul class="verdicts">${found.map(
    ({ verdict, message }) =>
      html`<li class="${verdict === 'negligible' ? 'note' : verdict === 'large' ? 'error' : 'warning'}">${tell.of(message)}</li>`,
  )}</ul>
<details><summary>${tell('全部题目', 'All items')}</summary>${table}</details>`
}
