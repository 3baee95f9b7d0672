import { LANGUAGES } from '../../text.ts'
import type { ItemType } from '../item-type.ts'
import type { ForeignTask, ForeignText } from './foreign-bank.ts'
import { OPTION_LETTERS } from './spreadsheet-columns.ts'
import {
  findLetters,
  findNumber,
  findPairs,
  findQuantity,
  findTruth,
  splitAccepted,
} from './spreadsheet-key.ts'
import { splitOptions } from './spreadsheet-options.ts'
import { type RowView, shorten } from './spreadsheet-row.ts'

/** Tells an error of the key, shows the cell, and gives up the row. */
function failKey(row: RowView, code: string, [zh, en]: readonly [string, string]): null {
  const cell = shorten(row.text('key'))
  row.report('key', ['error', code], [`${zh}：“${cell}”`, `${en}: "${cell}"`])
  return null
}

/** Options of one cell that holds them all, in both languages where both are given. */
function splitCell(row: RowView): readonly (ForeignText | null)[] | null {
  const whole = row.localized('options')
  if (!whole) return []
  const [zh, en] = LANGUAGES.map((language) => splitOptions(whole[language] ?? ''))
  if (!zh || !en) return []
  if (zh.length > 0 && en.length > 0 && zh.length !== en.length) {
    row.report(
      'options',
      ['error', 'options-differ'],
      [
        `中文有 ${zh.length} 个选项，英文有 ${en.length} 个`,
        `there are ${zh.length} options in Chinese and ${en.length} in English`,
      ],
    )
    return null
  }
  return Array.from({ length: Math.max(zh.length, en.length) }, (_, index) => {
    const text = { 'zh-CN': zh[index] || null, en: en[index] || null }
    return text['zh-CN'] === null && text.en === null ? null : text
  })
}

/** Two to ten texts without a gap; null, and told, otherwise. */
function complete(
  row: RowView,
  field: 'option' | 'prompt',
  texts: readonly (ForeignText | null)[],
): ForeignText[] | null {
  const gap = texts.indexOf(null)
  if (gap >= 0) {
    const name = field === 'option' ? OPTION_LETTERS.charAt(gap) : String(gap + 1)
    const said = [
      `${name} 为空，其后却有内容`,
      `${name} is empty, but what follows is not`,
    ] as const
    row.report(field, ['error', 'option-missing'], said, gap)
    return null
  }
  const sound = texts.filter((text) => text !== null)
  if (sound.length >= 2 && sound.length <= 10) return sound
  const cell = shorten(row.text('options'))
  const shown = cell === '' ? ['', ''] : [`：“${cell}”`, `: "${cell}"`]
  row.report(
    row.text('options') === '' ? field : 'options',
    ['error', 'option-count'],
    [
      `应有 2 至 10 个选项，读到 ${sound.length} 个${shown[0]}`,
      `expects 2 to 10 options, found ${sound.length}${shown[1]}`,
    ],
  )
  return null
}

function readOptions(row: RowView): readonly (ForeignText | null)[] | null {
  const columns = row.numbered('option')
  return columns.length > 0 ? columns : splitCell(row)
}

/** Key letters as indices, each of an option there is, none twice; null, and told, otherwise. */
function readLetters(row: RowView, options: readonly ForeignText[]): readonly number[] | null {
  const text = row.text('key')
  const byText = options.findIndex((option) => option['zh-CN'] === text || option.en === text)
  const letters = findLetters(text)
  // Letters first: an option may itself read "A".
  const isSound = letters?.every((letter) => letter < options.length)
  if (!isSound && text !== '' && byText >= 0) return [byText]
  if (!letters) {
    return failKey(row, 'key-unclear', ['答案应为选项字母', 'expects letters of options'])
  }
  if (letters.some((letter) => letter >= options.length)) {
    return failKey(row, 'key-without-option', [
      `答案指向不存在的选项（共 ${options.length} 个）`,
      `the key names an option beyond the ${options.length} there are`,
    ])
  }
  if (new Set(letters).size < letters.length) {
    return failKey(row, 'key-doubled', ['答案重复', 'the key names an option twice'])
  }
  return letters
}

function readChoice(
  row: RowView,
  type: 'single-choice' | 'multiple-choice' | 'ordering',
): ForeignTask | null {
  const given = readOptions(row)
  const options = given && complete(row, 'option', given)
  const key = options && readLetters(row, options)
  if (!key) return null
  if (type === 'multiple-choice') return { type, options, key }
  if (type === 'ordering') {
    const ordered = key.flatMap((index) => options[index] ?? [])
    if (ordered.length === options.length) return { type, options: ordered }
    return failKey(row, 'order-incomplete', [
      `应给出全部 ${options.length} 个选项的顺序`,
      `expects the order of all ${options.length} options`,
    ])
  }
  const [only, ...more] = key
  if (only !== undefined && more.length === 0) return { type, options, key: only }
  return failKey(row, 'key-count', ['单选题只能有一个答案', 'a single choice has one key'])
}

