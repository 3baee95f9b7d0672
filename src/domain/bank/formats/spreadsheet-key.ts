import type { CognitiveLevel } from '../item.ts'
import type { ItemType } from '../item-type.ts'
import { OPTION_LETTERS } from './spreadsheet-columns.ts'

/** Words in one form: compatibility forms folded, upper case, no white space. */
function fold(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
}

function table<Value>(entries: readonly (readonly [Value, string])[]): ReadonlyMap<string, Value> {
  return new Map(
    entries.flatMap(([value, words]) => words.split(' ').map((word) => [fold(word), value])),
  )
}

const LEVELS = table<CognitiveLevel>([
  ['know', '识记 了解 知识 记忆 know'],
  ['apply', '应用 运用 apply'],
  ['judge', '判断 研判 综合 judge'],
])

const TYPES = table<ItemType>([
  ['single-choice', '单选 单项选择 单选题 单项选择题 single-choice singlechoice single'],
  [
    'multiple-choice',
    '多选 多项选择 不定项选择 多选题 多项选择题 不定项选择题 multiple-choice multiplechoice multiple',
  ],
  ['true-false', '判断 判断题 是非 是非题 true-false truefalse true/false'],
  ['numeric', '数值 计算 数值题 计算题 numeric number'],
  ['short-text', '填空 简答 填空题 简答题 short-text shorttext fill-in'],
  ['ordering', '排序 排序题 ordering order'],
  ['matching', '匹配 连线 配对 匹配题 连线题 配对题 matching match'],
])

const TRUTHS = table<boolean>([
  [true, '对 正确 是 √ ✓ ✔ T TRUE Y YES 1'],
  [false, '错 错误 不正确 不对 否 × ✗ ✘ ╳ X F FALSE N NO 0'],
])

/** The level a word names; null if it is none we know. */
export function findLevel(word: string): CognitiveLevel | null {
  return LEVELS.get(fold(word)) ?? null
}

/** The item type a word names; null if it is none we know. */
export function findType(word: string): ItemType | null {
  return TYPES.get(fold(word)) ?? null
}

/** 对, 错, √, ×, T, F and the like; null for anything else. */
export function findTruth(word: string): boolean | null {
  return TRUTHS.get(fold(word)) ?? null
}

/** Letters as indices from 0: `ABD`, `A,B,D`, `A、B、D`, full width; null if not only letters. */
export function findLetters(text: string): readonly number[] | null {
  const letters = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s,、;；/|.。&>→-]+/g, '')
  if (!/^[A-J]+$/.test(letters)) return null
  return Array.from(letters, (letter) => OPTION_LETTERS.indexOf(letter))
}

const NUMBER = '[+-]?(?:\\d{1,3}(?:,\\d{3})+|\\d+)?(?:\\.\\d+)?(?:[Ee][+-]?\\d+)?'
const QUANTITY = new RegExp(`^(${NUMBER})(?:(?:±|\\+/-|\\+-)(${NUMBER}))?([^\\d.].*)?$`)

/** A number as people write it; null if it is none. */
export function findNumber(text: string): number | null {
  const plain = fold(text).replace(/[−–]/g, '-')
  if (!/\d/.test(plain) || !new RegExp(`^${NUMBER}$`).test(plain)) return null
  const value = Number(plain.replaceAll(',', ''))
  return Number.isFinite(value) ? value : null
}

export interface Quantity {
  readonly value: number
  readonly tolerance: number | null
  readonly unit: string | null
}

/** `3.5`, `3.5±0.1`, `15天`, `1,200 ± 5 元`; null if it doesn't start with a number. */
export function findQuantity(text: string): Quantity | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[−–]/g, '-')
    .replace(/\s*±\s*/g, '±')
  const [, number = '', tolerance, unit] = QUANTITY.exec(plain) ?? []
  const value = findNumber(number)
  if (value === null) return null
  const range = tolerance === undefined ? null : findNumber(tolerance)
  if (tolerance !== undefined && range === null) return null
  return { value, tolerance: range, unit: unit?.trim() || null }
}

const SEPARATORS = /[|｜；]/

/** Accepted wordings, separated by | or ； unless a backslash stands before it. */
export function splitAccepted(text: string): string[] {
  const parts = ['']
  const append = (piece: string) => parts.push((parts.pop() ?? '') + piece)
  for (const [piece] of text.matchAll(/\\[|｜；\\]|[\s\S]/g)) {
    if (SEPARATORS.test(piece) && piece.length === 1) parts.push('')
    else append(/^\\[|｜；\\]$/.test(piece) ? piece.slice(1) : piece)
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** The cell `splitAccepted` reads the wordings from. */
export function joinAccepted(accepted: readonly string[]): string {
  return accepted.map((wording) => wording.replace(/[|｜；\\]/g, '\\$&')).join('|')
}

/** `1-C,2-A`: for each prompt (from 0) the index of its option; null if it isn't of that form. */
export function findPairs(text: string): ReadonlyMap<number, number> | null {
  const plain = fold(text)
  if (!/^(?:\d{1,2}(?:-|=>?|:|→|->)?[A-J][,、;；|.]?)+$/.test(plain)) return null
  const pairs = [...plain.matchAll(/(\d{1,2})(?:->|=>|[-=:→])?([A-J])/g)]
  const key = new Map(
    pairs.map(([, prompt = '', option = '']) => [
      Number(prompt) - 1,
      OPTION_LETTERS.indexOf(option),
    ]),
  )
  return key.size === pairs.length ? key : null
}
