import { probabilityText } from '../../domain/forensics/fusion/flag-of.ts'
import type { JudgedRetest } from '../../domain/forensics/score-gain/judge-retests.ts'
import { dataTable } from './data-table.ts'
import { html, type Markup } from './markup.ts'
import type { Tell } from './tell.ts'

/** Supervised re-tests beside the attempts they verify; nothing where nobody sat again. */
export function retestSection(retests: readonly JudgedRetest[] | null, tell: Tell): Markup {
  if (retests === null) return html``
  const rows = retests
    .toSorted((left, right) => (left.comparison?.p ?? 2) - (right.comparison?.p ?? 2))
    .map(({ person, n, comparison, statistic, holm, flagged }) => [
      person,
      ...[n, comparison?.expected ?? null, comparison?.observed ?? null, statistic],
      html`${comparison ? probabilityText(comparison.p) : '–'}`,
      html`${holm === null ? '–' : probabilityText(holm)}`,
      html`${flagged ? tell('是', 'yes') : '–'}`,
    ])
  const caption = tell('监督下的复测', 'Supervised re-tests')
  const head = [
    tell('考生', 'person'),
    tell('复测题数', 'items'),
    tell('预期得分', 'points expected'),
    tell('实际得分', 'points found'),
    tell('差异（标准误）', 'difference (SE)'),
    'p',
    tell('p（Holm）', 'p (Holm)'),
    tell('标记', 'flag'),
  ]
  return html`<h2>${caption}</h2>
<p>${tell(
    '假定两次能力相同，给定两次得分之和，复测得分如此之低的概率为 p（单侧；对所有复测者以 Holm 法校正）。被标记者两次作答在统计上不一致。',
    'p is the probability of so low a score in the re-test, given the sum of both scores, if ability was the same in both (one-sided; Holm over all who sat again). The two sittings of those flagged are statistically inconsistent with each other.',
  )}</p>
<p class="dim">${tell(
    '可能的清白解释：复测时紧张、生病或缺乏动机；间隔期间遗忘；复测环境或设备不熟悉；题目参数不适用于复测。少于 10 题的一次作答不作比较。',
    'Innocent explanations: nerves, illness or little reason to try in the re-test; forgetting in between; an unfamiliar room or machine; item parameters that do not hold there. Sittings of fewer than 10 answers are not compared.',
  )}</p>
${dataTable({ caption, head, rows, digits: [0, 0, 1, 0, 2] })}`
}
