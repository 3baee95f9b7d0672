import type { Language } from '../../domain/text.ts'
import { html, type Markup } from './markup.ts'

const COLORS = [
  '#0b62a8',
  '#b3430f',
  '#2b7a3d',
  '#8a2f8f',
  '#7a6200',
  '#00717a',
  '#a81f4b',
  '#5a5f66',
]
const DARK = [
  '#6cb4f2',
  '#ff9a62',
  '#78cf8c',
  '#d994de',
  '#d8bd4a',
  '#55c9d2',
  '#f287a8',
  '#b4bac2',
]

function palette(colors: readonly string[]): string {
  return colors.map((color, at) => `--c${at}:${color}`).join(';')
}

const STYLES = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--dim:#555d66;--rule:#d6dae0;--soft:#f3f5f8;--bad:#b3261e;--warn:#8a5a00;--good:#1f6b36;${palette(COLORS)}}
@media (prefers-color-scheme:dark){:root{--ground:#14171b;--ink:#e8eaed;--dim:#a8b0ba;--rule:#3a414a;--soft:#1e2329;--bad:#ff8a80;--warn:#f0c060;--good:#7fd39a;${palette(DARK)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.25rem;margin:2.5rem 0 .5rem;border-top:1px solid var(--rule);padding-top:1.25rem}h3{font-size:1rem;margin:1.25rem 0 .25rem;overflow-wrap:anywhere}
p{margin:.4rem 0;max-width:46rem}.dim{color:var(--dim)}
ul.verdicts{list-style:none;padding:0;margin:.5rem 0;max-width:48rem}
ul.verdicts li{padding:.35rem 0 .35rem 1.5rem;position:relative;overflow-wrap:anywhere}
ul.verdicts li::before{position:absolute;left:0;font-weight:700}
li.error::before{content:"!";color:var(--bad)}li.warning::before{content:"?";color:var(--warn)}li.note::before{content:"·";color:var(--dim)}
figure{margin:1rem 0}svg{width:100%;height:auto;display:block}
details{margin:.25rem 0}summary{cursor:pointer;color:var(--c0);padding:.25rem 0}
.scroll{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--dim);padding:.25rem 0}
th,td{padding:.25rem .6rem;border-bottom:1px solid var(--rule);text-align:right;vertical-align:top;white-space:nowrap}
th:first-child,th.text,td.text{text-align:left}td.text{white-space:normal;min-width:14rem}thead th{background:var(--soft);white-space:normal;vertical-align:bottom;min-width:5.5em}tbody th{white-space:normal;min-width:7em}
.grid{stroke:var(--rule);stroke-width:1}.axis{stroke:var(--dim)}
.tick,.label,.name{fill:var(--dim);font-size:12px}.name{fill:var(--ink)}
.line{fill:none;stroke-width:2}.faint{fill:none;stroke:var(--dim);stroke-width:1;opacity:.35}
${COLORS.map((_, at) => `.s${at}{stroke:var(--c${at})}`).join('')}
.s1{stroke-dasharray:7 3}.s2{stroke-dasharray:2 3}.s3{stroke-dasharray:9 3 2 3}.s4{stroke-dasharray:5 2}.s5{stroke-dasharray:1 2}.s6{stroke-dasharray:12 4}
.mark{stroke:var(--bad);stroke-dasharray:4 3}.bar{fill:var(--c0)}.bar.item{fill:var(--c1)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.875rem}.legend span{display:inline-flex;align-items:center;gap:.35rem}.key{width:28px;height:8px}
@media print{body{font-size:11pt}main{max-width:none;padding:0}figure,tr,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}td,th{white-space:normal}details::details-content{content-visibility:visible;display:block}}
`

/** One self-contained page: no script, nothing from outside, readable offline. */
export function reportPage(page: {
  readonly language: Language
  readonly title: string
  readonly body: Markup
}): string {
  const { language, title, body } = page
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${{ markup: STYLES }}</style></head>
<body><main>${body}</main></body></html>
`.markup
}
