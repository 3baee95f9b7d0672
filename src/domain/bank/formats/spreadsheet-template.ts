import type { Language, LocalizedText } from '../../text.ts'
import { say } from '../finding.ts'
import { FIELDS, type Field, headerText, OPTION_LETTERS } from './spreadsheet-columns.ts'
import { toXlsx } from './spreadsheet-write.ts'

/** What people should put into each column. */
const EXPLANATIONS: Readonly<Record<Exclude<Field, 'options'>, LocalizedText>> = {
  id: say('题目编号，不得重复；可留空', 'id of the item, no two alike; may be empty'),
  competency: say('胜任力的名称或编号', 'name or id of the competency'),
  level: say('识记、应用、研判', 'know, apply or judge'),
  type: say(
    '单选、多选、判断、数值、填空、排序、匹配',
    'single-choice, multiple-choice, true-false, numeric, short-text, ordering or matching',
  ),
  stem: say('题目正文（必填）', 'the question itself (required)'),
  prompt: say('匹配题的左项，每列一个', 'what is to be matched, one a column'),
  option: say(
    '选项每列一个；也可用一列“选项”写全部：A、… B、…',
    'one option a column; or one column "Options" with all of them: A. ... B. ...',
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

type Example = Partial<Record<Exclude<Field, 'option'>, LocalizedText>> & {
  readonly option?: readonly LocalizedText[]
}

const plain = (text: string) => say(text, text)
const EXAMPLES: readonly Example[] = [
  {
    id: plain('EX-1'),
    competency: say('示例能力', 'Sample competency'),
    level: say('识记', 'know'),
    type: say('单选', 'single-choice'),
    stem: say('一年有几个季度？', 'How many quarters does a year have?'),
    option: ['2', '3', '4', '12'].map(plain),
    key: plain('C'),
    rationale: say('每三个月为一个季度。', 'A quarter is three months.'),
    source: say('示例依据', 'Sample source'),
    provision: say('第一条', 'Article 1'),
  },
  {
    id: plain('EX-2'),
    competency: say('示例能力', 'Sample competency'),
    level: say('应用', 'apply'),
    type: say('数值', 'numeric'),
    stem: say('两个星期共有几天？', 'How many days are two weeks?'),
    key: plain('14'),
    tolerance: plain('0'),
    unit: say('天', 'days'),
    rationale: say('一个星期七天。', 'A week has seven days.'),
    source: say('示例依据', 'Sample source'),
    provision: say('第二条', 'Article 2'),
  },
]

const OPTION_COLUMNS = 4
const fields = FIELDS.filter((field) => field !== 'options')

/**
 * An xlsx workbook to fill in, in one language: headers with two example rows, and a sheet that
 * says what each column is for.
 */
export function spreadsheetTemplate(language: Language): Uint8Array {
  const columns = fields.flatMap((field) =>
    field === 'prompt'
      ? []
      : Array.from({ length: field === 'option' ? OPTION_COLUMNS : 1 }, (_, index) => ({
          field,
          index,
          language: null,
        })),
  )
  const items = EXAMPLES.map((example) =>
    columns.map(({ field, index }) => {
      const text = field === 'option' ? example.option?.[index] : example[field]
      return text?.[language] ?? ''
    }),
  )
  const explained = fields.map((field) => {
    const name = headerText({ field, index: 0, language: null }, language)
    const range = field === 'option' ? `${name}–${OPTION_LETTERS.at(-1)}` : name
    return [range, EXPLANATIONS[field][language]]
  })
  const isChinese = language === 'zh-CN'
  return toXlsx([
    [isChinese ? '试题' : 'Items', [columns.map((one) => headerText(one, language)), ...items]],
    [isChinese ? '说明' : 'Columns explained', explained],
  ])
}
