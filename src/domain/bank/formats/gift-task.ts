import type { GIFTQuestion, NumericalFormat, TextChoice, TextFormat } from 'gift-pegjs'
import type { ForeignTask, ForeignText } from './foreign-bank.ts'
import { inOneLanguage } from './foreign-finding.ts'
import { distinctTexts } from './rich-text.ts'

/** What a question asks for, or why it can't be an item here. */
export type GiftTask =
  | { readonly task: ForeignTask; readonly lost: readonly (readonly [string, string])[] }
  | { readonly refused: readonly [string, string] }

type TextOf = (text: TextFormat) => string

const PARTIAL = ['部分得分改为全对才得分', 'partial credit becomes all or nothing'] as const
const FEEDBACK = ['选项反馈没有读入', 'feedback on single answers is not read'] as const

/** The part of a parsed GIFT question that depends on its type. */
export function giftTask(question: GIFTQuestion, textOf: TextOf): GiftTask {
  switch (question.type) {
    case 'TF': {
      const lost = question.trueFeedback || question.falseFeedback ? [FEEDBACK] : []
      return { task: { type: 'true-false', key: question.isTrue }, lost }
    }
    case 'MC':
      return choiceTask(question.choices, textOf)
    case 'Short':
      return shortTask(question.choices, textOf)
    case 'Numerical':
      return numericTask(question.choices)
    case 'Matching': {
      const asked = question.matchPairs.filter(({ subquestion }) => subquestion.text !== '')
      const distractors = question.matchPairs.filter(({ subquestion }) => subquestion.text === '')
      const answers = [...asked, ...distractors].map(({ subanswer }) =>
        inOneLanguage(textOf({ format: 'plain', text: subanswer })),
      )
      const { options, key } = distinctTexts(answers)
      const prompts = asked.map(({ subquestion }) => inOneLanguage(textOf(subquestion)))
      return {
        task: { type: 'matching', prompts, options, key: key.slice(0, asked.length) },
        lost: [],
      }
    }
    default: {
      const name = question.type === 'Essay' ? '论述题' : '说明文字'
      return { refused: [`不支持${name}`, `${question.type} has no item type here`] }
    }
  }
}

function choiceTask(choices: readonly TextChoice[], textOf: TextOf): GiftTask {
  const options: ForeignText[] = choices.map(({ text }) => inOneLanguage(textOf(text)))
  const lost = choices.some(({ feedback }) => feedback) ? [FEEDBACK] : []
  const indexes = choices.map((_, index) => index)
  const full = indexes.filter((index) => isFull(choices[index]))
  const partly = indexes.filter(
    (index) => (choices[index]?.weight ?? 0) > 0 && !full.includes(index),
  )
  const [key = -1] = full
  if (full.length === 1) {
    const credit = partly.length > 0 ? [PARTIAL] : []
    return { task: { type: 'single-choice', options, key }, lost: [...lost, ...credit] }
  }
  if (full.length > 1) {
    return { refused: ['有几个答案各得满分', 'several options are fully right on their own'] }
  }
  if (partly.length === 0) return { refused: ['没有正确答案', 'no option is right'] }
  return { task: { type: 'multiple-choice', options, key: partly }, lost: [...lost, PARTIAL] }
}

function isFull(choice: Pick<TextChoice, 'isCorrect' | 'weight'> | undefined): boolean {
  if (!choice) return false
  return choice.weight === null ? choice.isCorrect : choice.weight === 100
}

function shortTask(choices: readonly TextChoice[], textOf: TextOf): GiftTask {
  const full = choices.filter((choice) => isFull(choice))
  const accepted = full.map(({ text }) => textOf({ format: 'plain', text: text.text }))
  const lost = [
    ...(choices.some(({ feedback }) => feedback) ? [FEEDBACK] : []),
    ...(full.length < choices.length ? [PARTIAL] : []),
    ...(accepted.some((text) => text.includes('*'))
      ? [['通配符 * 按字面处理', 'the wildcard * is taken as a plain character'] as const]
      : []),
  ]
  return { task: { type: 'short-text', accepted }, lost }
}

function numericTask(choices: Extract<GIFTQuestion, { type: 'Numerical' }>['choices']): GiftTask {
  const list = Array.isArray(choices)
    ? choices
    : [{ isCorrect: true, weight: null, text: choices, feedback: null }]
  const full = list.filter((choice) => isFull(choice))
  const [answer] = full
  if (!answer || full.length > 1) {
    return { refused: ['数值答案不是恰好一个', 'there is not exactly one right number'] }
  }
  const lost = [
    ...(list.length > 1 ? [PARTIAL] : []),
    ...(list.some(({ feedback }) => feedback) ? [FEEDBACK] : []),
  ]
  return { task: { type: 'numeric', ...rangeOf(answer.text), unit: null }, lost }
}

function rangeOf(text: NumericalFormat): { readonly value: number; readonly tolerance: number } {
  const { type, number = Number.NaN, range = 0 } = text
  if (type !== 'high-low') return { value: number, tolerance: range }
  const { numberLow: low = Number.NaN, numberHigh: high = Number.NaN } = text
  return { value: (low + high) / 2, tolerance: Math.abs(high - low) / 2 }
}
