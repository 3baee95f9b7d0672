import chisquare from '@stdlib/stats-base-dists-chisquare'
import type { Language } from '../text.ts'
import type { Bank } from './bank.ts'
import { type Finding, pointerTo, say } from './finding.ts'
import type { Item } from './item.ts'

type SingleChoice = Extract<Item, { type: 'single-choice' }>

/** A key this many times as long as the longest distractor, and longer by this many characters. */
const LENGTH_RATIO = 1.5
const LENGTH_EXCESS: Readonly<Record<Language, number>> = { 'zh-CN': 6, en: 20 }

/** Fewer items than this say nothing about habits of their writers. */
const HABIT_ITEMS = 20
/** One-sided 1 % of the normal distribution; the chance of a false alarm of each habit check. */
const HABIT_Z = 2.326
const HABIT_P = 0.01

/** Signs by which somebody who knows nothing finds the key: its length, its place. */
export function keyCueFindings(bank: Bank): Finding[] {
  const choices = bank.items.filter((item): item is SingleChoice => item.type === 'single-choice')
  return [
    ...bank.items.flatMap(lengthFindings),
    ...longestHabit(choices),
    ...positionHabit(choices),
    ...truthHabit(bank.items),
  ]
}

function lengthFindings(item: Item, index: number): Finding[] {
  if (item.type !== 'single-choice') return []
  return (['zh-CN', 'en'] as const).flatMap((language): Finding[] => {
    const { key, longest } = lengthsOf(item, language)
    const isGivenAway = key >= LENGTH_RATIO * longest && key - longest >= LENGTH_EXCESS[language]
    if (!isGivenAway) return []
    const message = say(
      `答案长 ${key} 字，其余选项最长 ${longest} 字（${language}）：长度泄露答案`,
      `the key has ${key} characters, the longest other option ${longest} (${language}): its length gives it away`,
    )
    const pointer = pointerTo('items', index, 'options')
    return [{ pointer, item: item.id, severity: 'warning', code: 'key-length', message }]
  })
}

function longestHabit(choices: readonly SingleChoice[]): Finding[] {
  if (choices.length < HABIT_ITEMS) return []
  let longest = 0
  let expected = 0
  let variance = 0
  for (const item of choices) {
    const lengths = lengthsOf(item, 'zh-CN')
    const chance = 1 / item.options.length
    if (lengths.key > lengths.longest) longest += 1
    expected += chance
    variance += chance * (1 - chance)
  }
  if (longest - expected <= HABIT_Z * Math.sqrt(variance)) return []
  return [
    habit(
      'key-longest-too-often',
      `${choices.length} 道单选题中有 ${longest} 道的答案最长，凭运气约 ${Math.round(expected)} 道`,
      `the key is the longest option in ${longest} of ${choices.length} single-choice items; chance gives about ${Math.round(expected)}`,
    ),
  ]
}

function positionHabit(choices: readonly SingleChoice[]): Finding[] {
  const byOptionCount = Map.groupBy(choices, ({ options }) => options.length)
  const findings: Finding[] = []
  for (const [optionCount, items] of byOptionCount) {
    // Chi-square needs about five expected in each place.
    if (items.length < Math.max(HABIT_ITEMS, 5 * optionCount)) continue
    const counts = Array.from({ length: optionCount }, () => 0)
    for (const { options, key } of items) {
      const position = options.findIndex(({ id }) => id === key)
      if (position >= 0) counts[position] = (counts[position] ?? 0) + 1
    }
    const expected = items.length / optionCount
    const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    if (1 - chisquare.cdf(statistic, optionCount - 1) >= HABIT_P) continue
    const shown = counts.join(' : ')
    findings.push(
      habit(
        'key-position-unbalanced',
        `${optionCount} 个选项的单选题答案位置不均：${shown}（发卷时会重新打乱）`,
        `keys of single-choice items with ${optionCount} options stand unevenly: ${shown} (forms shuffle them)`,
      ),
    )
  }
  return findings
}

function truthHabit(items: readonly Item[]): Finding[] {
  const keys = items.flatMap((item) => (item.type === 'true-false' ? [item.key] : []))
  if (keys.length < HABIT_ITEMS) return []
  const right = keys.filter(Boolean).length
  const isBalanced = Math.abs(right - keys.length / 2) <= HABIT_Z * Math.sqrt(keys.length / 4)
  if (isBalanced) return []
  return [
    habit(
      'true-false-unbalanced',
      `${keys.length} 道判断题中有 ${right} 道答案为“对”`,
      `${right} of ${keys.length} true-false items are true`,
    ),
  ]
}

function lengthsOf(item: SingleChoice, language: Language): { key: number; longest: number } {
  const lengthOf = (text: string) => [...text.replace(/\s+/gu, ' ').trim()].length
  const option = item.options.find(({ id }) => id === item.key)
  const key = option ? lengthOf(option.text[language]) : 0
  const others = item.options.filter(({ id }) => id !== item.key)
  if (others.length === 0) return { key, longest: key }
  return { key, longest: Math.max(...others.map(({ text }) => lengthOf(text[language]))) }
}

function habit(code: string, zh: string, en: string): Finding {
  return { pointer: '/items', item: null, severity: 'warning', code, message: say(zh, en) }
}
