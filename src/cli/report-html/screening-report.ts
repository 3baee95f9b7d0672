import type { Finding } from '../../domain/bank/finding.ts'
import type { CohortScreening } from '../../domain/forensics/cohort/screening.ts'
import type { JudgedRetest } from '../../domain/forensics/score-gain/judge-retests.ts'
import type { Language } from '../../domain/text.ts'
import { evidenceSection } from './evidence-section.ts'
import { leakSection } from './leak-section.ts'
import { html, type Markup } from './markup.ts'
import { nullSection } from './null-section.ts'
import { pairSection } from './pair-section.ts'
import { reportPage } from './report-page.ts'
import { retestSection } from './retest-section.ts'
import { screeningOverview } from './screening-overview.ts'
import { type Tell, tellIn } from './tell.ts'
import { timeSection } from './time-section.ts'

/** The report of a cohort's screening as one page of HTML. */
export function screeningReport(
  screening: CohortScreening,
  given: {
    readonly title: string
    readonly language: Language
    /** Null or left out where nobody sat again. */
    readonly retests?: readonly JudgedRetest[] | null
  },
): string {
  const { title, language, retests = null } = given
  const tell = tellIn(language)
  const heading = tell('考试诚信筛查', 'Screening of exam integrity')
  const { persons, items, model } = screening
  const told = model === null || model === 'given' ? '' : `, ${model.toUpperCase()}`
  const body = html`<h1>${heading}</h1>
<p class="dim">${tell(
    `${title}：${persons.length} 人，${items.length} 题${told.replace(', ', '，')}`,
    `${title}: ${persons.length} persons, ${items.length} items${told}`,
  )}</p>
${whatItIs(tell)}
${screeningOverview(screening, tell)}
${evidenceSection(screening, tell)}
${pairSection(screening, tell)}
${timeSection(screening, tell)}
${leakSection(screening, tell)}
${retestSection(retests, tell)}
${nullSection(screening, tell)}
${findingSection(screening.findings, tell)}
${methods(tell)}`
  return reportPage({ language, title: `${heading} – ${title}`, body })
}

function whatItIs(tell: Tell): Markup {
  return html`<h2>${tell('这是什么，不是什么', 'What this is, and what it is not')}</h2>
<p>${tell(
    '筛查找出与独立作答在统计上不一致的作答，并说明依据、错误率与可能的清白解释。它是供人核实的线索：不是结论，不是处分依据，不应自动产生任何后果。',
    'A screening finds work that is statistically inconsistent with independent work, and says why, how often it errs, and what may innocently explain it. It is evidence for people to weigh: no finding, no ground for a sanction, nothing that should have consequences by itself.',
  )}</p>
<p>${tell(
    '没有被标记也不代表没有问题：每种指标只能看到它所度量的那一面。',
    'Nor does the absence of a flag clear anybody: each indicator sees only what it measures.',
  )}</p>`
}

/** Equal sentences of several indicators once. */
function findingSection(findings: readonly Finding[], tell: Tell): Markup {
  const order = ['error', 'warning', 'note'] as const
  const lines = order.flatMap((severity) =>
    [
      ...new Set(
        findings.filter((one) => one.severity === severity).map(({ message }) => tell.of(message)),
      ),
    ].map((text) => ({ severity, text })),
  )
  if (lines.length === 0) return html``
  return html`<h2>${tell('说明与限制', 'Remarks and limits')}</h2>
<ul class="verdicts">${lines.map(({ severity, text }) => html`<li class="${severity}">${text}</li>`)}</ul>`
}

function methods(tell: Tell): Markup {
  return html`<h2>${tell('方法', 'Methods')}</h2>
<p>${tell(
    '每一类证据的 p 为 k 倍的最小 p（k 为该类指标数），每人再跨类别同样处理。“复核”按 Benjamini-Hochberg（1995）控制错误发现率；“强”另须经 Holm（1979）校正后 p < .05，且另一类证据 p < .01；“留意”为 p < .01，不向考生显示。投入程度与作答模式只作佐证，不改变等级。各对考生按 GBT（van der Linden 与 Sotaridona 2006）和 M4（Maynes 2014）的精确概率判定。',
    'p of a family of evidence is k times the smallest of its k indicators; a person’s p is made alike over families. Review holds the false discovery rate (Benjamini & Hochberg 1995); strong needs p < .05 after Holm (1979) and p < .01 in a second family; watch is p < .01 and is never shown to a candidate. Effort and person fit only support and move nobody. Pairs are judged by exact probabilities of GBT (van der Linden & Sotaridona 2006) and M4 (Maynes 2014).',
  )}</p>
<p>${tell(
    '证据权重以 ban（以 10 为底的优势对数）计：q 所能代表的贝叶斯因子上界 1/(−e q ln q)（Sellke、Bayarri 与 Berger 2001），每类至多 1.5，佐证类至多 0.5；合计达到 1 时立案，由人审查。',
    'Evidence weighs in bans (decimal logarithm of odds): the greatest Bayes factor that q can stand for, 1/(−e q ln q) (Sellke, Bayarri & Berger 2001), at most 1.5 a family and 0.5 for what only supports. A weight of 1 opens a case for people to review.',
  )}</p>`
}
