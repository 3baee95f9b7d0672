import type { Language } from '../../text.ts'
import type { Bank } from '../bank.ts'
import type { Item } from '../item.ts'
import { decodeText } from './decode-text.ts'
import type {
  Exported,
  ForeignBank,
  ForeignFinding,
  ForeignItem,
  ForeignPlace,
  ForeignTask,
} from './foreign-bank.ts'
import { foreignFinding, inOneLanguage, wholeFile } from './foreign-finding.ts'
import {
  changedFinding,
  exportedText,
  heldItems,
  notHeld,
  oneLanguageFinding,
  stemWithStimulus,
} from './from-bank.ts'

const ANSWER = /^\s*(?:ANSWER|答案)\s*[:：]\s*(.*?)\s*$/iu
/** Also `A、`, `（A）` and full-width letters, as Chinese files have them. */
const OPTION = /^\s*[(（]?([A-Za-zＡ-Ｚａ-ｚ])\s*[.)、．）:：]\s*(.*?)\s*$/u
const TRUE = new Set(['对', '正确', '√', '✓', 'TRUE', 'T'])
const FALSE = new Set(['错', '错误', '×', '✗', 'FALSE', 'F'])

interface Line {
  readonly row: number
  readonly text: string
}

/**
 * Reads Aiken: stem, lettered options, `ANSWER: B`. Several letters make a multiple choice, and
 * true or false without options a true-false item, as Chinese files in this manner have them.
 */
export function readAiken(given: {
  readonly file: string
  readonly bytes: Uint8Array
}): ForeignBank {
  const text = decodeText(given.bytes)
  if (text === null) {
    const message = ['不是文本文件', 'it is no text file'] as const
    return {
      items: [],
      findings: [foreignFinding(wholeFile(given.file), ['error', 'not-text'], message)],
    }
  }
  const items: ForeignItem[] = []
  const findings: ForeignFinding[] = []
  let lines: Line[] = []
  for (const [index, line] of text.split(/\r\n?|\n/u).entries()) {
    const answer = ANSWER.exec(line)?.[1]
    if (answer === undefined) {
      if (line.trim() !== '') lines.push({ row: index + 1, text: line.trim() })
      continue
    }
    const place = { ...wholeFile(given.file), row: lines[0]?.row ?? index + 1 }
    const read = itemOf(lines, answer, place)
    if ('task' in read) items.push(read)
    else findings.push({ ...read, row: index + 1 })
    lines = []
  }
  const [rest] = lines
  if (rest) {
    const place = { ...wholeFile(given.file), row: rest.row }
    findings.push(
      foreignFinding(
        place,
        ['error', 'answer-missing'],
        ['此题之后没有“答案：”行', 'no ANSWER line follows'],
      ),
    )
  }
  return { items, findings }
}

/** The item of the lines before an answer; a finding where they make none. */
function itemOf(
  lines: readonly Line[],
  answer: string,
  place: ForeignPlace,
): ForeignItem | ForeignFinding {
  const start = firstOption(lines)
  const stem = lines.slice(0, start).map(({ text }) => text)
  const options = lines.slice(start).map(({ text }) => inOneLanguage(OPTION.exec(text)?.[2] ?? ''))
  const task = taskOf(options, answer.normalize('NFKC').toUpperCase())
  const [code, message] =
    stem.length === 0
      ? ['stem-missing', ['答案之前没有题干', 'there is no stem before the answer'] as const]
      : ['key-unusable', [`答案“${answer}”不是选项`, `"${answer}" names no option`] as const]
  if (stem.length === 0 || task === null) return foreignFinding(place, ['error', code], message)
  return {
    place,
    id: null,
    competency: null,
    level: null,
    posts: [],
    stem: inOneLanguage(stem.join('\n')),
    rationale: null,
    source: null,
    stimulus: null,
    task,
    pictures: [],
  }
}

/** Where the options begin: the last line of letter A after which letters follow in order. */
function firstOption(lines: readonly Line[]): number {
  const letters = lines.map(({ text }) => letterIndex(OPTION.exec(text)?.[1] ?? ''))
  const start = letters.lastIndexOf(0)
  if (start < 0) return lines.length
  const isOrdered = letters.slice(start).every((letter, index) => letter === index)
  return isOrdered ? start : lines.length
}

function letterIndex(letter: string): number {
  return letter === '' ? -1 : letter.normalize('NFKC').toUpperCase().charCodeAt(0) - 65
}

function taskOf(options: readonly ReturnType<typeof inOneLanguage>[], answer: string) {
  if (options.length === 0) {
    if (TRUE.has(answer)) return { type: 'true-false', key: true } satisfies ForeignTask
    return FALSE.has(answer) ? ({ type: 'true-false', key: false } satisfies ForeignTask) : null
  }
  if (!/^[A-Z](?:[\s,，、;；]*[A-Z])*[.。]?$/u.test(answer)) return null
  const key = [...new Set(answer.match(/[A-Z]/gu) ?? [])].map(letterIndex)
  if (key.some((index) => index >= options.length)) return null
  const [only = -1] = key
  return key.length === 1
    ? ({ type: 'single-choice', options, key: only } satisfies ForeignTask)
    : ({ type: 'multiple-choice', options, key } satisfies ForeignTask)
}

/**
 * Writes the single-choice items of a bank in one language. Aiken has no line breaks and no
 * escapes: breaks become spaces, and an item whose stem reads as an answer line is left out.
 */
export function writeAiken(bank: Bank, language: Language = 'zh-CN'): Exported {
  const held = heldItems(bank, { types: ['single-choice'], parts: [] })
  const findings = [...held.findings, oneLanguageFinding(bank, language)]
  const blocks: string[] = []
  for (const item of held.items) {
    if (item.type !== 'single-choice') continue
    const stem = stemWithStimulus(bank, item)[language]
    if (ANSWER.test(onOneLine(stem))) {
      const reason = ['题干会被当作答案行', 'its stem would read as an answer line'] as const
      findings.push(notHeld(bank, item, reason))
      continue
    }
    const texts = [stem, ...item.options.map(({ text }) => text[language])]
    if (texts.some((text) => text.trim().includes('\n'))) {
      findings.push(changedFinding(bank, item, ['换行改为空格', 'line breaks become spaces']))
    }
    blocks.push(blockOf(item, stem, language))
  }
  return exportedText(blocks.join('\n'), findings)
}

function blockOf(
  item: Extract<Item, { type: 'single-choice' }>,
  stem: string,
  language: Language,
): string {
  const letterOf = (index: number) => String.fromCharCode(65 + index)
  const options = item.options.map(
    ({ text }, index) => `${letterOf(index)}. ${onOneLine(text[language])}`,
  )
  const key = letterOf(item.options.findIndex(({ id }) => id === item.key))
  return `${[onOneLine(stem), ...options, `ANSWER: ${key}`].join('\n')}\n`
}

function onOneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/gu, ' ').trim()
}
