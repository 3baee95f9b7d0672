import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import { type CurveMethod, type LinkWeights, linkByCurves } from './link-by-curves.ts'
import { type AnchorPair, categoryCountOf, locationsOf, type ScaleLink } from './scaled-item.ts'

export type LinkMethod = 'mean-mean' | 'mean-sigma' | CurveMethod

export type LinkAnswer =
  | { readonly link: ScaleLink; readonly reason: null }
  | { readonly link: null; readonly reason: LocalizedText }

/** Abilities that count in a comparison of curves unless told. */
const USUAL_WEIGHTS: LinkWeights = 'normal'

/**
 * Finds the line from one scale to another from items calibrated on both (Kolen & Brennan 2014,
 * ch. 6): mean-mean (Loyd & Hoover 1980), mean-sigma (Marco 1977), Haebara (1980), Stocking-Lord
 * (1983). The curve methods compare on the scale to reach, at the weights that are told: another
 * choice moves the answer in the second decimal. Says why where there is no such line.
 */
export function linkScales(
  pairs: readonly AnchorPair[],
  method: LinkMethod,
  weights: LinkWeights = USUAL_WEIGHTS,
): LinkAnswer {
  const reason = whyNot(pairs)
  if (reason) return { link: null, reason }
  const start = byMoments(pairs, method === 'mean-sigma')
  if (!start) return { link: null, reason: NO_SPREAD }
  if (method === 'mean-mean' || method === 'mean-sigma') return { link: start, reason: null }
  const link = linkByCurves(pairs, start, { method, weights })
  return link ? { link, reason: null } : { link: null, reason: NO_MINIMUM }
}

const NO_SPREAD = say(
  '共同题的难度都相同，无法确定量表的伸缩',
  'the common items are all equally difficult: the stretch of the scale can not be told',
)
const NO_MINIMUM = say(
  '两套参数的曲线差别太大，找不到合适的转换',
  'the curves of the two sets differ too much: no line brings them together',
)

function whyNot(pairs: readonly AnchorPair[]): LocalizedText | null {
  if (pairs.length === 0) {
    return say('没有共同题，无法连接量表', 'there are no common items to link the scales with')
  }
  for (const [place, pair] of pairs.entries()) {
    const reason = whyNoAnchor(pair, `第 ${place + 1} 道共同题`, `common item ${place + 1}`)
    if (reason) return reason
  }
  return null
}

/** Why an item can't link two scales, beginning with what it is called; null where it can. */
export function whyNoAnchor(
  { from, onto }: AnchorPair,
  zhName: string,
  enName: string,
): LocalizedText | null {
  if (categoryCountOf(from) !== categoryCountOf(onto)) {
    return say(
      `${zhName}在两边的等级数不同，不能作锚题`,
      `${enName} has different numbers of categories on the two sides: it can't be an anchor`,
    )
  }
  if (![...from.parameters, ...onto.parameters].every(Number.isFinite)) {
    return say(
      `${zhName}的参数不是数，不能作锚题`,
      `${enName} has a parameter that is not a number: it can't be an anchor`,
    )
  }
  if (!((from.parameters[0] ?? 0) > 0) || !((onto.parameters[0] ?? 0) > 0)) {
    return say(
      `${zhName}的区分度不是正数，不能作锚题`,
      `${enName} does not discriminate (a is not above 0): it can't be an anchor`,
    )
  }
  return null
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)))
}

/** Mean-sigma: A from the spread of locations; mean-mean: A from the mean slopes. */
function byMoments(pairs: readonly AnchorPair[], isSigma: boolean): ScaleLink | null {
  const before = pairs.flatMap(({ from }) => locationsOf(from))
  const after = pairs.flatMap(({ onto }) => locationsOf(onto))
  const slopesOf = (side: keyof AnchorPair) => pairs.map((pair) => pair[side].parameters[0] ?? 0)
  const slope = isSigma
    ? spreadOf(after) / spreadOf(before)
    : meanOf(slopesOf('from')) / meanOf(slopesOf('onto'))
  if (!(Number.isFinite(slope) && slope > 0)) return null
  return { slope, shift: meanOf(after) - slope * meanOf(before) }
}
