import type { Language } from '../../text.ts'
import { columnLetters, type Sheet, type SheetRow } from './spreadsheet-rows.ts'

/** What a column may hold; `option` and `prompt` columns are numbered, `options` holds all. */
export const FIELDS = [
  'id',
  'competency',
  'level',
  'type',
  'stem',
  'prompt',
  'option',
  'options',
  'key',
  'tolerance',
  'unit',
  'rationale',
  'source',
  'provision',
  'url',
  'posts',
  'stimulus-title',
  'stimulus',
  'enemies',
  'discrimination',
  'difficulty',
  'guessing',
] as const
export type Field = (typeof FIELDS)[number]

/** Names of each field; the first Chinese and the first English one are what is written. */
const NAMES: Readonly<Record<Field, { readonly zh: string; readonly en: string }>> = {
  id: { zh: '编号 题号 试题编号 题目编号', en: 'ID,Item ID,Item No,No' },
  competency: {
    zh: '胜任力 能力 能力项 类别 分类 知识点 考点 试题分类',
    en: 'Competency,Category,Topic',
  },
  level: { zh: '认知层次 层次 难度层级 认知水平', en: 'Level,Cognitive level' },
  type: { zh: '题型 试题类型 题目类型 类型', en: 'Type,Question type,Item type' },
  stem: { zh: '题干 题目 试题 题目内容 试题内容', en: 'Stem,Question' },
  prompt: { zh: '左项 题项', en: 'Prompt' },
  option: { zh: '选项 备选项', en: 'Option,Choice' },
  options: { zh: '选项 备选项 备选答案 全部选项', en: 'Options,Choices' },
  key: { zh: '答案 正确答案 标准答案 参考答案', en: 'Key,Answer,Correct answer' },
  tolerance: { zh: '误差 允许误差 容差', en: 'Tolerance' },
  unit: { zh: '单位 计量单位', en: 'Unit' },
  rationale: { zh: '解析 答案解析 试题解析 题目解析', en: 'Rationale,Explanation' },
  source: { zh: '依据 出处 来源 法律依据', en: 'Source' },
  provision: { zh: '条款 条文', en: 'Provision,Article' },
  url: { zh: '链接 网址 依据链接', en: 'URL,Link' },
  posts: { zh: '岗位 适用岗位', en: 'Posts,Post' },
  'stimulus-title': { zh: '材料标题', en: 'Stimulus title' },
  stimulus: { zh: '材料 背景材料 阅读材料', en: 'Stimulus,Passage' },
  enemies: { zh: '互斥题 互斥题编号 互斥', en: 'Enemies,Enemy items' },
  discrimination: { zh: '区分度 区分度a', en: 'Discrimination' },
  difficulty: { zh: '难度 难度b', en: 'Difficulty' },
  guessing: { zh: '猜测 猜测c 猜测度 猜测参数', en: 'Guessing' },
}

/** Item response parameters; they mean something only together. */
export const PARAMETER_FIELDS = ['discrimination', 'difficulty', 'guessing'] as const

/** Names of the sheet in our own templates that says what the columns are for. */
export const EXPLANATION_SHEETS: readonly string[] = ['各列说明', 'Columns explained']

/** Headers of columns that count rows, which are known but say nothing about an item. */
const ROW_COUNTERS: ReadonlySet<string> = new Set(['序号'])

/** Fields written in both languages. */
const LOCALIZED: ReadonlySet<Field> = new Set<Field>([
  'stem',
  'prompt',
  'option',
  'options',
  'unit',
  'rationale',
  'source',
  'provision',
  'stimulus-title',
  'stimulus',
])

/** Columns whose merged cells hold for every row they cover. */
export const MERGED_FIELDS: ReadonlySet<Field> = new Set<Field>([
  'competency',
  'level',
  'type',
  'source',
  'provision',
  'posts',
  'stimulus-title',
  'stimulus',
])

/** Letters of options, as item types allow at most ten. */
export const OPTION_LETTERS = 'ABCDEFGHIJ'
const HEADER_ROWS = 10

export interface Column {
  readonly field: Field
  /** From 0 in `option` and `prompt` columns, otherwise 0. */
  readonly index: number
  /** Null where the header leaves it open. */
  readonly language: Language | null
  /** Sheet column, from 0. */
  readonly at: number
  /** Header as found and the letters of the sheet column: `答案 (C)`. */
  readonly label: string
}

