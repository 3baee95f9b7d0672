import type { Bank } from '../../bank/bank.ts'
import type { CognitiveLevel } from '../../bank/item.ts'
import type { ItemType } from '../../bank/item-type.ts'
import type { LocalizedText } from '../../text.ts'
import type { BlueprintCell } from '../blueprint.ts'
import { figure, type Quantity } from './form-draft.ts'

const LEVELS: Readonly<Record<CognitiveLevel, string>> = {
  know: '识记',
  apply: '运用',
  judge: '研判',
}

const TYPES: Readonly<Record<ItemType, string>> = {
  'single-choice': '单选',
  'multiple-choice': '多选',
  'true-false': '判断',
  numeric: '数值',
  'short-text': '短答',
  ordering: '排序',
  matching: '匹配',
}

/** A competency's name, or its id where the bank doesn't know it. */
function nameOf(bank: Bank, competency: string): LocalizedText {
  const known = bank.competencies.find(({ id }) => id === competency)
  return known?.name ?? { 'zh-CN': competency, en: competency }
}

export function cellItems(
  bank: Bank,
  { competency, level }: Pick<BlueprintCell, 'competency' | 'level'>,
  type?: ItemType,
): Quantity {
  const name = nameOf(bank, competency)
  const kind = type === undefined ? '' : TYPES[type]
  return {
    zh: `「${name['zh-CN']}」${LEVELS[level]}${kind}题`,
    unit: ' 道',
    en: `${type ?? ''}${type ? ' ' : ''}items of "${name.en}" at level ${level} on each form`,
  }
}

export function typeItems(bank: Bank, type: ItemType, competency: string | undefined): Quantity {
  if (competency === undefined) {
    return { zh: `每卷${TYPES[type]}题`, unit: ' 道', en: `${type} items on each form` }
  }
  const name = nameOf(bank, competency)
  return {
    zh: `每卷「${name['zh-CN']}」${TYPES[type]}题`,
    unit: ' 道',
    en: `${type} items of "${name.en}" on each form`,
  }
}

export function relevantItems(post: string | null): Quantity {
  const [zh, en] =
    post === null
      ? ['不限岗位的题', 'for no particular post']
      : [`与岗位 ${post} 有关的题`, `relevant to post ${post}`]
  return { zh: `每卷${zh}`, unit: ' 道', en: `items ${en} on each form` }
}

export function expectedTime(bank: Bank, competencies: readonly string[] | undefined): Quantity {
  const names = competencies?.map((id) => nameOf(bank, id))
  const zh = names
    ? `每卷「${names.map((name) => name['zh-CN']).join('、')}」预计用时`
    : '每卷预计用时'
  const of = names ? ` on ${names.map(({ en }) => `"${en}"`).join(', ')}` : ''
  return { zh, unit: ' 秒', en: `seconds of expected time${of} on each form` }
}

export function informationAt(theta: number): Quantity {
  return {
    zh: `每卷能力值 ${figure(theta)} 处的信息量`,
    unit: '',
    en: `test information at theta ${figure(theta)} on each form`,
  }
}

export function expectedScoreAt(theta: number): Quantity {
  return {
    zh: `每卷能力值 ${figure(theta)} 处的预期得分`,
    unit: ' 题',
    en: `items expected to be right at theta ${figure(theta)} on each form`,
  }
}

export const STIMULUS_ITEMS: Quantity = {
  zh: '每卷所用每则材料的题',
  unit: ' 道',
  en: 'items of every stimulus that a form uses',
}

export const STIMULI: Quantity = { zh: '每卷材料', unit: ' 则', en: 'stimuli on each form' }

export const EXPOSURE: Quantity = {
  zh: '任何一题所在试卷的份额',
  unit: '',
  en: 'share of the forms that any one item stands on',
}

export const OVERLAP: Quantity = {
  zh: '任何两卷共有题目的份额',
  unit: '',
  en: 'share of items that any two forms have in common',
}

export const PARITY = {
  expectedScore: {
    zh: '合格线处的预期得分',
    unit: ' 题',
    en: 'expected score at the passing cut',
  },
  informationShare: {
    zh: '合格线处的信息量',
    unit: '（占目标的份额）',
    en: 'information at the passing cut, as a share of the target',
  },
  timeShare: {
    zh: '预计用时',
    unit: '（占目标的份额）',
    en: 'expected time, as a share of the target',
  },
} as const satisfies Record<string, Quantity>
