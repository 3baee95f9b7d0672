import type { Language } from '../../text.ts'
import type { Bank } from '../bank.ts'
import type { Item } from '../item.ts'
import type { Exported } from './foreign-bank.ts'
import {
  changedFinding,
  exportedText,
  heldItems,
  notHeld,
  oneLanguageFinding,
  plainNumber,
  stemWithStimulus,
} from './from-bank.ts'
import { textToHtml } from './html-text.ts'
import { tagsOf } from './item-tags.ts'

const HOLDS = {
  types: ['single-choice', 'multiple-choice', 'true-false', 'numeric', 'short-text', 'matching'],
  parts: ['rationale', 'level', 'posts'],
} as const

/**
 * Writes the items of a bank as GIFT in one language, each with its id as title, its competency as
 * category, its level and posts as tags. Texts with line breaks or markup characters go as HTML.
 */
export function writeGift(bank: Bank, language: Language = 'zh-CN'): Exported {
  const held = heldItems(bank, HOLDS)
  const findings = [...held.findings, oneLanguageFinding(bank, language)]
  const blocks: string[] = []
  let category = ''
  for (const item of held.items) {
    const reason = obstacle(item, language)
    if (reason) {
      findings.push(notHeld(bank, item, reason))
      continue
    }
    if (plainAnswers(item, language).some((text) => oneSpaced(text) !== text)) {
      findings.push(
        changedFinding(bank, item, ['答案中的空白合并', 'white space in answers is merged']),
      )
    }
    if (item.competency !== category) blocks.push(`$CATEGORY: ${item.competency}`)
    category = item.competency
    blocks.push(blockOf(bank, item, language))
  }
  return exportedText(`${blocks.join('\n\n')}\n`, findings)
}

/** Answers that GIFT has only as plain text. */
function plainAnswers(item: Item, language: Language): string[] {
  if (item.type === 'short-text') return item.key.accepted
  return item.type === 'matching' ? item.options.map(({ text }) => text[language]) : []
}

/** Why an item of a type that GIFT has can't be written all the same; null if it can. */
function obstacle(item: Item, language: Language): readonly [string, string] | null {
  if (item.type === 'numeric') {
    const { value, tolerance } = item.key
    const isPlain = plainNumber(value) !== null && plainNumber(tolerance) !== null
    return isPlain ? null : ['数值超出十进制写法', 'its number has no plain decimal notation']
  }
  const answers = plainAnswers(item, language)
  if (answers.some((text) => /^\s*\[(?:html|markdown|plain|moodle)\]/u.test(text))) {
    return ['答案开头会被当作格式标记', 'an answer begins like a format mark']
  }
  if (item.type === 'short-text' && answers.some((text) => text.includes('->'))) {
    return ['答案会被当作配对', 'an answer would read as a pair']
  }
  return null
}

function blockOf(bank: Bank, item: Item, language: Language): string {
  const stem = stemWithStimulus(bank, item)[language]
  const rationale = item.rationale[language]
  const options =
    item.type === 'short-text' || item.type === 'numeric' ? [] : textsOf(item, language)
  const isHtml = [stem, rationale, ...options].some(needsHtml)
  const rich = (text: string) => (isHtml ? `[html]${escaped(textToHtml(text))}` : escaped(text))
  const tags = tagsOf(item).map((tag) => `[tag:${tag}]`)
  return [
    `// [id:${item.id}] ${tags.join(' ')}`,
    `::${item.id}::${rich(stem)} {`,
    ...answerLines(item, language, rich),
    `####${rich(rationale)}`,
    '}',
  ].join('\n')
}

function textsOf(item: Item, language: Language): string[] {
  const options = 'options' in item && item.type !== 'matching' ? item.options : []
  const prompts = item.type === 'matching' ? item.prompts : []
  return [...options, ...prompts].map(({ text }) => text[language])
}

/** Plain GIFT merges white space, and readers guess at what looks like HTML. */
function needsHtml(text: string): boolean {
  return /[<>&\t\r\n]|\s\s|^\s|\s$|^\[/u.test(text)
}

function answerLines(item: Item, language: Language, rich: (text: string) => string): string[] {
  switch (item.type) {
    case 'true-false':
      return [item.key ? 'TRUE' : 'FALSE']
    case 'numeric':
      return [`#${plainNumber(item.key.value)}:${plainNumber(item.key.tolerance)}`]
    case 'short-text':
      return item.key.accepted.map((text) => `=%100%${escaped(oneSpaced(text))}`)
    case 'single-choice':
      return item.options.map(({ id, text }) =>
        id === item.key ? `=%100%${rich(text[language])}` : `~%0%${rich(text[language])}`,
      )
    case 'multiple-choice': {
      const share = (100 / item.key.length).toFixed(5)
      return item.options.map(
        ({ id, text }) => `~%${item.key.includes(id) ? share : -100}%${rich(text[language])}`,
      )
    }
    case 'matching':
      return matchingLines(item, language, rich)
    default:
      return []
  }
}

function matchingLines(
  item: Extract<Item, { type: 'matching' }>,
  language: Language,
  rich: (text: string) => string,
): string[] {
  const answer = (id: string | undefined) =>
    escaped(oneSpaced(item.options.find((option) => option.id === id)?.text[language] ?? ''))
  const used = new Set(Object.values(item.key))
  const distractors = item.options.filter(({ id }) => !used.has(id))
  return [
    ...item.prompts.map(({ id, text }) => `=${rich(text[language])} -> ${answer(item.key[id])}`),
    ...distractors.map(({ id }) => `= -> ${answer(id)}`),
  ]
}

function escaped(text: string): string {
  return text.replace(/[\\:#={}~]/gu, '\\$&')
}

function oneSpaced(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}
