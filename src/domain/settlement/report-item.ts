import type { Bank } from '../bank/bank.ts'
import type { Item } from '../bank/item.ts'
import { expectedSeconds, parametersOf, timeParametersOf } from '../measurement/item-parameters.ts'
import { probabilityCorrect } from '../measurement/item-response.ts'
import type { ItemReport } from './analysis-views.ts'
import type { ItemAnswer } from './analyzed-attempt.ts'
import { remarksOnItem } from './item-remarks.ts'
import { wilsonInterval } from './wilson-interval.ts'

/** Below this a figure would tell about persons, not about the item. */
const FEWEST = 5
const MOST_GROUPS = 5
const CURVE = Array.from({ length: 25 }, (_, index) => -3 + index / 4)

/**
 * How one item did: shares right by score group against the model's curve, what weak and strong
 * candidates chose, times, and what to look at in plain words. Nothing where fewer than five were
 * given the item. Intervals are Wilson's.
 */
export function reportItem(bank: Bank, item: Item, answers: readonly ItemAnswer[]): ItemReport {
  const { values } = parametersOf(item)
  const isEnough = answers.length >= FEWEST
  const competency = bank.competencies.find(({ id }) => id === item.competency)?.name
  const stimulus = bank.stimuli.find(({ id }) => id === item.stimulus)?.text
  const right = answers.filter(({ correct }) => correct).length
  const options = isEnough ? optionsOf(item, answers) : []
  return {
    itemId: item.id,
    stem: item.stem,
    competency: competency ?? { 'zh-CN': item.competency, en: item.competency },
    level: item.level,
    presented: answers.length,
    correctShare: isEnough ? wilsonInterval(right, answers.length) : null,
    groups: isEnough ? groupsOf(item, answers) : [],
    curve: CURVE.map((theta) => ({ theta, share: probabilityCorrect(theta, values) })),
    options,
    seconds: isEnough ? secondsOf(answers) : null,
    expectedSeconds: expectedSeconds(timeParametersOf(item, stimulus)),
    remarks: isEnough ? remarksOnItem(item, answers) : [],
  }
}

/** Up to five groups of equal size by ability, none below five persons. */
function groupsOf(item: Item, answers: readonly ItemAnswer[]): ItemReport['groups'] {
  const { values } = parametersOf(item)
  const sorted = [...answers].sort((left, right) => left.theta - right.theta)
  const count = Math.min(MOST_GROUPS, Math.floor(sorted.length / FEWEST))
  return Array.from({ length: count }, (_, index) => {
    const own = sorted.slice(
      Math.round((index * sorted.length) / count),
      Math.round(((index + 1) * sorted.length) / count),
    )
    const mean = (value: (one: ItemAnswer) => number) =>
      own.reduce((sum, one) => sum + value(one), 0) / own.length
    return {
      theta: mean(({ theta }) => theta),
      count: own.length,
      share: wilsonInterval(own.filter(({ correct }) => correct).length, own.length),
      expected: mean(({ theta }) => probabilityCorrect(theta, values)),
    }
  })
}

/** Options of items where one is chosen, by the halves of those who were given the item. */
function optionsOf(item: Item, answers: readonly ItemAnswer[]): ItemReport['options'] {
  if (item.type !== 'single-choice') return []
  const sorted = [...answers].sort((left, right) => left.theta - right.theta)
  const half = Math.floor(sorted.length / 2)
  const [weak, strong] = [sorted.slice(0, half), sorted.slice(-half)]
  const shareOf = (own: readonly ItemAnswer[], id: string) =>
    own.filter(({ response }) => response === id).length / own.length
  return item.options.map(({ id, text }) => ({
    id,
    text,
    isKey: item.key === id,
    share: shareOf(answers, id),
    weak: shareOf(weak, id),
    strong: shareOf(strong, id),
  }))
}

/** Quartiles by linear interpolation (type 7 of Hyndman & Fan 1996). */
function secondsOf(answers: readonly ItemAnswer[]): ItemReport['seconds'] {
  const sorted = answers
    .flatMap(({ seconds }) => (seconds === null ? [] : [seconds]))
    .sort((left, right) => left - right)
  if (sorted.length < FEWEST) return null
  const quantile = (share: number) => {
    const place = share * (sorted.length - 1)
    const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
    return low + (place - Math.floor(place)) * (high - low)
  }
  return { median: quantile(0.5), low: quantile(0.25), high: quantile(0.75) }
}