export interface Header {
  readonly row: number
  readonly columns: readonly Column[]
  readonly unknown: readonly string[]
  /** Labels of columns that hold what another column already holds. */
  readonly doubled: readonly string[]
}

/** One form of a header: compatibility forms folded, lower case, no spaces, stars, colons. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*:_-]+/g, '')
}

const FIELD_BY_NAME: ReadonlyMap<string, Field> = new Map(
  FIELDS.flatMap((field) =>
    [...NAMES[field].zh.split(' '), ...NAMES[field].en.split(',')].map(
      (name) => [fold(name), field] as const,
    ),
  ),
)

const LANGUAGE_SUFFIX = /[([【](en|english|英文|英|zh|zhcn|chinese|中文|中)[)\]】]$/
const NUMBERED = /^(选项|备选项|option|choice|左项|题项|prompt)?([a-j]|10|[1-9])(?:选项)?$/

function splitLanguage(folded: string): { name: string; language: Language | null } {
  const suffix = LANGUAGE_SUFFIX.exec(folded)
  if (!suffix) return { name: folded, language: null }
  const language = /^[e英]/.test(suffix[1] ?? '') ? 'en' : 'zh-CN'
  return { name: folded.slice(0, suffix.index), language }
}

function fieldOf(name: string): { field: Field; index: number } | null {
  const field = FIELD_BY_NAME.get(name)
  if (field) return { field: field === 'option' ? 'options' : field, index: 0 }
  const numbered = NUMBERED.exec(name)
  if (!numbered) return null
  const [, word, place = ''] = numbered
  const isNumber = /\d/.test(place)
  // A bare letter is an option; a bare number could be anything.
  if (word === undefined && isNumber) return null
  const index = isNumber ? Number(place) - 1 : OPTION_LETTERS.toLowerCase().indexOf(place)
  return { field: /^(?:左项|题项|prompt)/.test(word ?? '') ? 'prompt' : 'option', index }
}

function headerOf({ row, cells }: SheetRow): Header {
  const columns: Column[] = []
  const unknown: string[] = []
  const doubled: string[] = []
  for (const [at, cell] of cells.entries()) {
    if (!cell || cell.text === '') continue
    const label = `${cell.text} (${columnLetters(at)})`
    const { name, language } = splitLanguage(fold(cell.text))
    if (ROW_COUNTERS.has(name)) continue
    const found = fieldOf(name)
    if (!found) {
      unknown.push(label)
      continue
    }
    const isSame = (one: Column) =>
      one.field === found.field && one.index === found.index && one.language === language
    if (columns.some(isSame)) doubled.push(label)
    else columns.push({ ...found, language, at, label })
  }
  return { row, columns, unknown, doubled }
}

/** A header needs a column of stems and one of keys. */
export function isHeader({ columns }: Header): boolean {
  return (['stem', 'key'] as const).every((field) => columns.some((one) => one.field === field))
}

/**
 * The header of a sheet: the first of its first ten rows that names stem and key, since titles
 * may stand above it; otherwise the row most like one, which `isHeader` tells; null if empty.
 */
export function findHeader({ rows }: Sheet): Header | null {
  const candidates = rows.slice(0, HEADER_ROWS).map(headerOf)
  const [mostAlike] = candidates.toSorted(
    (left, right) => right.columns.length - left.columns.length || left.row - right.row,
  )
  return candidates.find(isHeader) ?? mostAlike ?? null
}

/** What a column is called in files we write: `题干(英文)`, `Option A (zh)`. */
export function headerText(
  column: Pick<Column, 'field' | 'index' | 'language'>,
  language: Language,
): string {
  const { field, index } = column
  const isChinese = language === 'zh-CN'
  const name = (isChinese ? NAMES[field].zh.split(' ') : NAMES[field].en.split(','))[0] ?? field
  const gap = isChinese ? '' : ' '
  const numbers: Partial<Record<Field, string>> = {
    option: gap + OPTION_LETTERS.charAt(index),
    prompt: `${gap}${index + 1}`,
  }
  const languages = isChinese
    ? { 'zh-CN': '(中文)', en: '(英文)' }
    : { 'zh-CN': ' (zh)', en: ' (en)' }
  return name + (numbers[field] ?? '') + (column.language ? languages[column.language] : '')
}

/** Whether a field is written once for each language. */
export function isLocalized(field: Field): boolean {
  return LOCALIZED.has(field)
}
