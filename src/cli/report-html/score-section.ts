import type { ExamAnalysis } from '../../domain/measurement/analysis/analyse-exam.ts'
import type { IrtAnalysis, PersonAbility } from '../../domain/measurement/analysis/irt-analysis.ts'
import { type Bin, barPlot, countBins } from './bar-plot.ts'
import { type DataTable, figure } from './data-table.ts'
import { linePlot } from './line-plot.ts'
import { html, type Markup } from './markup.ts'
import { personItemMap } from './person-item-map.ts'
import type { Tell } from './tell.ts'

const RANGE = { least: -4, most: 4 }

/** Scores with their errors, information against the cuts, persons against items. */
export function scoreSection({ irt, test }: ExamAnalysis, tell: Tell): Markup {
  if (!irt) {
    return html`<h2>${tell('分数', 'Scores')}</h2><p>${tell(
      `平均得分率 ${(100 * test.meanShare).toFixed(1)} %，标准差 ${(100 * test.shareDeviation).toFixed(1)} %。数据不足以估计题目参数，因此没有能力分布、信息量和人题图。`,
      `Mean share of points ${(100 * test.meanShare).toFixed(1)} %, standard deviation ${(100 * test.shareDeviation).toFixed(1)} %. Item parameters can’t be estimated from these data, so there are no abilities, information or person-item map.`,
    )}</p>`
  }
  const abilities = irt.abilities.filter((ability) => ability !== null)
  return html`<h2>${tell('分数分布与误差', 'Scores and their errors')}</h2>
<p class="dim">${tell(
    '能力值以 0 为平均、1 为标准差（EAP）。标准误越小，分数越可信。',
    'Abilities have mean 0 and standard deviation 1 (EAP). The smaller the standard error, the more a score can be trusted.',
  )}</p>
${distribution(irt, abilities, tell)}
<h2>${tell('测验信息量与分数线', 'Test information and the cuts')}</h2>
<p class="dim">${tell(
    '曲线越高，该水平附近的分数越准；分数线应落在曲线高处。标准误 = 1 / √信息量。',
    'Where the curve is high, scores are precise; cuts belong there. Standard error = 1 / √information.',
  )}</p>
${testInformation(irt, tell)}
<h2>${tell('人题图', 'Persons and items on one scale')}</h2>
<p class="dim">${tell(
    '左边是考生，右边是题目难度；两边对齐时，题目最能区分考生。',
    'Candidates to the left, item difficulties to the right; where both lie at the same height, items tell candidates apart best.',
  )}</p>
${wrightMap(irt, abilities, tell)}`
}

function marksOf({ cuts }: IrtAnalysis, tell: Tell) {
  return cuts.map(({ theta }) => ({ x: theta, name: tell(`分数线 ${theta}`, `cut ${theta}`) }))
}

function distribution(irt: IrtAnalysis, abilities: readonly PersonAbility[], tell: Tell): Markup {
  const bins = countBins(
    abilities.map(({ theta }) => theta),
    { ...RANGE, width: 0.25 },
  )
  const errors = bins.map((bin, at) => meanError(bin, at, { bins, abilities }))
  const x = { label: tell('能力', 'ability'), ...RANGE }
  const bars = barPlot({
    title: tell('能力分布', 'Distribution of ability'),
    x,
    yLabel: tell('人数', 'persons'),
    bins,
    marks: marksOf(irt, tell),
  })
  const known = bins.flatMap(({ from, to }, at) => {
    const error = errors[at]
    return error == null ? [] : [{ middle: (from + to) / 2, error }]
  })
  const most = Math.max(0.5, ...known.map(({ error }) => error)) * 1.1
  const line = linePlot({
    title: tell('各能力段的平均标准误', 'Mean standard error by ability'),
    x,
    y: { label: tell('标准误', 'standard error'), least: 0, most },
    height: 170,
    lines: [
      { name: 'SE', xs: known.map(({ middle }) => middle), ys: known.map(({ error }) => error) },
    ],
    marks: marksOf(irt, tell),
  })
  const table: DataTable = {
    caption: tell('能力分布', 'Distribution of ability'),
    head: [tell('能力', 'ability'), tell('人数', 'persons'), tell('平均标准误', 'mean SE')],
    rows: bins.map(({ from, to, count }, at) => [`${from} … ${to}`, count, errors[at] ?? null]),
    digits: [0, 0, 2],
  }
  return figure(html`${bars}${line}`, { label: tell('表格形式', 'As a table'), table })
}

/** Of the persons in a bin; the outer bins also hold those beyond. Null where there is none. */
function meanError(
  { from, to }: Bin,
  at: number,
  {
    bins,
    abilities,
  }: { readonly bins: readonly Bin[]; readonly abilities: readonly PersonAbility[] },
): number | null {
  const own = abilities.filter(
    ({ theta }) =>
      (at === 0 || theta >= from - 1e-9) && (at === bins.length - 1 || theta < to - 1e-9),
  )
  return own.length === 0 ? null : own.reduce((sum, { error }) => sum + error, 0) / own.length
}

function testInformation(irt: IrtAnalysis, tell: Tell): Markup {
  const { thetas, information } = irt
  const most = Math.max(...information, 1e-6) * 1.1
  const plot = linePlot({
    title: tell('测验信息函数', 'Test information function'),
    x: { label: tell('能力', 'ability'), ...RANGE },
    y: { label: tell('信息量', 'information'), least: 0, most },
    lines: [{ name: tell('测验', 'test'), xs: thetas, ys: information }],
    marks: marksOf(irt, tell),
  })
  const row = (name: string, theta: number, value: number) => [
    name,
    theta,
    value,
    1 / Math.sqrt(value),
  ]
  const table: DataTable = {
    caption: tell('测验信息函数', 'Test information function'),
    head: ['', tell('能力', 'ability'), tell('信息量', 'information'), tell('标准误', 'SE')],
    rows: [
      ...irt.cuts.map(({ theta, information: value }) => row(tell('分数线', 'cut'), theta, value)),
      ...thetas.flatMap((theta, at) =>
        at % 5 === 0 ? [row('', theta, information[at] ?? 0)] : [],
      ),
    ],
    digits: [0, 1, 2, 2],
  }
  return figure(plot, { label: tell('表格形式', 'As a table'), table })
}

function wrightMap(irt: IrtAnalysis, abilities: readonly PersonAbility[], tell: Tell): Markup {
  const bins = { ...RANGE, width: 0.25 }
  const persons = countBins(
    abilities.map(({ theta }) => theta),
    bins,
  )
  const places = irt.items.flatMap(({ parameters: { b, steps } }) => steps ?? [b])
  const items = countBins(places, bins)
  const labels = {
    axis: tell('能力 / 难度', 'ability / difficulty'),
    persons: tell('人数', 'persons'),
    items: tell('题数（多分题按步）', 'items (steps of graded ones)'),
  }
  const plot = personItemMap({
    title: tell('人题图', 'Person-item map'),
    axisLabel: labels.axis,
    personsLabel: labels.persons,
    itemsLabel: labels.items,
    persons,
    items,
  })
  const table: DataTable = {
    caption: tell('人题图', 'Person-item map'),
    head: [labels.axis, labels.persons, labels.items],
    rows: persons.map(({ from, to, count }, at) => [
      `${from} … ${to}`,
      count,
      items[at]?.count ?? 0,
    ]),
    digits: [0, 0, 0],
  }
  return figure(plot, { label: tell('表格形式', 'As a table'), table })
}
