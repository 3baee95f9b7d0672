import type { Language, LocalizedText } from '../../text.ts'
import type { OwnData, OwnSection, OwnValue } from './own-data.ts'
import { isLocalized, wordsOf } from './own-value.ts'

const STYLES = `
:root{color-scheme:light dark}
body{margin:0;font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h2{margin:2.5rem 0 .25rem}p{max-width:46rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.875rem}
th,td{padding:.3rem .6rem;border:1px solid #8886;text-align:left;vertical-align:top;white-space:pre-line}
td{max-width:32rem;overflow-wrap:anywhere}
@media print{body{font-size:10pt}.scroll{overflow:visible}tr{break-inside:avoid}}`

const WORDS = {
  title: { 'zh-CN': '本系统保存的关于您的全部资料', en: 'Everything this service keeps about you' },
  of: { 'zh-CN': '姓名', en: 'Name' },
  madeAt: { 'zh-CN': '导出时间（UTC）', en: 'Made at (UTC)' },
  lead: {
    'zh-CN':
      '这里有以您为对象的每一类记录。同样的内容在 data.json（供程序读取）和 csv 文件夹（供电子表格打开）中。不包括：试题的答案和参数（题目还在使用）、其他人的资料、核查人员的身份；您以其他身份（如命题、评审）所做的工作属于该项工作，也不在其中。',
    en: 'Every kind of record about you is here. The same stands in data.json (for programs) and in the folder csv (for spreadsheets). Left out are keys and parameters of questions, which are still in use; data about others; and who the auditors were. What you did in another role, such as writing questions, belongs to that work and is not here either.',
  },
  contents: { 'zh-CN': '目录', en: 'Contents' },
  none: { 'zh-CN': '没有记录。', en: 'There is nothing.' },
  more: {
    'zh-CN': '此处显示前 {count} 条，其余见 csv 文件。',
    en: 'The first {count} are shown; the rest stands in the CSV file.',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** A journal has thousands of lines: nobody reads them on a page. */
const ROWS_SHOWN = 300

/** The page to read in one language: no script, nothing from outside. */
export function ownDataPage(data: OwnData, language: Language): string {
  const title = escaped(WORDS.title[language])
  const contents = data.sections.map(
    ({ id, title: name, rows }) =>
      `<li><a href="#${id}">${escaped(name[language])}</a> (${rows.length})</li>`,
  )
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${STYLES}</style></head><body><main>
<h1>${title}</h1>
<p>${escaped(WORDS.of[language])}: ${escaped(data.name)}<br>${escaped(WORDS.madeAt[language])}: ${escaped(data.madeAt)}</p>
<p>${escaped(WORDS.lead[language])}</p>
<nav><h2>${escaped(WORDS.contents[language])}</h2><ol>${contents.join('')}</ol></nav>
${data.sections.map((section) => sectionOf(section, language)).join('\n')}
</main></body></html>
`
}

function sectionOf({ id, title, note, columns, rows }: OwnSection, language: Language): string {
  const head = `<section><h2 id="${id}">${escaped(title[language])}</h2><p>${escaped(note[language])}</p>`
  if (rows.length === 0) return `${head}<p>${escaped(WORDS.none[language])}</p></section>`
  const names = columns.map(({ name }) => `<th scope="col">${escaped(name[language])}</th>`)
  const lines = rows.slice(0, ROWS_SHOWN).map((row) => {
    const cells = columns.map((column) => `<td>${cellOf(row[column.id] ?? null, language)}</td>`)
    return `<tr>${cells.join('')}</tr>`
  })
  const count = `${ROWS_SHOWN}`
  const more =
    rows.length > ROWS_SHOWN
      ? `<p>${escaped(WORDS.more[language].replace('{count}', count))}</p>`
      : ''
  return `${head}<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table><thead><tr>${names.join('')}</tr></thead><tbody>
${lines.join('\n')}</tbody></table></div>${more}</section>`
}

/** More digits say no more to a reader; all of them stand in the other files. */
const DIGITS = 6

function cellOf(value: OwnValue, language: Language): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(DIGITS)))
  if (typeof value === 'object' && value !== null && !isLocalized(value)) {
    return value.map((one) => cellOf(one, language)).join('<br>')
  }
  return escaped(wordsOf(value, language))
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (one) => ESCAPES[one] ?? one)
}
