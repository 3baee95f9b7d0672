import type { Item, ItemParameters } from '../../../src/domain/bank/item.ts'
import type { LocalizedText } from '../../../src/domain/text.ts'

export function text(words: string): LocalizedText {
  return { 'zh-CN': words, en: words }
}

const common = {
  id: 'i1',
  competency: 'law',
  level: 'apply' as const,
  posts: [],
  stem: text('下列哪一项符合规定？'),
  rationale: text('见条文。'),
  source: { title: text('法'), provision: text('第一条'), checkedOn: '2026-01-01' },
  enemies: [],
}

function options(...ids: readonly string[]) {
  return ids.map((id) => ({ id, text: text(`选项 ${id}`) }))
}

type Given<Type extends Item['type']> = Extract<Item, { type: Type }>

/** One item of each type; override what a test is about. */
export const singleChoice = (own: Partial<Given<'single-choice'>> = {}): Item => ({
  ...common,
  type: 'single-choice',
  options: options('a', 'b', 'c', 'd'),
  key: 'b',
  ...own,
})
export const multipleChoice = (): Item => ({
  ...common,
  type: 'multiple-choice',
  options: options('a', 'b', 'c', 'd'),
  key: ['a', 'c'],
})
export const trueFalse = (): Item => ({ ...common, type: 'true-false', key: true })
export const numeric = (value: number, tolerance: number): Item => ({
  ...common,
  type: 'numeric',
  unit: text('天'),
  key: { value, tolerance },
})
export const shortText = (...accepted: string[]): Item => ({
  ...common,
  type: 'short-text',
  key: { accepted },
})
export const ordering = (): Item => ({
  ...common,
  type: 'ordering',
  options: options('a', 'b', 'c'),
  key: ['c', 'a', 'b'],
})
export const matching = (): Item => ({
  ...common,
  type: 'matching',
  prompts: options('p', 'q'),
  options: options('a', 'b', 'c'),
  key: { p: 'a', q: 'c' },
})

/** A single-choice item with calibrated parameters. */
export function calibratedItem(id: string, values: ItemParameters, competency = 'law'): Item {
  return singleChoice({
    id,
    competency,
    parameters: { values, provenance: 'calibrated', note: 'made for a law' },
  })
}
