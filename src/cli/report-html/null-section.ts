import type { CohortScreening, ScreenedIndicator } from '../../domain/forensics/cohort/screening.ts'
import { barPlot } from './bar-plot.ts'
import { dataTable, numberText } from './data-table.ts'
import { html, type Markup } from './markup.ts'
import type { Tell } from './tell.ts'

/** Whether p values of this exam can be believed: how they are spread over everybody. */
export function nullSection({ indicators, pairs }: CohortScreening, tell: Tell): Markup {
  const tested = indicators.filter(({ nullCheck }) => nullCheck.tested > 0)
  if (tested.length === 0) return html``
  const title = tell('p 值是否可信', 'Can the p values be believed?')
  const head = [
    tell('指标', 'indicator'),
    tell('人数', 'persons'),
    tell('中心（应为 0）', 'center (0)'),
    tell('离散（应为 1）', 'scale (1)'),
    tell('p < .05 的比例 %', 'share p < .05, %'),
    tell('改用经验分布', 'own distribution taken'),
  ]
  const rows = tested.map(({ name, nullCheck }) => [
    tell.of(name),
    nullCheck.tested,
    nullCheck.center,
    nullCheck.scale,
    (100 * (nullCheck.histogram[0] ?? 0)) / nullCheck.tested,
    html`${nullCheck.corrected ? tell('是', 'yes') : tell('否', 'no')}`,
  ])
  const omega = pairs?.null
    ? html`<p>${tell(
        `全部 ${pairs.tested} 对考生的 ω：均值 ${numberText(pairs.null.mean, 3)}，标准差 ${numberText(pairs.null.deviation, 3)}（模型成立时接近 0 与不超过 1）。`,
        `Omega over all ${pairs.tested} pairs: mean ${numberText(pairs.null.mean, 3)}, SD ${numberText(pairs.null.deviation, 3)} (near 0 and at most 1 where the model holds).`,
      )}</p>`
    : null
  return html`<h2>${title}</h2>
<p>${tell(
    '若人人独立作答，p 值应均匀分布：各柱等高，中心为 0，离散为 1。低于此的 p 是保守的；普遍偏小则改用本场的经验分布（Efron 2004）。',
    'With everybody honest, p values spread evenly: bars of equal height, center 0, scale 1. Fewer small ones are cautious; where p runs small among everybody, the exam’s own distribution was taken (Efron 2004).',
  )}</p>${omega}
${dataTable({ caption: title, head, rows, digits: [0, 0, 2, 2, 1] })}
<details><summary>${tell('p 值分布图', 'Distributions of p')}</summary>${tested.map((one) => histogram(one, tell))}</details>`
}

function histogram({ name, nullCheck }: ScreenedIndicator, tell: Tell): Markup {
  const count = nullCheck.histogram.length
  const bins = nullCheck.histogram.map((height, at) => ({
    from: at / count,
    to: (at + 1) / count,
    count: height,
  }))
  const title = tell(`“${tell.of(name)}”的 p 值分布`, `Distribution of p of “${tell.of(name)}”`)
  const plot = barPlot({
    title,
    x: { label: 'p', least: 0, most: 1 },
    yLabel: tell('人数', 'persons'),
    bins,
  })
  return html`<h3>${tell.of(name)}</h3><figure>${plot}</figure>`
}
