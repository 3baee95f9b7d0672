import type { Finding } from '../../domain/bank/finding.ts'
import {
  type ExamAnalysis,
  needsAttention,
} from '../../domain/measurement/analysis/analyse-exam.ts'
import type { CutPrecision } from '../../domain/measurement/analysis/irt-analysis.ts'
import { html, type Markup } from './markup.ts'
import type { Tell } from './tell.ts'

type Severity = Finding['severity']

/** What the analysis comes to, in sentences, most pressing first. */
export function verdictSection(analysis: ExamAnalysis, tell: Tell): Markup {
  const sentences: (readonly [Severity, string])[] = [
    itemSentence(analysis, tell),
    ...analysis.findings.map(({ severity, message }) => [severity, tell.of(message)] as const),
    ...(analysis.irt?.cuts ?? []).map((cut) => cutSentence(cut, analysis, tell)),
    ...groupSentences(analysis, tell),
  ]
  const order: readonly Severity[] = ['error', 'warning', 'note']
  const sorted = order.flatMap((severity) => sentences.filter(([own]) => own === severity))
  return html`<h2>${tell('结论', 'Verdict')}</h2>
<ul class="verdicts">${sorted.map(([severity, text]) => html`<li class="${severity}">${text}</li>`)}</ul>`
}

function itemSentence({ items }: ExamAnalysis, tell: Tell): readonly [Severity, string] {
  const found = items.filter(needsAttention)
  if (found.length === 0) {
    return [
      'note',
      tell(
        `${items.length} 题均无需特别关注。`,
        `None of the ${items.length} items needs attention.`,
      ),
    ]
  }
  const names = found.slice(0, 8).map(({ statistics }) => statistics.item)
  const isAll = found.length <= names.length
  return [
    'warning',
    tell(
      `${items.length} 题中有 ${found.length} 题需要审查：${names.join('、')}${isAll ? '' : ' 等'}。`,
      `${found.length} of ${items.length} items want a look: ${names.join(', ')}${isAll ? '' : ' and others'}.`,
    ),
  ]
}

/** Standard errors at a cut up to .30 are good, from .55 they decide nothing. */
function cutSentence(
  { theta, standardError, undecided }: CutPrecision,
  { irt, test }: ExamAnalysis,
  tell: Tell,
): readonly [Severity, string] {
  const share = Math.round((100 * undecided) / Math.max(1, irt?.calibration.n ?? test.persons))
  const severity = standardError <= 0.3 ? 'note' : standardError < 0.55 ? 'warning' : 'error'
  const error = standardError.toFixed(2)
  const at = String(theta).replace('-', '−')
  return [
    severity,
    tell(
      `在分数线 ${at} 处标准误为 ${error}；${undecided} 人（${share} %）离分数线太近，仅凭这次考试无法确定是否达到。`,
      `At the cut ${at} the standard error is ${error}; ${undecided} persons (${share} %) are too near to it to be told by this exam alone.`,
    ),
  ]
}

function groupSentences(
  { comparisons }: ExamAnalysis,
  tell: Tell,
): (readonly [Severity, string])[] {
  return comparisons.map(({ grouping, focal, reference, items }) => {
    const told = items.filter(({ verdict }) => verdict !== 'no-verdict').length
    const found = items.filter(({ verdict }) => verdict === 'moderate' || verdict === 'large')
    const pair = tell(
      `${grouping}：“${focal}”与“${reference}”`,
      `${grouping}: “${focal}” and “${reference}”`,
    )
    if (told === 0)
      return [
        'note',
        tell(
          `${pair}人数不足，对题目公平性不作判断。`,
          `${pair} are too few for a verdict on fairness.`,
        ),
      ]
    if (found.length === 0) {
      return [
        'note',
        tell(
          `${pair}水平相同者之间，没有题目差别达到中等以上。`,
          `${pair} of equal ability differ on no item by more than a little.`,
        ),
      ]
    }
    const names = found.map(({ item }) => item).join(', ')
    return [
      'error',
      tell(
        `${pair}水平相同者之间，${found.length} 题差别明显：${names}。`,
        `${pair} of equal ability differ on ${found.length} items: ${names}.`,
      ),
    ]
  })
}
