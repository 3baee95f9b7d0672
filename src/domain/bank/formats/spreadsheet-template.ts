import { LANGUAGES, type Language, type LocalizedText } from '../../text.ts'
import { say } from '../finding.ts'
import {
  type Column,
  EXPLANATION_SHEETS,
  FIELDS,
  type Field,
  headerText,
  isLocalized,
  OPTION_LETTERS,
} from './spreadsheet-columns.ts'
import { EXAMPLES, type Example } from './spreadsheet-examples.ts'
import { toCsv, toXlsx } from './spreadsheet-write.ts'

/** What people should put into each column. */
const EXPLANATIONS: Readonly<Record<Exclude<Field, 'options'>, LocalizedText>> = {
  id: say('题目编号，不得重复；可留空', 'id of the item, no two alike; may be empty'),
  competency: say('胜任力的名称或编号', 'name or id of the competency'),
  level: say('识记、应用、研判之一；留空为识记', 'know, apply or judge; empty means know'),
  type: say(
    '单选、多选、判断、数值、填空、排序、匹配之一',
    'single-choice, multiple-choice, true-false, numeric, short-text, ordering or matching',
  ),
  stem: say('必填。题目正文', 'required. The question itself'),
  prompt: say('匹配题的左项，每列一个', 'what is to be matched, one a column'),
  option: say(
    '选项每列一个，2 至 10 个；也可用一列“选项”写全部：A、… B、…',
    'one option a column, 2 to 10; or one column "Options" with all of them: A. ... B. ...',
  ),
  key: say(
    '必填。单选 A；多选 A,B；判断 对/错；数值 3.5；填空各写法以 | 分隔；排序 C,A,B；匹配 1-C,2-A',
    'required. Single A; multiple A,B; true-false T/F; numeric 3.5; accepted wordings parted by ' +
      '|; order C,A,B; pairs 1-C,2-A',
  ),
  tolerance: say('数值题允许的误差，不小于 0', 'how far a number may be off, at least 0'),
  unit: say('数值题的单位', 'unit of a number'),
  rationale: say('答案为什么对', 'why the key is right'),
  source: say('依据的法规或文件名称', 'the act or document the item rests on'),
  provision: say('条款，如“第二十四条”', 'the provision, such as "Article 24"'),
  url: say('依据的网址，以 https:// 开头', 'address of the source, beginning with https://'),
  posts: say('适用岗位编号，以逗号分隔；空为全部', 'ids of posts, parted by commas; empty is all'),
  'stimulus-title': say('材料的标题', 'title of the stimulus'),
  stimulus: say(
    '若干题共用的材料；文字相同即同一材料',
    'text several items share; the same text is the same stimulus',
  ),
  enemies: say('不得同卷的题目编号，以逗号分隔', 'ids of items that must not meet it, with commas'),
  discrimination: say(
    '题目反应理论的 a（D = 1），大于 0；三个参数须同时给出',
    'a of item response theory (D = 1), above 0; all three parameters or none',
  ),
  difficulty: say(
    'b，与能力同尺度；不是通过率',
    'b, on the scale of ability; no share of right answers',
  ),
  guessing: say('c，0 至 1 之间，不含 1', 'c, from 0 to below 1'),
}

/** What holds for the sheet as a whole. */
const NOTES: readonly (readonly [LocalizedText, LocalizedText])[] = [
  [
    say('示例', 'Examples'),
    say(
      '前七行是示例，每种题型一题；填好后请删除',
      'the first seven rows are examples, one for each item type; delete them when done',
    ),
  ],
  [
    say('两种语言', 'Two languages'),
    say(
      '靠右的“(英文)”各列可全部留空；只写一种语言时，两种语言都用它',
      'the columns "(zh)" at the right may stay empty; then one language stands for both',
    ),
  ],
  [
    say('图片', 'Pictures'),
    say(
      '把图片放在题目所在的行（仅 Excel 文件），并填写替代文字',
      'put a picture into the row of its item (workbooks only) and give it an alternative text',
    ),
  ],
]

const fields = FIELDS.filter((field) => field !== 'options')
type WrittenColumn = Pick<Column, 'field' | 'index' | 'language'>

/** Those of the language asked for first, without its name; those of the other one at the right. */
function templateColumns(language: Language): WrittenColumn[] {
  const places = fields.flatMap((field) => {
    const count =
      field === 'option' || field === 'prompt'
        ? Math.max(...EXAMPLES.map((example) => example[field]?.length ?? 0))
        : 1
    return Array.from({ length: count }, (_, index) => ({ field, index }))
  })
  const other = LANGUAGES.find((one) => one !== language) ?? language
  return [
    ...places.map((place) => ({ ...place, language: null })),
    ...places
      .filter(({ field }) => isLocalized(field))
      .map((place) => ({ ...place, language: other })),
  ]
}

function exampleText(
  example: Example,
  { field, index }: Pick<Column, 'field' | 'index'>,
): LocalizedText | undefined {
  if (field === 'option' || field === 'prompt') return example[field]?.[index]
  return field === 'options' ? undefined : example[field]
}

function explanationRows(language: Language): string[][] {
  const firstOf = (field: Field) =>
    EXAMPLES.map((example) => exampleText(example, { field, index: 0 })).find((text) => text)
  const columns = fields.map((field) => {
    const name = headerText({ field, index: 0, language: null }, language)
    const range = field === 'option' ? `${name}–${OPTION_LETTERS.at(-1)}` : name
    return [range, EXPLANATIONS[field][language], firstOf(field)?.[language] ?? '']
  })
  const titles = [say('列', 'Column'), say('填什么', 'What goes in'), say('示例', 'Example')]
  return [
    titles.map((title) => title[language]),
    ...columns,
    ...NOTES.map(([name, text]) => [name[language], text[language], '']),
  ]
}

/**
 * A sheet to fill in, with headers in one language and a worked example of each item type, which
 * imports without a finding. A workbook has a second sheet that says what each column is for.
 */
export function spreadsheetTemplate(format: 'xlsx' | 'csv', language: Language): Uint8Array {
  const columns = templateColumns(language)
  const header = columns.map((column) => headerText(column, language))
  const rows = EXAMPLES.map((example) =>
    columns.map((column) => exampleText(example, column)?.[column.language ?? language] ?? ''),
  )
  if (format === 'csv') return toCsv([header, ...rows])
  const isChinese = language === 'zh-CN'
  const [chinese = '', english = ''] = EXPLANATION_SHEETS
  return toXlsx([
    [isChinese ? '试题' : 'Items', [header, ...rows]],
    [isChinese ? chinese : english, explanationRows(language)],
  ])
}
