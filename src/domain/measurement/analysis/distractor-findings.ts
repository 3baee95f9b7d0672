import { type Finding, say } from '../../bank/finding.ts'
import type { OptionStatistics } from './option-statistics.ts'

interface ItemOptions {
  readonly item: string
  readonly key: string | null
  readonly n: number
  readonly options: readonly OptionStatistics[]
  /** Persons scored against what the key says. */
  readonly scoredOtherwise: number
}

/** A distractor that fewer choose does no work (Haladyna & Downing 1993). */
const IDLE_BELOW = 0.05
/** A suspicion of the key needs so many persons behind the distractor. */
const FEWEST_BEHIND = 10
/** One-sided 5 % point: the correlation is above 0 by more than chance. */
const ABOVE_CHANCE = 1.645

/** What looks wrong about an item's options, in words. */
export function distractorFindings(given: ItemOptions): Finding[] {
  const { item, key, n, options } = given
  if (key === null) return []
  const right = options.find(({ isKey }) => isKey)
  const findings: Finding[] = []
  const add = (severity: Finding['severity'], code: string, zh: string, en: string) =>
    findings.push({ pointer: '', item, severity, code, message: say(zh, en) })
  const rival = rivalOf(options, n)
  if (rival) {
    const share = percent(rival.share)
    add(
      'error',
      'key-suspected',
      `${item}：选项 ${rival.option} 有 ${share} 的人选，且多为高分者；请核对答案 ${key} 是否正确。`,
      `${item}: option ${rival.option} was chosen by ${share}, above all by strong candidates: check whether the key ${key} is right.`,
    )
  }
  if ((right?.count ?? 0) === 0) {
    add(
      'error',
      'key-never-chosen',
      `${item}：没有人选答案 ${key}；请核对答案。`,
      `${item}: nobody chose the key ${key}: check whether it is right.`,
    )
  }
  const idle = options.filter(({ isKey, share }) => !isKey && share < IDLE_BELOW)
  if (idle.length > 0) {
    const names = idle.map(({ option }) => option)
    add(
      'note',
      'idle-distractor',
      `${item}：选项 ${names.join('、')} 几乎没有人选（不到 5%），没有起到干扰作用。`,
      `${item}: hardly anyone chose ${names.join(', ')} (below 5 %): ${names.length > 1 ? 'they distract' : 'it distracts'} nobody.`,
    )
  }
  if (given.scoredOtherwise > 0) {
    const count = given.scoredOtherwise
    add(
      'warning',
      'scored-otherwise',
      `${item}：${count} 人的得分与答案 ${key} 不符；请核对评分。`,
      `${item}: ${count} persons were scored against the key ${key}: check the scoring.`,
    )
  }
  return findings
}

/**
 * A distractor that draws stronger candidates than the key does: its corrected correlation is
 * above 0 by more than chance, and above the key's.
 */
function rivalOf(options: readonly OptionStatistics[], n: number): OptionStatistics | null {
  const key = options.find(({ isKey }) => isKey)?.corrected ?? 0
  const rivals = options.filter(
    ({ isKey, corrected, count }) =>
      !isKey &&
      count >= FEWEST_BEHIND &&
      corrected !== null &&
      corrected > key &&
      corrected * Math.sqrt(n) > ABOVE_CHANCE,
  )
  rivals.sort((left, right) => (right.corrected ?? 0) - (left.corrected ?? 0))
  return rivals[0] ?? null
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}
