import type { ForeignTask, ForeignText } from './foreign-bank.ts'
import { inOneLanguage } from './foreign-finding.ts'
import { moodleText, textChild } from './moodle-text.ts'
import { distinctTexts, type Losses } from './rich-text.ts'
import { childrenOf, rawTextOf, type XmlElement } from './xml.ts'

/** What a question asks for, or why it can't be an item here. */
export type MoodleTask =
  | { readonly task: ForeignTask; readonly lost: readonly (readonly [string, string])[] }
  | { readonly refused: readonly [string, string] }

const PARTIAL = ['部分得分改为全对才得分', 'partial credit becomes all or nothing'] as const

/** The part of a Moodle question that depends on its type. */
export function moodleTask(question: XmlElement, losses: Losses): MoodleTask {
  switch (question.attributes['type']) {
    case 'multichoice':
      return choiceTask(question, losses)
    case 'truefalse':
      return trueFalseTask(question)
    case 'shortanswer':
      return shortTask(question)
    case 'numerical':
      return numericTask(question)
    case 'matching':
      return matchingTask(question, losses)
    case 'ordering':
      return orderingTask(question, losses)
    default: {
      const type = question.attributes['type'] ?? ''
      return { refused: [`不支持题型“${type}”`, `there is no item type for "${type}"`] }
    }
  }
}

/** The text of the first child of a name. */
export function childText(element: XmlElement, name: string): string {
  const [child] = childrenOf(element, name)
  return child ? rawTextOf(child).trim() : ''
}

function fractionOf(answer: XmlElement): number {
  return Number(answer.attributes['fraction'] ?? Number.NaN)
}

function choiceTask(question: XmlElement, losses: Losses): MoodleTask {
  const answers = childrenOf(question, 'answer')
  const options = answers.map((answer) => moodleText(answer, losses))
  const right = [...answers.keys()].filter((index) => {
    const answer = answers[index]
    return answer !== undefined && fractionOf(answer) > 0
  })
  if (right.length === 0) return { refused: ['没有正确答案', 'no option is right'] }
  if (/^(?:false|0)$/iu.test(childText(question, 'single'))) {
    return { task: { type: 'multiple-choice', options, key: right }, lost: [PARTIAL] }
  }
  const full = right.filter((index) => fractionOf(answers[index] as XmlElement) === 100)
  const [key = -1] = full
  if (full.length !== 1) {
    return { refused: ['得满分的答案不是恰好一个', 'there is not exactly one fully right option'] }
  }
  const lost = right.length > 1 ? [PARTIAL] : []
  return { task: { type: 'single-choice', options, key }, lost }
}

function trueFalseTask(question: XmlElement): MoodleTask {
  const right = childrenOf(question, 'answer').find((answer) => fractionOf(answer) === 100)
  const text = textChild(right).trim().toLowerCase()
  if (text !== 'true' && text !== 'false') {
    return { refused: ['没有正确答案', 'neither true nor false is right'] }
  }
  return { task: { type: 'true-false', key: text === 'true' }, lost: [] }
}

/** Answers with full marks; every other one was worth something that is lost. */
function fullAnswers(question: XmlElement): {
  readonly full: readonly XmlElement[]
  readonly lost: readonly (readonly [string, string])[]
} {
  const answers = childrenOf(question, 'answer')
  const full = answers.filter((answer) => fractionOf(answer) === 100)
  return { full, lost: full.length < answers.length ? [PARTIAL] : [] }
}

function shortTask(question: XmlElement): MoodleTask {
  const { full, lost } = fullAnswers(question)
  const accepted = full.map((answer) => textChild(answer))
  const wildcard = ['通配符 * 按字面处理', 'the wildcard * is taken as a plain character'] as const
  const more = accepted.some((text) => text.includes('*')) ? [wildcard] : []
  return { task: { type: 'short-text', accepted }, lost: [...lost, ...more] }
}

function numericTask(question: XmlElement): MoodleTask {
  const { full, lost } = fullAnswers(question)
  const [answer] = full
  if (!answer || full.length > 1) {
    return { refused: ['数值答案不是恰好一个', 'there is not exactly one right number'] }
  }
  const units = childrenOf(question, 'units').flatMap((list) => childrenOf(list, 'unit'))
  const base = units.find((unit) => Number(childText(unit, 'multiplier') || '1') === 1)
  const unit = base ? childText(base, 'unit_name') : ''
  const written = textChild(answer).trim()
  const task: ForeignTask = {
    type: 'numeric',
    value: written === '' ? Number.NaN : Number(written),
    tolerance: Number(childText(answer, 'tolerance') || '0'),
    unit: unit === '' ? null : unitText(unit),
  }
  const others = ['其他单位没有读入', 'other units are not read'] as const
  return { task, lost: [...lost, ...(units.length > 1 ? [others] : [])] }
}

/** Units are plain text; ours are written as `天 / days`. */
function unitText(unit: string): ForeignText {
  const [first = '', second, ...more] = unit.split(' / ')
  const isPair = second !== undefined && more.length === 0
  return isPair ? { 'zh-CN': first, en: second } : inOneLanguage(unit)
}

function matchingTask(question: XmlElement, losses: Losses): MoodleTask {
  const pairs = childrenOf(question, 'subquestion').map((pair) => {
    const [answer] = childrenOf(pair, 'answer')
    return {
      prompt: moodleText(pair, losses),
      answer: answer ? moodleText(answer, losses) : { 'zh-CN': null, en: null },
    }
  })
  const isAsked = ({ prompt }: (typeof pairs)[number]) => Boolean(prompt['zh-CN'] || prompt.en)
  const asked = pairs.filter(isAsked)
  const ordered = [...asked, ...pairs.filter((pair) => !isAsked(pair))]
  const { options, key } = distinctTexts(ordered.map(({ answer }) => answer))
  return {
    task: {
      type: 'matching',
      prompts: asked.map(({ prompt }) => prompt),
      options,
      key: key.slice(0, asked.length),
    },
    lost: [],
  }
}

/** The fractions of ordering answers are their positions. */
function orderingTask(question: XmlElement, losses: Losses): MoodleTask {
  const answers = childrenOf(question, 'answer')
  const hasPositions = answers.every((answer) => Number.isFinite(fractionOf(answer)))
  const ordered = hasPositions
    ? answers.toSorted((left, right) => fractionOf(left) - fractionOf(right))
    : answers
  const options = ordered.map((answer) => moodleText(answer, losses))
  return { task: { type: 'ordering', options }, lost: [] }
}
