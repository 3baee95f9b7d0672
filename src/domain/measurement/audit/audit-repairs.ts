import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import { AUDIT_BOUNDS } from './audit-bounds.ts'

/** More items than this nobody writes for one exam: then the items themselves must change. */
const MOST_TO_ADD = 100

const items = (count: number) => `${count} ${count === 1 ? 'item' : 'items'}`
const better = say(
  '换掉现有题目：再加同样的题也没有用，它们区分不出水平。',
  'Replace the items: more of the same will not help, they do not tell candidates apart.',
)

/** Items near the cut that bring the standard error there down to what is good. */
export function repairAtCut(at: {
  readonly cut: number
  readonly information: number
  /** What one more item with its difficulty at the cut tells there. */
  readonly perItem: number
}): LocalizedText {
  const needed = AUDIT_BOUNDS['standard-error-at-cut'].good ** -2 - at.information
  const count = Math.max(1, Math.ceil(needed / at.perItem))
  if (!(count <= MOST_TO_ADD)) return better
  const cut = at.cut.toFixed(1)
  return say(
    `增加 ${count} 道难度接近合格线（${cut}）的题目。`,
    `Add ${items(count)} with a difficulty near the cut score (${cut}).`,
  )
}

/** Spearman (1910) and Brown (1910): how many items like these make the exam reliable enough. */
export function repairReliability(reliability: number, itemCount: number): LocalizedText {
  const wanted = AUDIT_BOUNDS.reliability.good
  if (reliability <= 0) return better
  const factor = (wanted * (1 - reliability)) / (reliability * (1 - wanted))
  const count = Math.max(1, Math.ceil(itemCount * (factor - 1)))
  if (count > MOST_TO_ADD) return better
  return say(
    `增加 ${count} 道同样质量的题目，或换掉区分不出水平的题目。`,
    `Add ${items(count)} as good as these, or replace those that do not tell candidates apart.`,
  )
}

/** How many items must go until few enough are too easy, with harder ones in their place. */
export function repairCeiling(easyCount: number, itemCount: number): LocalizedText {
  const allowed = Math.floor(AUDIT_BOUNDS['ceiling-items'].good * itemCount)
  const count = Math.max(easyCount - allowed, Math.min(easyCount, 1))
  if (count === 0) {
    return say('增加一些较难的题目。', 'Put in some harder items.')
  }
  return say(
    `去掉 ${count} 道几乎人人答对的题目，换成较难的题目。`,
    `Take out ${items(count)} that nearly everyone gets right, and put harder ones in.`,
  )
}

/** Where the cut must lie so that it separates somebody. */
export function repairPassShare(cut: number, isTooLow: boolean): LocalizedText {
  const at = cut.toFixed(1)
  return isTooLow
    ? say(`把合格线提高到 ${at} 左右。`, `Raise the cut score to about ${at}.`)
    : say(`合格线过高，${at} 左右才有人能过。`, `Lower the cut score to about ${at}.`)
}

export function repairDiscrimination(poorCount: number, itemCount: number): LocalizedText {
  const allowed = Math.floor((1 - AUDIT_BOUNDS.discrimination.good) * itemCount)
  const count = Math.max(1, poorCount - allowed)
  return say(
    `检查答案，改写或换掉 ${count} 道区分不出水平的题目。`,
    `Check the keys; rewrite or replace ${items(count)} that do not tell candidates apart.`,
  )
}

export const REPAIR_CHANCE = say(
  '检查答案是否正确、题目是否看得懂，换掉靠猜或人人都会的题目。',
  'Check that the keys are right and the items clear; replace items that are guessed or known to all.',
)

export const REPAIR_READING_TIME = say(
  '题目可能已经泄露：停用这些题，改用每人不同的新题。',
  'The items may be known: retire them and let every candidate draw an own form of new ones.',
)

/** @param seconds what nine candidates in ten needed */
export function repairFinishedEarly(seconds: number): LocalizedText {
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return say(
    `把时限降到 ${minutes} 分钟左右，或换成需要思考的题目。`,
    `Lower the time limit to about ${minutes} minutes, or use items that need thought.`,
  )
}

export const REPAIR_LOOK_UP = say(
  '在有人监考的场所考试，降低时限，或改用查不到现成答案的运用、研判题。',
  'Hold it under supervision, lower the time limit, or use items whose answers cannot be looked up.',
)

export const REPAIR_OVERLAP = say('让每人抽取不同的试卷。', 'Let every candidate draw an own form.')

export function repairRepeated(count: number): LocalizedText {
  return say(
    `用新题换掉 ${count} 道用过的题目。`,
    `Replace ${items(count)} that were used before with new ones.`,
  )
}

export function repairCoverage(name: LocalizedText, count: number): LocalizedText {
  return say(
    `为${name['zh-CN']}再出 ${count} 道题。`,
    `Write ${count} more ${count === 1 ? 'item' : 'items'} for ${name.en}.`,
  )
}

export const REPAIR_RELEVANCE = say(
  '按岗位所需能力重新分配题目。',
  'Give more of the items to what the post needs.',
)
