import type { ExamAnalysis } from '../../domain/measurement/analysis/analyse-exam.ts'
import type { Language } from '../../domain/text.ts'
import { attentionSection } from './attention-section.ts'
import { curveSection } from './curve-section.ts'
import { dataTable } from './data-table.ts'
import { groupSection } from './group-section.ts'
import { html, type Markup } from './markup.ts'
import { reportPage } from './report-page.ts'
import { scoreSection } from './score-section.ts'
import { type Tell, tellIn } from './tell.ts'
import { verdictSection } from './verdict-section.ts'

/** The report of an item and exam analysis as one page of HTML. */
export function analysisReport(
  analysis: ExamAnalysis,
  { title, language }: { readonly title: string; readonly language: Language },
): string {
  const tell = tellIn(language)
  const heading = tell('题目与考试分析', 'Item and exam analysis')
  const { test, irt } = analysis
  const model = irt
    ? tell(
        `，模型 ${irt.calibration.model.toUpperCase()}`,
        `, model ${irt.calibration.model.toUpperCase()}`,
      )
    : ''
  const body = html`<h1>${heading}</h1>
<p class="dim">${tell(
    `${title}：${test.persons} 人，${test.items} 题${model}`,
    `${title}: ${test.persons} persons, ${test.items} items${model}`,
  )}</p>
${verdictSection(analysis, tell)}
${attentionSection(analysis, tell)}
${scoreSection(analysis, tell)}
${curveSection(analysis, tell)}
${groupSection(analysis, tell)}
${testTable(analysis, tell)}
${itemTable(analysis, tell)}
${methods(tell)}`
  return reportPage({ language, title: `${heading} – ${title}`, body })
}

function testTable({ test, irt }: ExamAnalysis, tell: Tell): Markup {
  const rows: [string, number | null][] = [
    [tell('平均分', 'mean score'), test.mean],
    [tell('标准差', 'standard deviation'), test.deviation],
    [test.isKr20 ? 'KR-20 (α)' : 'Cronbach α', test.alpha],
    [tell('α 的 95% 下限', 'alpha, 95 % from'), test.alphaInterval?.[0] ?? null],
    [tell('α 的 95% 上限', 'alpha, 95 % to'), test.alphaInterval?.[1] ?? null],
    ['Guttman λ2', test.lambda2],
    [tell('ω（单因子）', 'omega (one factor)'), test.omega],
    [tell('分半相关（奇偶）', 'split half (odd, even)'), test.splitHalf],
    ['Spearman-Brown', test.spearmanBrown],
    [tell('测量标准误', 'standard error of measurement'), test.sem],
    [tell('边际信度（IRT）', 'marginal reliability (IRT)'), irt?.marginalReliability ?? null],
    [tell('经验信度（EAP）', 'empirical reliability (EAP)'), irt?.empiricalReliability ?? null],
    [tell('对数似然', 'log-likelihood'), irt?.calibration.logLikelihood ?? null],
  ]
  const title = tell('考试统计量', 'Statistics of the exam')
  const table = dataTable({
    caption: title,
    head: [tell('统计量', 'statistic'), tell('值', 'value')],
    rows,
    digits: [0, 3],
  })
  return html`<h2>${title}</h2>${table}`
}

function itemTable({ items }: ExamAnalysis, tell: Tell): Markup {
  const title = tell('全部题目', 'All items')
  const hasTimes = items.some(({ times }) => times !== null)
  const head = [
    tell('题目', 'item'),
    tell('人数', 'n'),
    'p',
    tell('相关（去本题）', 'r (rest)'),
    'D27',
    tell('删去后 α', 'α without'),
    'a',
    'b',
    'c',
    tell('b 的标准误', 'SE of b'),
    ...(hasTimes ? [tell('用时中位数（秒）', 'median seconds')] : []),
    tell('说明', 'remarks'),
  ]
  const rows = items.map(({ statistics: own, curve, times, findings }) => {
    const { a = null, b = null, c = null, se = null } = curve?.parameters ?? {}
    return [
      ...[own.item, own.n, own.p, own.corrected, own.d27, own.alphaIfDeleted],
      ...[a, b, c, se?.b ?? null],
      ...(hasTimes ? [times?.medianSeconds ?? null] : []),
      findings.map(({ message }) => tell.of(message)).join(' ') || null,
    ]
  })
  const digits = [0, 0, 2, 2, 2, 3, 2, 2, 2, 2, 0]
  return html`<h2>${title}</h2>${dataTable({ caption: title, head, rows, digits })}`
}

function methods(tell: Tell): Markup {
  return html`<h2>${tell('方法', 'Methods')}</h2>
<p>${tell(
    'p：得分率。相关（去本题）：本题与其余题目得分的相关，低于 0.10 应审查，负值往往是答案有误。D27：高分组与低分组（各 27 %）的得分率之差（Kelley 1939）。α 的区间按 Feldt 等（1987）。题目参数 a（区分度）、b（难度）、c（猜测）由边际极大似然估计（Bock 与 Aitkin 1981），逻辑斯蒂量尺 D = 1，能力服从 N(0, 1)。选项曲线为核平滑（Ramsay 1991）。',
    'p: share of points. r (rest): correlation of the item with the score on the others; review below 0.10, negative values often mean a wrong key. D27: difference between the best and the weakest 27 % (Kelley 1939). Interval of alpha after Feldt et al. (1987). Parameters a (discrimination), b (difficulty) and c (guessing) by marginal maximum likelihood (Bock & Aitkin 1981), logistic scale with D = 1, ability N(0, 1). Option curves are kernel-smoothed (Ramsay 1991).',
  )}</p>
<p>${tell(
    '缺失的作答一律不计，统计量只用已有的作答。统计结果是请人审查的线索，不是结论。',
    'Missing responses are left out; figures use those there are. Statistics point out what a person should look at; they are no decision.',
  )}</p>`
}