/** The key in words or signs, or the letter of an option that says 对 or 错. */
function readTruth(row: RowView): ForeignTask | null {
  const key = row.text('key')
  const letter = findLetters(key)?.[0] ?? -1
  const option = (findTruth(key) === null && row.numbered('option')[letter]) || null
  const word = option ? (option['zh-CN'] ?? option.en ?? '') : key
  const truth = findTruth(word)
  if (truth !== null) return { type: 'true-false', key: truth }
  return failKey(row, 'key-unclear', ['答案应为“对”或“错”', 'expects true or false'])
}

/** A cell whose format rounds what it holds: the text shown is taken, and told. */
function warnRounded(row: RowView, field: 'key' | 'tolerance'): void {
  const cell = row.cell(field)
  if (!cell?.stored) return
  row.report(
    field,
    ['warning', 'shown-rounded'],
    [
      `单元格显示“${cell.text}”，实际存储 ${cell.stored}；按显示值读取`,
      `shows "${cell.text}" but stores ${cell.stored}; what is shown was taken`,
    ],
  )
}

function readNumeric(row: RowView): ForeignTask | null {
  const quantity = findQuantity(row.text('key'))
  if (!quantity) return failKey(row, 'key-unclear', ['答案应为数值', 'expects a number'])
  warnRounded(row, 'key')
  warnRounded(row, 'tolerance')
  const cell = row.text('tolerance')
  const tolerance = findNumber(cell.replace(/^±\s*/, ''))
  const isDoubled = quantity.tolerance !== null && tolerance !== null
  if (
    (cell !== '' && (tolerance === null || tolerance < 0)) ||
    (isDoubled && tolerance !== quantity.tolerance)
  ) {
    const shown = shorten(cell)
    row.report(
      'tolerance',
      ['error', 'tolerance-unclear'],
      [
        `误差应为不小于 0、且与答案一致的数值：“${shown}”`,
        `expects a number of at least 0 that agrees with the key: "${shown}"`,
      ],
    )
    return null
  }
  const { value, unit } = quantity
  const shared = unit === null ? null : { 'zh-CN': unit, en: unit }
  return {
    type: 'numeric',
    value,
    tolerance: quantity.tolerance ?? tolerance ?? 0,
    unit: row.localized('unit') ?? shared,
  }
}

function readAccepted(row: RowView): ForeignTask | null {
  const accepted = splitAccepted(row.text('key'))
  if (accepted.length > 0) return { type: 'short-text', accepted }
  return failKey(row, 'key-missing', ['没有答案', 'there is no key'])
}

const PAIR = /\s*(?:=|＝)(?:>|＞)\s*/

/** Pairs written in the options, `prompt=>option`; options without one are left over. */
function readPairs(
  row: RowView,
  texts: readonly ForeignText[],
): (ForeignTask & { type: 'matching' }) | null {
  const half = (text: ForeignText, side: 0 | 1): ForeignText => {
    const part = (whole: string | null) => {
      const [left = '', right] = whole?.split(PAIR) ?? []
      return (right === undefined ? left : [left, right][side]) || null
    }
    return { 'zh-CN': part(text['zh-CN']), en: part(text.en) }
  }
  const pairs = texts.filter((text) => PAIR.test(text['zh-CN'] ?? text.en ?? ''))
  const same = (left: ForeignText) => (right: ForeignText) =>
    left['zh-CN'] === right['zh-CN'] && left.en === right.en
  const options: ForeignText[] = []
  for (const text of texts.map((one) => half(one, 1))) {
    if (!options.some(same(text))) options.push(text)
  }
  const prompts = complete(
    row,
    'prompt',
    pairs.map((one) => half(one, 0)),
  )
  if (!prompts || !complete(row, 'option', options)) return null
  const key = pairs.map((one) => options.findIndex(same(half(one, 1))))
  return { type: 'matching', prompts, options, key }
}

function readMatching(row: RowView): ForeignTask | null {
  const given = readOptions(row)
  const options = given && complete(row, 'option', given)
  if (!options) return null
  const left = row.numbered('prompt')
  if (left.length === 0) {
    if (row.text('key') === '') return readPairs(row, options)
    return failKey(row, 'prompts-missing', [
      '没有左项列，也没有“左项=>右项”',
      'there are neither prompt columns nor options of the form prompt=>option',
    ])
  }
  const prompts = complete(row, 'prompt', left)
  if (!prompts) return null
  const pairs = findPairs(row.text('key'))
  const key = prompts.map((_, index) => pairs?.get(index) ?? -1)
  const isSound = key.every((index) => index >= 0 && index < options.length)
  if (isSound && pairs?.size === prompts.length) return { type: 'matching', prompts, options, key }
  return failKey(row, 'pairs-unclear', [
    '答案应为每个左项配一个选项，如 1-C,2-A',
    'expects one option for each prompt, such as 1-C,2-A',
  ])
}

/** What a row of a type asks; null, with the reason told at its cell, if that can't be read. */
export function readTask(row: RowView, type: ItemType): ForeignTask | null {
  if (row.text('key') === '' && type !== 'matching') {
    return failKey(row, 'key-missing', ['没有答案', 'there is no key'])
  }
  if (type === 'true-false') return readTruth(row)
  if (type === 'numeric') return readNumeric(row)
  if (type === 'short-text') return readAccepted(row)
  return type === 'matching' ? readMatching(row) : readChoice(row, type)
}
