import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import type { DifGrounds, DifVerdict, ItemDif } from './item-dif.ts'

interface Pair {
  readonly reference: string
  readonly focal: string
}

type Judged = Omit<ItemDif, 'verdict' | 'message' | 'etsClass'>

/** What a comparison of one item says, in a sentence. */
export function difSentence(result: Judged, verdict: DifVerdict, pair: Pair): LocalizedText {
  if (verdict === 'no-verdict') return noVerdict(result)
  if (verdict === 'none') {
    return say(
      `${result.item}：水平相同时，未发现“${pair.focal}”与“${pair.reference}”有差别。`,
      `${result.item}: at equal ability no difference was found between “${pair.focal}” and “${pair.reference}”.`,
    )
  }
  return foundSentence(result, verdict, pair)
}

const SIZES: Readonly<Record<'negligible' | 'moderate' | 'large', readonly [string, string]>> = {
  negligible: ['差别虽存在但很小，可以保留', 'the difference is real but small: it may stay'],
  moderate: ['差别中等，请审查内容', 'the difference is moderate: review its content'],
  large: ['差别很大，审查前请勿计分', 'the difference is large: review it before it counts'],
}

function foundSentence(
  { item, purified, logistic, logisticQ }: Judged,
  verdict: 'negligible' | 'moderate' | 'large',
  { focal, reference }: Pair,
): LocalizedText {
  const [zhSize, enSize] = SIZES[verdict]
  const isCrossing = (logisticQ ?? 1) < 0.05 && (logistic?.nonUniformP ?? 1) < 0.01
  if (isCrossing) {
    return say(
      `${item}：水平相同时，“${focal}”与“${reference}”的答对机会不同，且差别随水平变化；${zhSize}。`,
      `${item}: at equal ability “${focal}” and “${reference}” differ, and by how much changes with ability; ${enSize}.`,
    )
  }
  const isHarder = (purified?.delta ?? 0) < 0
  return say(
    `${item}：水平相同时，对“${focal}”比对“${reference}”更${isHarder ? '难' : '容易'}；${zhSize}。`,
    `${item}: at equal ability it is ${isHarder ? 'harder' : 'easier'} for “${focal}” than for “${reference}”; ${enSize}.`,
  )
}

function noVerdict({ item, counts, grounds, shrunkenDelta }: Judged): LocalizedText {
  const smaller = Math.min(...counts)
  const reasons: Readonly<Record<DifGrounds, readonly [string, string]>> = {
    'not-dichotomous': [
      '该题有部分得分，目前只比较对错题',
      'it has partial credit; only right and wrong are compared so far',
    ],
    'too-few': [
      `较小的一组只有 ${smaller} 人，不足 30 人`,
      `the smaller group has ${smaller} persons, fewer than 30`,
    ],
    shrunken: [
      `较小的一组只有 ${smaller} 人，不足 100 人；收缩后的差值为 ${shown(shrunkenDelta)}（ETS 单位）`,
      `the smaller group has ${smaller} persons, fewer than 100; shrunken difference ${shown(shrunkenDelta)} (ETS units)`,
    ],
    both: ['数据不足以计算', 'the data do not allow it'],
    'mantel-haenszel': ['数据不足以计算', 'the data do not allow it'],
  }
  const [zh, en] = reasons[grounds]
  return say(`${item}：不作判断——${zh}。`, `${item}: no verdict, since ${en}.`)
}

function shown(value: number | null): string {
  return value === null ? '–' : value.toFixed(2)
}

/** Groups may differ in ability: that alone says nothing against the items. */
export function impactSentence(
  given: Pair & { readonly difference: number; readonly standardized: number },
): LocalizedText {
  const { focal, reference, difference, standardized } = given
  const points = Math.abs(100 * difference).toFixed(1)
  if (points === '0.0') {
    return say(
      `“${focal}”与“${reference}”的平均得分率相同。`,
      `“${focal}” and “${reference}” have the same mean score.`,
    )
  }
  const size = Math.abs(standardized).toFixed(2)
  return say(
    `“${focal}”的平均得分率比“${reference}”${difference < 0 ? '低' : '高'} ${points} 个百分点（${size} 个标准差）。这是水平上的差距，不说明题目不公平；题目是否公平，看水平相同的人之间有无差别。`,
    `“${focal}” scored ${points} percentage points ${difference < 0 ? 'lower' : 'higher'} than “${reference}” (${size} standard deviations). That is a difference in ability, not unfair items; fairness is judged between persons of equal ability.`,
  )
}
