import { type GIFTQuestion, parse, type TextFormat } from 'gift-pegjs'
import { decodeText } from './decode-text.ts'
import type { ForeignBank, ForeignFinding, ForeignItem, ForeignPlace } from './foreign-bank.ts'
import { foreignFinding, inOneLanguage, wholeFile } from './foreign-finding.ts'
import { type GiftBlock, giftBlocks } from './gift-blocks.ts'
import { giftTask } from './gift-task.ts'
import { itemCounter, type TellProgress } from './import-progress.ts'
import { readTags } from './item-tags.ts'
import {
  categoryName,
  type Losses,
  looksLikeHtml,
  lossFindings,
  noLosses,
  plainText,
} from './rich-text.ts'

/** No single question is longer; the parser is not made for more. */
const MAX_QUESTION = 100_000
/** Escaped characters, each kept through parsing as a code point that no text may have. */
const ESCAPED = '\\:#={}~n/'
const FIRST_STAND_IN = 0xfdd0
const STAND_INS = /[\ufdd0-\ufdef]/gu

/**
 * Reads GIFT question by question: a broken one is an error at its line and the rest is read.
 * Categories become competencies, general feedback the rationale; essays and descriptions are
 * left out with a finding.
 */
export function readGift(given: {
  readonly file: string
  readonly bytes: Uint8Array
  readonly onProgress?: TellProgress
}): ForeignBank {
  const text = decodeText(given.bytes)
  if (text === null) {
    const kind = ['error', 'not-text'] as const
    const message = ['不是文本文件', 'it is no text file'] as const
    return { items: [], findings: [foreignFinding(wholeFile(given.file), kind, message)] }
  }
  const items: ForeignItem[] = []
  const findings: ForeignFinding[] = []
  const blocks = giftBlocks(text.replace(STAND_INS, ''))
  const onBlock = itemCounter(blocks.length, given.onProgress)
  for (const block of blocks) {
    onBlock()
    const place = { ...wholeFile(given.file), row: block.row }
    const read = readBlock(block, place)
    findings.push(...read.findings)
    if (read.item) items.push(read.item)
  }
  return { items, findings }
}

interface ReadBlock {
  readonly item: ForeignItem | null
  readonly findings: readonly ForeignFinding[]
}

function readBlock(block: GiftBlock, place: ForeignPlace): ReadBlock {
  const refuse = (code: string, message: readonly [string, string]): ReadBlock => ({
    item: null,
    findings: [foreignFinding(place, ['error', code], message)],
  })
  if (block.text.length > MAX_QUESTION) {
    return refuse('question-too-long', ['题目过长', 'the question is too long'])
  }
  const { title, body } = titled(withStandIns(block.text))
  const parsed = parsedQuestion(body)
  if (typeof parsed === 'string') {
    return refuse('gift-syntax', [
      `不合 GIFT 语法：${parsed}`,
      `this is no GIFT question: ${parsed}`,
    ])
  }
  return itemOf(parsed, { block, place, title })
}

function itemOf(
  question: GIFTQuestion,
  from: { readonly block: GiftBlock; readonly place: ForeignPlace; readonly title: string | null },
): ReadBlock {
  const { block, place, title } = from
  const losses = noLosses()
  const textOf = (text: TextFormat) => formattedText(text, losses)
  const asked = giftTask(question, textOf)
  if ('refused' in asked || question.type === 'Category' || question.type === 'Description') {
    const reason = 'refused' in asked ? asked.refused : (['不是题目', 'it is no question'] as const)
    const finding = foreignFinding(place, ['error', 'type-not-read'], reason)
    return { item: null, findings: [finding] }
  }
  const feedback = 'globalFeedback' in question ? question.globalFeedback : null
  const { level, posts, other } = readTags(block.tags)
  const item: ForeignItem = {
    place,
    id: block.id ?? title,
    competency: categoryName(block.category),
    level,
    posts,
    stem: inOneLanguage(textOf(question.stem)),
    rationale: feedback ? inOneLanguage(textOf(feedback)) : null,
    source: null,
    stimulus: null,
    task: asked.task,
    pictures: [],
  }
  const lost = [
    ...asked.lost,
    ...(other.length > 0
      ? [[`标签没有读入：${other.join('、')}`, `tags are not read: ${other.join(', ')}`] as const]
      : []),
  ]
  const findings = lost.map((message) => foreignFinding(place, ['lossy', 'part-not-read'], message))
  return { item, findings: [...findings, ...lossFindings(place, losses)] }
}

/** The one question of a block; what is wrong with it as a text. */
function parsedQuestion(body: string): GIFTQuestion | string {
  try {
    const [question, second] = parse(`${body}\n\n`)
    if (!question) return 'empty'
    return second ? 'two questions without a blank line between them' : question
  } catch (error) {
    // The message lists everything that may stand there; its end says what does stand there.
    const message = error instanceof Error ? error.message : String(error)
    return withoutStandIns(message.slice(message.lastIndexOf(' but ') + 1))
  }
}

/** Escapes, and colons that separate nothing, as stand-ins: the parser takes no bare colon. */
function withStandIns(text: string): string {
  return text.replace(/\\([\\:#={}~n])/gu, (_, character: string) => standInFor(character))
}

function standInFor(character: string): string {
  return String.fromCharCode(FIRST_STAND_IN + ESCAPED.indexOf(character))
}

function withoutStandIns(text: string): string {
  return text.replace(STAND_INS, (standIn) => {
    const character = ESCAPED.charAt(standIn.charCodeAt(0) - FIRST_STAND_IN)
    return character === 'n' ? '\n' : character
  })
}

function titled(text: string): { readonly title: string | null; readonly body: string } {
  const match = /^\s*::([\s\S]*?)::/u.exec(text)
  const after = match ? text.slice(match[0].length) : text
  // Comments are gone already: what looks like one at the start is the stem.
  const rest = after.replace(/^(\s*)\/\//u, `$1${standInFor('/').repeat(2)}`)
  const isNumeric = /\{\s*#/u.test(rest) && !/\{\s*####/u.test(rest)
  const body = isNumeric
    ? rest.replace(/(\d)?\s*:\s*(?=[\d.])|:/gu, (whole, digit?: string) =>
        digit === undefined ? whole.replace(':', standInFor(':')) : `${digit}:`,
      )
    : rest.replaceAll(':', standInFor(':'))
  return { title: match ? withoutStandIns(match[1] ?? '').trim() : null, body }
}

function formattedText({ format, text }: TextFormat, losses: Losses): string {
  const bare = withoutStandIns(text)
  if (format === 'markdown') losses.elements.add('markdown')
  const isHtml = format === 'html' || (format === 'moodle' && looksLikeHtml(bare))
  return plainText(bare, isHtml, losses)
}
